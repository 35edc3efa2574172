import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { lineSpan, type Span } from "../source/source-file.ts";
import type { ReportedAnswer, ReportedDifference, VerificationResult } from "./verification/result.ts";

type PlaceOf = (difference: ReportedDifference) => Span;

const startOfMain = lineSpan("main.cf", 1);

/** Differences of each sort that are findings of their own; the others are counted in the last one. */
const SHOWN = 25;

/**
 * What a verification found, as findings: a difference that nothing explains is an error in the directory, one that a
 * disposition of the conversion said before stands at the directive. `placeOf`: the line of the directory behind an answer.
 */
export function disagreements(
  { differ, unexplained, explained }: VerificationResult,
  placeOf: PlaceOf = () => startOfMain,
): readonly Diagnostic[] {
  const open = differ.filter((one) => one.explained_by === null);
  const known = differ.filter((one) => one.explained_by !== null);
  return [
    ...open.slice(0, SHOWN).map((one) => finding("CK5020", one, placeOf)),
    ...known.slice(0, SHOWN).map((one) => finding("CK5021", one, placeOf)),
    ...rest("CK5020", unexplained - Math.min(open.length, SHOWN)),
    ...rest("CK5021", explained - Math.min(known.length, SHOWN)),
  ];
}

function finding(code: "CK5020" | "CK5021", one: ReportedDifference, placeOf: PlaceOf): Diagnostic {
  const { explanation, asked, sendmail, postfix, explained_by: by } = one;
  const at = explanation ? lineSpan(explanation.file, explanation.line) : placeOf(one);
  const because = explanation ? ` (${by}: ${explanation.note})` : "";
  return diagnose(code, at, `${asked}: sendmail says ${sendmail.answer}, Postfix ${postfix.answer}${because}`, {
    suggestions: [
      { kind: "help", text: ["sendmail:", ...wayOf(sendmail)].join("\n") },
      { kind: "help", text: ["Postfix:", ...wayOf(postfix)].join("\n") },
    ].filter((each) => each.text.includes("\n")) as Diagnostic["suggestions"],
  });
}

/** The details beside the answer, a line each. */
function wayOf({ answer: _, ...details }: ReportedAnswer): readonly string[] {
  return Object.entries(details).flatMap(([name, value]) => {
    const lines = typeof value === "string" ? [value] : value;
    return lines.map((line) => `  ${name} ${line}`);
  });
}

function rest(code: "CK5020" | "CK5021", count: number): readonly Diagnostic[] {
  if (count <= 0) return [];
  return [diagnose(code, lineSpan("main.cf", 1), `${count} more differences; cf2postfix verify lists all of them`)];
}
