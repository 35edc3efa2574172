import { type CheckResult, failureText } from "./check-result.ts";

/** A job summary takes at most 1 MiB. */
const rowsShown = 500;

/** Findings and expectations as Markdown tables, for a job summary or a merge request. */
export function renderCheckMarkdown({ path, diagnostics, expectations, accepted, limits }: CheckResult): string {
  const failed = expectations.filter((one) => !one.ok);
  const findings = diagnostics.slice(0, rowsShown).map((one) => {
    const place = one.at ? `${one.at.file}:${one.at.line}:${one.at.column}` : "";
    return `| ${cell(place)} | ${one.severity} | ${one.code} | ${cell(one.message)} |`;
  });
  const more = diagnostics.length > rowsShown ? [`\n... and ${diagnostics.length - rowsShown} more.`] : [];
  return [
    `# cf2postfix check: ${cell(path)}`,
    "",
    `${diagnostics.length} findings, ${expectations.length - failed.length} of ${expectations.length} expectations met, ${accepted} accepted.`,
    ...(findings.length > 0
      ? ["", "| place | severity | code | finding |", "|---|---|---|---|", ...findings, ...more]
      : []),
    ...(failed.length > 0
      ? [
          "",
          "## Failed expectations",
          "",
          ...failed.map((one) => `- ${one.at.file}:${one.at.line} ${cell(failureText(one))}`),
        ]
      : []),
    ...(limits.length > 0 ? ["", "## Assumed or not looked at", "", ...limits.map((limit) => `- ${limit}`)] : []),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replace(/[\\`*_<>|[\]]/g, "\\$&").replace(/\s+/g, " ");
}
