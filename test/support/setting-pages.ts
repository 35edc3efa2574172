import { primarySpan } from "../../src/source/origin.ts";
import { translated } from "./small-cf.ts";

/**
 * What a page about a setting shows for a piece of sendmail.cf: one line for each claim with the page's code, then
 * what comes of its line in main.cf and master.cf.
 */
export function settingPageOutput(cf: string, code: string): string {
  const small = translated(cf.trimEnd().split("\n"));
  const claims = small.claims.filter((claim) => claim.code === code);
  const findings = small.findings.filter((finding) => finding.code === code);
  const lines = new Set([...claims.map((claim) => claim.at.line), ...findings.map((finding) => finding.at?.line)]);
  const { parameters, services } = small.translation.config;
  const from = (origins: (typeof parameters)[number]["origins"]): boolean =>
    origins.some((origin) => lines.has(primarySpan(origin)?.line));
  return [
    ...claims.map((claim) => `sendmail.cf:${claim.at.line} ${claim.disposition} ${code} ${claim.note}`),
    ...findings.map((finding) => `sendmail.cf:${finding.at?.line} ${finding.severity} ${code} ${finding.message}`),
    ...parameters.filter((one) => from(one.origins)).map((one) => `main.cf: ${one.name} = ${one.value}`),
    ...services
      .filter((one) => from(one.origins))
      .map((one) => {
        const options = one.options.map(([name, value]) => ` -o ${name}=${value}`).join("");
        const args = one.args.map((arg) => ` ${arg}`).join("");
        return `master.cf: ${one.name} ${one.type} ${one.command}${options}${args}`;
      }),
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}
