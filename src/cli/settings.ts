import { existsSync, readFileSync } from "node:fs";
import type { Severity } from "../diagnostics/diagnostic.ts";

/** cf2postfix.yaml: what a project says once instead of on every command line. */
export interface Settings {
  readonly rules?: Readonly<Record<string, Severity | "off" | false>>;
  readonly ignore?: readonly { readonly code: string; readonly path?: string; readonly reason: string }[];
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  readonly dns?: string;
  readonly answers?: string;
  readonly expect?: readonly string[];
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly message: string };

const usualName = "cf2postfix.yaml";

/** Reads `--config FILE`, else cf2postfix.yaml of the current directory where there is one. */
export async function readSettings(path: string | undefined): Promise<SettingsResult> {
  if (path === undefined && !existsSync(usualName)) return { ok: true, settings: {} };
  const name = path ?? usualName;
  try {
    const text = readFileSync(name, "utf8");
    // YAML and JSON Schema cost a tenth of a second to load: paid only where there are settings.
    const { parseSettings } = await import("./settings-file.ts");
    return parseSettings(text, name);
  } catch (error) {
    return { ok: false, message: `cannot read ${name}: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
}
