import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { type CheckResult, failureText } from "./check-result.ts";

/** GitHub shows at most ten annotations of a kind for a step. */
const shownOfAKind = 10;

const kinds: Readonly<Record<Severity, "error" | "warning" | "notice">> = {
  error: "error",
  warning: "warning",
  info: "notice",
  hint: "notice",
};

/** Workflow commands that GitHub turns into annotations; the most severe ones first, the rest counted. */
export function renderCheckGithub({ diagnostics, expectations }: CheckResult): string {
  const failures = expectations.filter((one) => !one.ok);
  const lines = [
    ...failures.map((one) => annotation("error", one.at, "expectation", failureText(one))),
    ...diagnostics.map((one: Diagnostic) => annotation(kinds[one.severity], one.at, one.code, one.message)),
  ];
  return (["error", "warning", "notice"] as const)
    .flatMap((kind) => {
      const all = lines.filter((line) => line.startsWith(`::${kind} `));
      const more = all.length - shownOfAKind;
      return more > 0 ? [...all.slice(0, shownOfAKind - 1), `::${kind} ::... and ${more + 1} more in the log`] : all;
    })
    .map((line) => `${line}\n`)
    .join("");
}

function annotation(kind: string, at: Diagnostic["at"], title: string, message: string): string {
  const place = at
    ? `file=${property(at.file)},line=${at.line},col=${at.column},endLine=${at.endLine},endColumn=${at.endColumn},`
    : "";
  return `::${kind} ${place}title=${property(title)}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
