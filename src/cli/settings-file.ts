import { Ajv2020 } from "ajv/dist/2020.js";
import { LineCounter, parseDocument } from "yaml";
import schema from "../../schema/settings.schema.json" with { type: "json" };
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

/** Parses and checks the text of a settings file; the message of a failure says file, line and column. */
export function parseSettings(text: string, name: string): SettingsResult {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const place = (offset: number): string => {
    const { line, col } = counter.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken) return { ok: false, message: `${place(broken.pos[0])} ${broken.message.split("\n", 1)[0]}` };
  const value: unknown = document.toJS() ?? {};
  const validate = new Ajv2020({ allErrors: false, allowUnionTypes: true }).compile<Settings>(schema);
  if (validate(value)) return { ok: true, settings: value };
  const error = validate.errors?.[0];
  const steps = (error?.instancePath ?? "").split("/").slice(1);
  const node = document.getIn(steps, true) as { range?: readonly number[] } | undefined;
  const extra = error?.params.additionalProperty ? ` (${String(error.params.additionalProperty)})` : "";
  return {
    ok: false,
    message: `${place(node?.range?.[0] ?? 0)} ${steps.join(".") || "the file"} ${error?.message}${extra}`,
  };
}
