import type { Difference } from "../pipeline/diff.ts";
import { answerText, witnessText } from "./diff-result.ts";

/** Two tables: what was changed, and what is answered differently. */
export function renderDiffMarkdown({ same, changes, witnesses }: Difference): string {
  if (same) return "The two configurations are the same.\n";
  const lines: string[] = [];
  if (changes.length > 0) {
    lines.push("| change | path | before | after | follows |", "|---|---|---|---|---|");
    for (const { kind, path, before, after, follows } of changes) {
      const names = follows.map((each) => each.path).join(", ");
      lines.push(`| ${[kind, code(path), code(before), code(after), cell(names)].join(" | ")} |`);
    }
  }
  if (witnesses.length > 0) {
    lines.push(...(lines.length > 0 ? [""] : []), "| question | a | b |", "|---|---|---|");
    for (const witness of witnesses) {
      const answers = [witness.a, witness.b].map(({ shown }) => cell(answerText(shown)));
      lines.push(`| ${[code(witnessText(witness)), ...answers].join(" | ")} |`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function code(text: string | null): string {
  if (text === null || text === "") return "";
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${cell(text)}${pad}${fence}`;
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
}
