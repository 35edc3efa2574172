import { existsSync, readFileSync } from "node:fs";
import type { SettingsResult } from "./settings-file.ts";

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
