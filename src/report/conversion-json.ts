import type { ConversionResult } from "./conversion.ts";

/** The JSON of `convert --format json` (schema/convert.schema.json). */
export function renderConversionJson(result: ConversionResult, withContents: boolean): string {
  const { summary, directives, diagnostics, verification } = result;
  const ok = !diagnostics.some((diagnostic) => diagnostic.severity === "error");
  const files = result.files.map((file) => (withContents ? file : { path: file.path }));
  const value = {
    format_version: "1.0",
    ok,
    source: { file: result.source.file, kind: result.source.kind },
    postfix_version: result.postfixVersion,
    summary,
    directives,
    files,
    diagnostics,
    self_check: selfCheckOf(result),
    verification,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function selfCheckOf({ selfCheck }: ConversionResult): object | null {
  return selfCheck && { ok: !selfCheck.some(({ severity }) => severity === "error"), diagnostics: selfCheck };
}
