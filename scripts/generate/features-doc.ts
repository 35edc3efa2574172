// docs/features.md: everything that cf/README names, with what becomes of it: each call is converted in a small .mc.
import type { Disposition } from "../../src/diagnostics/disposition.ts";
import { cell, counted } from "./document/page.ts";
import { writeOrCompare } from "./document/write-or-compare.ts";
import { allCalls, type McCall } from "./features/calls.ts";
import { convertCall, openCallSite, outcomeOf } from "./features/convert-call.ts";

const path = new URL("../../docs/features.md", import.meta.url).pathname;

interface Row {
  readonly call: McCall;
  readonly disposition: Disposition;
}

const sections: readonly (readonly [McCall["kind"], string])[] = [
  ["FEATURE", "Features"],
  ["MAILER", "Mailers"],
  ["macro", "Macros and settings"],
  ["conf", "conf variables"],
  ["HACK", "Hacks"],
];

async function rowsOf(): Promise<readonly Row[]> {
  const site = openCallSite();
  const rows: Row[] = [];
  for (const call of allCalls) {
    const outcome = outcomeOf(call, await convertCall(site, call, "none"));
    if (!outcome) throw new Error(`no directive for ${call.name}`);
    rows.push({ call, disposition: outcome.disposition });
  }
  site.remove();
  return rows;
}

function line({ call, disposition }: Row): string {
  const text = (call.lines[call.at] ?? "").replace(/dnl$/, "").trim();
  return `| ${[`\`${call.name}\``, `<code>${cell(text.replaceAll("<", "&lt;"))}</code>`, disposition].join(" | ")} |`;
}

function page(rows: readonly Row[]): string {
  return [
    "# What becomes of a sendmail.mc",
    "",
    "<!-- Written by `npm run generate`: scripts/generate/features/calls.ts is converted call by call. -->",
    "",
    `${rows.length} calls: ${counted(rows)}.`,
    "Each stands in a small `.mc` with OSTYPE(linux), MAILER(local) and MAILER(smtp), beside tables that hold a row or two;",
    "a table whose file is missing is `manual` at a site. The verdicts are the same with sendmail's own m4 library and",
    "without it (`--cf-dir none`); the tests hold both against each other and against the library's own list. Why a verdict",
    "is what it is, a conversion's report says at the line; `cf2postfix explain NAME` tells what a name means on both sides.",
    ...sections.flatMap(([kind, title]) => [
      "",
      `## ${title}`,
      "",
      "| name | call | verdict |",
      "|---|---|---|",
      ...rows.filter(({ call }) => call.kind === kind).map(line),
    ]),
    "",
  ].join("\n");
}

writeOrCompare(path, page(await rowsOf()));
