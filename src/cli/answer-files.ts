import { readFileSync } from "node:fs";
import type { Settings } from "./settings-file.ts";
import type { SourceFlags } from "./source-flags.ts";

/** The values of the `--dns` and `--answers` files; undefined where none is given. */
export type AnswerFiles =
  | { readonly ok: true; readonly dns: unknown; readonly answers: unknown }
  | { readonly ok: false; readonly message: string };

/** Reads the files that the flags name, else those of the settings. */
export async function readAnswerFiles(
  flags: Pick<SourceFlags, "dns" | "answers">,
  settings: Settings,
): Promise<AnswerFiles> {
  const paths = { dns: flags.dns ?? settings.dns, answers: flags.answers ?? settings.answers };
  const values: { dns: unknown; answers: unknown } = { dns: undefined, answers: undefined };
  for (const name of ["dns", "answers"] as const) {
    const path = paths[name];
    if (path === undefined) continue;
    try {
      const text = readFileSync(path, "utf8");
      // YAML costs a tenth of a second to load: paid only where there is such a file.
      values[name] = (await import("../source/yaml-value.ts")).yamlValue(text) ?? {};
    } catch (error) {
      return { ok: false, message: `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
  return { ok: true, ...values };
}
