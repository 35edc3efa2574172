import type { ReportedAnswer, ReportedDifference, VerificationResult } from "../check/verification/result.ts";
import type { Paint } from "./paint.ts";

/** Differences of each sort, and silent rules, that are shown without -v. */
const SHORT = 10;

/** One line: asked, agreed, explained, differing, and what is proven. */
export function verificationSummary(result: VerificationResult): string {
  const { probes, agree, explained, unexplained, proof } = result;
  const counts = [
    `${agree} agree`,
    ...(explained > 0 ? [`${explained} differ as the report says`] : []),
    ...(unexplained > 0 ? [`${unexplained} differ and nothing predicted it`] : []),
  ];
  return `Verified by behaviour: ${probes} questions to both sides, ${counts.join(", ")} (${proof.status}).`;
}

/** The report of `verify` for a terminal: the smallest witnesses of what nobody predicted come first. */
export function renderVerificationText(result: VerificationResult, paint: Paint, verbose: boolean): string {
  const most = verbose ? Number.POSITIVE_INFINITY : SHORT;
  const open = result.differ.filter((one) => one.explained_by === null);
  const known = result.differ.filter((one) => one.explained_by !== null);
  const parts = [
    paint.bold(verificationSummary(result)),
    ...section("Different, and nothing predicted it", open, result.unexplained, most, paint),
    ...section("Different, as the report of the conversion says", known, result.explained, most, paint),
    coverageText(result, most, paint),
    [
      paint.bold("What this shows"),
      `  ${result.proof.status}:`,
      ...result.proof.because.map((why) => `  - ${why}`),
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(
  title: string,
  differences: readonly ReportedDifference[],
  total: number,
  most: number,
  paint: Paint,
): readonly string[] {
  if (total === 0) return [];
  const shown = differences.slice(0, most).map((one) => renderDifference(one, paint));
  const rest = total > shown.length ? [`  ... and ${total - shown.length} more; -v or --format json lists them`] : [];
  return [[paint.bold(title), ...shown, ...rest].join("\n")];
}

function renderDifference(one: ReportedDifference, paint: Paint): string {
  const why = one.explanation
    ? [
        `       ${paint.cyan(one.explained_by ?? "")} ${one.explanation.file}:${one.explanation.line} ${one.explanation.note}`,
      ]
    : [];
  return [
    `  ${one.asked} (${questions[one.question]})`,
    `       sendmail: ${answerText(one.sendmail)}`,
    `       Postfix:  ${answerText(one.postfix)}`,
    ...why,
  ].join("\n");
}

const questions: Readonly<Record<ReportedDifference["question"], string>> = {
  recipient: "where it goes",
  "envelope-sender": "the sender in the envelope",
  "header-recipient": "the recipient in the header",
  "header-sender": "the sender in the header",
  limit: "how much is too much",
  decision: "may the client do that",
};

function answerText({ answer, ...detail }: ReportedAnswer): string {
  const said = [detail.reply, detail.decidedBy, detail.recipients].flatMap((part) => part ?? []);
  return said.length > 0 ? `${answer}   (${said.join("; ")})` : answer;
}

function coverageText({ coverage }: VerificationResult, most: number, paint: Paint): string {
  const { rules, fired, unreachable, silent } = coverage;
  const places = silent.slice(0, most).map((rule) => `  ${rule.file}:${rule.line} ${rule.text.replaceAll("\t", " ")}`);
  const rest = silent.length > places.length ? [`  ... and ${silent.length - places.length} more`] : [];
  const counts = `${rules} rules: ${fired} fired, ${unreachable} cannot be reached, ${silent.length} stayed silent`;
  return [paint.bold("Rules"), `  ${counts}`, ...places, ...rest].join("\n");
}
