import { postfixFiles } from "../../src/postfix/read/files.ts";
import { openTables } from "../../src/postfix/tables/open.ts";
import { openSite } from "../../src/source/site.ts";
import { runPeer, type ScratchDirectory } from "./postfix-peer.ts";
import { type RandomTable, tableEnvironment } from "./random-tables.ts";

/** What each side says of a key; `FAILED`: the table could not be asked, undefined: no answer. */
export interface ComparedKey {
  readonly key: string;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/** Asks a table of us and of `postmap -q -` (`postalias -q -`), each key once. */
export function compareTable(table: RandomTable, scratch: ScratchDirectory): readonly ComparedKey[] {
  for (const [name, text] of Object.entries(table.files)) scratch.write(name, text);
  const here = (text: string): string => text.replaceAll("DIR", scratch.path);
  for (const each of table.build) runPeer(table.program, ["-c", scratch.path, here(each)]);
  const reference = here(table.reference);
  const keys = [...new Set(table.keys)];
  const theirs = askPeer(table.program, reference, keys, scratch.path);
  const files = postfixFiles(openSite("/"), openSite("/"));
  const form = table.program === "postalias" ? ("aliases" as const) : ("postmap" as const);
  const ours = openTables({ files, utf8: true, environment: tableEnvironment }).open(reference, { form });
  return keys.map((key) => {
    const answer = ours.lookup(key);
    const mine = answer.kind === "found" ? answer.value : answer.kind === "failed" ? "FAILED" : undefined;
    return { key, ours: mine, theirs: theirs(key) };
  });
}

function askPeer(
  program: RandomTable["program"],
  reference: string,
  keys: readonly string[],
  directory: string,
): (key: string) => string | undefined {
  Object.assign(process.env, tableEnvironment);
  const input = keys.map((key) => `${key}\n`).join("");
  const { stdout, stderr } = runPeer(program, ["-c", directory, "-q", "-", reference], input);
  // A key that fails ends the program: each is asked by itself then. A table that does not open is fatal for all.
  if (keys.length > 1 && /fatal: table .* query error/.test(stderr)) {
    return (key) => askPeer(program, reference, [key], directory)(key);
  }
  if (stderr.includes("fatal: ")) return () => "FAILED";
  const rows = stdout.split(/\n(?=[^\n]*\t)/).filter((line) => line.trim() !== "");
  const answers = new Map(
    rows.map((line) => {
      const key = line.slice(0, line.indexOf("\t"));
      // postalias -q - prints a colon after the key.
      return [
        program === "postalias" ? key.replace(/:$/, "") : key,
        line.slice(line.indexOf("\t") + 1).replace(/\n$/, ""),
      ];
    }),
  );
  return (key) => answers.get(key);
}
