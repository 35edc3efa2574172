// docs/options.md: every option of sendmail with what becomes of it, from the catalogues of both sides.

import { type OptionStory, optionStories } from "../../src/pipeline/explain/option-stories.ts";
import { cell, counted } from "./document/page.ts";
import { writeOrCompare } from "./document/write-or-compare.ts";

const path = new URL("../../docs/options.md", import.meta.url).pathname;

function row(story: OptionStory): string {
  const name = story.letter === undefined ? `\`${story.option}\`` : `\`${story.option}\` (\`O${story.letter}\`)`;
  const parameters = story.parameters.map((one) => `\`${one}\``).join(", ");
  return `| ${[name, cell(story.meaning), story.disposition, parameters, cell(story.notes.join(" "))].join(" | ")} |`;
}

function page(stories: readonly OptionStory[]): string {
  return [
    "# Options of sendmail and what becomes of them",
    "",
    "<!-- Written by `npm run generate` from the catalogues in src/sendmail, src/lift and src/translate. -->",
    "",
    `${stories.length} options: ${counted(stories)}.`,
    "The verdict is the usual one: a value that Postfix has by itself is `default`, whatever the table says.",
    "`cf2postfix explain OPTION` prints one row.",
    "",
    "| option | in sendmail | verdict | in Postfix | note |",
    "|---|---|---|---|---|",
    ...stories.map(row),
    "",
  ].join("\n");
}

writeOrCompare(path, page(optionStories()));
