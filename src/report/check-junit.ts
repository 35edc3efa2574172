import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type CheckResult, failureText } from "./check-result.ts";

/** JUnit XML (junit-10.xsd of the Jenkins xunit plugin): a case for each expectation, and one for each finding. */
export function renderCheckJunit({ path, diagnostics, expectations }: CheckResult): string {
  const findings = diagnostics.filter((one) => one.severity === "error" || one.severity === "warning");
  const checks = [
    ...findings.map(findingCase),
    ...(findings.length === 0 ? ['    <testcase name="static checks" classname="cf2postfix.check"/>'] : []),
  ];
  const failedFindings = findings.filter((one) => one.severity === "error").length;
  const met = expectations.map(expectationCase);
  const failed = expectations.filter((one) => !one.ok).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(`cf2postfix check ${path}`)}" tests="${checks.length + met.length}" failures="${failedFindings + failed}">`,
    suite("static checks", checks, failedFindings),
    ...(met.length > 0 ? [suite("expectations", met, failed)] : []),
    "</testsuites>\n",
  ].join("\n");
}

function suite(name: string, cases: readonly string[], failures: number): string {
  const head = `  <testsuite name="${name}" tests="${cases.length}" failures="${failures}" errors="0">`;
  return [head, ...cases, "  </testsuite>"].join("\n");
}

function findingCase(one: Diagnostic): string {
  const place = one.at ? `${one.at.file}:${one.at.line}:${one.at.column}` : "";
  const name = xml(`${one.code} ${place}`.trim());
  const inside =
    one.severity === "error"
      ? `<failure type="${one.code}" message="${xml(one.message)}">${xml(`${place} ${one.message}`)}</failure>`
      : `<system-out>${xml(`warning ${place} ${one.message}`)}</system-out>`;
  return `    <testcase name="${name}" classname="cf2postfix.check">${inside}</testcase>`;
}

function expectationCase(one: CheckResult["expectations"][number]): string {
  const attributes = `name="${xml(one.name)}" classname="${xml(`cf2postfix.expect.${one.at.file}`)}"`;
  if (one.ok) return `    <testcase ${attributes}/>`;
  const place = `${one.at.file}:${one.at.line}:${one.at.column}`;
  const text = [place, failureText(one), ...one.trace].join("\n");
  return `    <testcase ${attributes}><failure type="expectation" message="${xml(failureText(one))}">${xml(text)}</failure></testcase>`;
}

/** XML 1.0 has no control characters but tab, LF and CR. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
