import { parseMainCf } from "../../syntax/main-cf/parse.ts";
import { logicalLinesOf } from "../../syntax/postfix-lines/logical-lines.ts";
import type { PostfixFiles } from "./files.ts";

/** The rules of a regexp, pcre or cidr file in order: the pattern as it is, the result with its blanks as one. */
export function patternRules(path: string, files: PostfixFiles): readonly string[] {
  return [...logicalLinesOf(numbered(path, files))].filter(({ orphan }) => !orphan).map(({ text }) => ruleText(text));
}

function* numbered(path: string, files: PostfixFiles): Generator<{ readonly line: number; readonly text: string }> {
  for (const { number, text } of files.lines(path)) yield { line: number, text };
}

function ruleText(text: string): string {
  const parts = /^(!?\s*([^\sA-Za-z0-9!]).*?(?:^|[^\\])\2[A-Za-z]*)\s+(.*)$/s.exec(text);
  const oneLine = (part: string): string => part.replace(/[ \t\r\n]+/g, " ").trim();
  return parts ? `${parts[1]} ${oneLine(parts[3] ?? "")}` : oneLine(text);
}

/** `name = value` settings of an ldap_table(5) or mysql_table(5) file; the last of a name counts. */
export function tableSettings(path: string, files: PostfixFiles): ReadonlyMap<string, string> {
  const read = files.read(path);
  return new Map(read.ok ? parseMainCf(read.file).entries.map(({ name, value }) => [name, value] as const) : []);
}
