import { posix } from "node:path";
import type { IndexedType, PostfixConfig } from "../postfix/config.ts";
import { printMainCf, printMasterCf, printTable } from "../postfix/print/index.ts";
import { type PostfixFiles, postfixFiles } from "../postfix/read/files.ts";
import type { TextLine } from "../source/site.ts";

/**
 * A configuration as the files that convert writes, without writing them: what is verified is what is written. Tables
 * are printed again each time they are read. Paths outside of /etc/postfix are the old host's.
 */
export function emittedFiles(config: PostfixConfig, mapType: IndexedType, root: PostfixFiles): PostfixFiles {
  const texts = new Map([printMainCf(config), printMasterCf(config)].map(({ name, text }) => [name, [text]] as const));
  const tables = new Map(config.tables.map((table) => [table.name, table]));
  const chunks = (path: string): Iterable<string> | undefined => {
    const name = posix.normalize(path).replace(/^\//, "");
    const table = tables.get(name);
    return texts.get(name) ?? (table && printTable(table, { mapType }));
  };
  const directory: PostfixFiles = {
    exists: (path) => chunks(path) !== undefined,
    isDirectory: (path) => path === "/" || path === "",
    list: () => [...texts.keys(), ...tables.keys()].sort(),
    read: (path) => {
      const found = chunks(path);
      if (!found) return { ok: false, path, failure: { kind: "missing", reason: "no such file" } };
      return { ok: true, file: { path, text: [...found].join("") } };
    },
    lines: (path) => linesOf(chunks(path) ?? []),
  };
  return postfixFiles(directory, root);
}

function* linesOf(chunks: Iterable<string>): Generator<TextLine> {
  let rest = "";
  let number = 0;
  for (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      number += 1;
      yield { number, text };
    }
  }
  if (rest !== "") yield { number: number + 1, text: rest };
}
