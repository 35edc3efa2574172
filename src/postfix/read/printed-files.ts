import type { IndexedType, PostfixConfig } from "../config.ts";
import { printMainCf, printMasterCf, printTable } from "../print/index.ts";
import { type PostfixFiles, postfixFiles } from "./files.ts";

/**
 * A configuration as the files that it is printed to, without writing them: what is asked is the text that will be
 * written. Paths outside of /etc/postfix are looked up in `root`. Tables are printed as they are read.
 */
export function printedFiles(config: PostfixConfig, mapType: IndexedType, root: PostfixFiles): PostfixFiles {
  const printers = new Map<string, () => Iterable<string>>([
    ["/main.cf", () => [printMainCf(config).text]],
    ["/master.cf", () => [printMasterCf(config).text]],
    ...config.tables.map((table) => [`/${table.name}`, () => printTable(table, { mapType })] as const),
  ]);
  const directory: PostfixFiles = {
    exists: (path) => printers.has(path),
    isDirectory: () => false,
    list: () => [],
    read: (path) => {
      const print = printers.get(path);
      if (!print) return { ok: false, path, failure: { kind: "missing", reason: "no such file" } };
      return { ok: true, file: { path, text: [...print()].join("") } };
    },
    lines: function* (path) {
      let number = 0;
      let rest = "";
      for (const chunk of printers.get(path)?.() ?? []) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const text of lines) yield { number: ++number, text };
      }
      if (rest !== "") yield { number: number + 1, text: rest };
    },
  };
  return postfixFiles(directory, root);
}
