import type { Difference } from "../pipeline/diff.ts";
import { answerText, witnessText } from "./diff-result.ts";
import type { Paint } from "./paint.ts";

type Change = Difference["changes"][number];

/** Followers that are named under a change; the rest is counted. */
const FOLLOWERS = 10;

/** Changes with what was and what is, then the questions that are answered differently. */
export function renderDiffText({ same, changes, witnesses }: Difference, paint: Paint): string {
  if (same) return "same\n";
  const lines = changes.flatMap((change) => changeLines(change, paint));
  if (witnesses.length > 0) lines.push(...(lines.length > 0 ? [""] : []), "answered differently:");
  for (const witness of witnesses) {
    lines.push(
      `  ${witnessText(witness)}`,
      `    a: ${answerText(witness.a.shown)}`,
      `    b: ${answerText(witness.b.shown)}`,
    );
  }
  const count = `${changes.length} change${changes.length === 1 ? "" : "s"}`;
  const shown = witnesses.length === 0 ? "" : `, ${witnesses.length} witness${witnesses.length === 1 ? "" : "es"}`;
  return `${[...lines, "", count + shown].join("\n")}\n`;
}

function changeLines({ path, kind, before, after, follows }: Change, paint: Paint): readonly string[] {
  const lines = [`${kind.padEnd(7)} ${paint.bold(path)}`];
  if (before !== null) lines.push(...before.split("\n").map((line) => paint.red(`  - ${line}`)));
  if (after !== null) lines.push(...after.split("\n").map((line) => paint.green(`  + ${line}`)));
  for (const each of follows.slice(0, FOLLOWERS)) {
    lines.push(`    follows ${each.path}: ${oneLine(each.before)} -> ${oneLine(each.after)}`);
  }
  if (follows.length > FOLLOWERS) lines.push(`    and ${follows.length - FOLLOWERS} more follow`);
  return lines;
}

function oneLine(text: string | null): string {
  return text === null ? "(none)" : text.replace(/\s+/g, " ").trim() || "(empty)";
}
