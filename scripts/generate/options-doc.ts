// docs/options.md: every option of sendmail with what becomes of it, from the catalogues of both sides.

import { readFileSync, writeFileSync } from "node:fs";
import { dispositions } from "../../src/diagnostics/disposition.ts";
import { type OptionStory, optionStories } from "../../src/pipeline/explain/option-stories.ts";

const path = new URL("../../docs/options.md", import.meta.url).pathname;

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function row(story: OptionStory): string {
  const name = story.letter === undefined ? `\`${story.option}\`` : `\`${story.option}\` (\`O${story.letter}\`)`;
  const parameters = story.parameters.map((one) => `\`${one}\``).join(", ");
  return `| ${[name, cell(story.meaning), story.disposition, parameters, cell(story.notes.join(" "))].join(" | ")} |`;
}

function page(stories: readonly OptionStory[]): string {
  const counts = dispositions
    .map((one) => ({ one, count: stories.filter((story) => story.disposition === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${count} ${one}`);
  return [
    "# Options of sendmail and what becomes of them",
    "",
    "<!-- Written by `npm run generate` from the catalogues in src/sendmail, src/lift and src/translate. -->",
    "",
    `${stories.length} options: ${counts.join(", ")}.`,
    "The verdict is the usual one: a value that Postfix has by itself is `default`, whatever the table says.",
    "`cf2postfix explain OPTION` prints one row.",
    "",
    "| option | in sendmail | verdict | in Postfix | note |",
    "|---|---|---|---|---|",
    ...stories.map(row),
    "",
  ].join("\n");
}

const wanted = page(optionStories());
if (process.argv.includes("--check")) {
  let found = "";
  try {
    found = readFileSync(path, "utf8");
  } catch {
    // A missing file is as out of date as an old one.
  }
  if (found !== wanted) {
    console.error("docs/options.md is out of date: run npm run generate");
    process.exit(1);
  }
} else {
  writeFileSync(path, wanted);
}
