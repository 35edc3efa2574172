import { checkPostfix } from "../../src/check/postfix/index.ts";
import { type Diagnostic, sortDiagnostics } from "../../src/diagnostics/diagnostic.ts";
import type { Service } from "../../src/postfix/config.ts";
import { readPostfixDirectory } from "../../src/postfix/read/directory.ts";
import type { PostfixFiles } from "../../src/postfix/read/files.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { createDecider } from "../../src/postfix/restrictions/decide.ts";
import type { Dns } from "../../src/postfix/restrictions/session.ts";
import { openTables } from "../../src/postfix/tables/open.ts";
import { renderDiagnostic } from "../../src/report/diagnostic-text.ts";
import { paintFor } from "../../src/report/paint.ts";

/** Files that exist in memory only, by absolute path. */
export function filesInMemory(texts: Readonly<Record<string, string>>): PostfixFiles {
  return {
    exists: (path) => path in texts,
    isDirectory: () => false,
    list: () => [],
    read: (path) => {
      const text = texts[path];
      const shown = path.replace("/etc/postfix/", "");
      if (text === undefined) return { ok: false, path: shown, failure: { kind: "missing", reason: "no such file" } };
      return { ok: true, file: { path: shown, text } };
    },
    *lines(path) {
      for (const [index, text] of (texts[path] ?? "").replace(/\n$/, "").split("\n").entries()) {
        yield { number: index + 1, text };
      }
    },
  };
}

const noDns: Dns = { lookup: () => ({ kind: "none" }) };

/**
 * What the program prints about an example: `main` and `master` are the two files, other words a table's type. Examples
 * are no whole configurations: only findings of the codes that `page` shows are printed.
 */
export function postfixFindings(notation: string, input: string, page: string): string {
  const lines = input.split("\n");
  return sortDiagnostics(findings(notation, input))
    .filter(({ code }) => page.includes(` ${code} `))
    .map((one) => renderDiagnostic(one, (_, line) => lines[line - 1], paintFor(false)))
    .join("\n");
}

function findings(notation: string, input: string): readonly Diagnostic[] {
  if (notation === "main" || notation === "master") {
    const texts =
      notation === "main"
        ? { "/etc/postfix/main.cf": input }
        : { "/etc/postfix/main.cf": "", "/etc/postfix/master.cf": input };
    const directory = readPostfixDirectory(filesInMemory(texts), {
      version: "3.9",
      host: { hostname: "mail.example.com" },
    });
    const resolver = createResolver(directory);
    const decider = (service?: Service) => createDecider(resolver, { dns: noDns }, service);
    return checkPostfix({ directory, resolver, decider, knowsHost: true });
  }
  const files = filesInMemory(notation === "missing" ? {} : { "/etc/postfix/table": input });
  const reference = notation === "missing" ? input.trim() : `${notation}:/etc/postfix/table`;
  return openTables({ files, utf8: true }).open(reference).diagnostics;
}
