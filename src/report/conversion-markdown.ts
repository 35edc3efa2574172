import { shownText } from "../source/decode.ts";
import type { ConversionResult } from "./conversion.ts";
import { type DirectiveGroup, placesOf } from "./conversion-groups.ts";
import {
  countsLine,
  dispositionMeaning,
  nextSteps,
  sectionsOf,
  selfCheckLine,
  titleOf,
  verificationLine,
} from "./conversion-summary.ts";

/** The report as Markdown: the same sections as on the terminal, then every directive. */
export function renderConversionMarkdown(result: ConversionResult): string {
  const parts = [
    `# ${escaped(titleOf(result))}`,
    `${countsLine(result)}. ${verificationLine(result)} ${selfCheckLine(result)}`,
    ...sectionsOf(result).map((section) => [`## ${section.title}`, ...section.groups.map(renderGroup)].join("\n\n")),
    [
      "## Findings",
      ...result.diagnostics.map(
        (one) => `- ${findingPlace(one.at)}**${one.severity}** ${one.code}: ${escaped(one.message)}`,
      ),
    ].join("\n"),
    ["## Every directive", table(result)].join("\n\n"),
    ["## Next", ...nextSteps(undefined).map((step, at) => `${at + 1}. ${escaped(step)}`)].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function renderGroup(group: DirectiveGroup): string {
  const lines = group.members.slice(0, 20).map((member) => shownText(member.text));
  const more = group.members.length > 20 ? [`... and ${group.members.length - 20} more`] : [];
  const head = `**${placesOf(group.members)}** (${group.disposition}, ${group.code}): ${escaped(group.note)}`;
  return `${head}\n\n\`\`\`\n${[...lines, ...more].join("\n").replaceAll("```", "'''")}\n\`\`\``;
}

function findingPlace(at: ConversionResult["diagnostics"][number]["at"]): string {
  return at ? `${at.file}:${at.line}:${at.column} ` : "";
}

function table({ directives }: ConversionResult): string {
  const rows = directives.map(({ file, line, text, disposition, note, to }) => {
    const places = to.map((place) => `${place.file}:${place.line}`).join(", ");
    return `| ${file}:${line} | ${code(text)} | ${disposition} | ${escaped(note)} | ${places} |`;
  });
  const meanings = Object.entries(dispositionMeaning).map(([kind, meaning]) => `*${kind}*: ${meaning}`);
  return [
    "| line | text | disposition | why | to |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    `${meanings.join(" · ")}`,
  ].join("\n");
}

function code(text: string): string {
  const line = shownText(text).replace(/\s+/g, " ").replaceAll("`", "'").replaceAll("|", "\\|");
  return `\`${line.length > 120 ? `${line.slice(0, 117)}...` : line}\``;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
}
