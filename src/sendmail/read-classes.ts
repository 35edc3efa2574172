import { written } from "../source/origin.ts";
import { lineSpan } from "../source/source-file.ts";
import type { ClassFileLine, ClassLine, TrustedLine } from "../syntax/sendmail-cf/ast.ts";
import { parseTemplate, symbolName } from "../syntax/sendmail-cf/template.ts";
import type { ClassFileContent, ClassMember } from "./config.ts";
import { inNotation } from "./expand-macros.ts";
import { addToClass, expandNow, membersOf, type ReaderState, report } from "./reader-state.ts";
import { scanOne } from "./scan-format.ts";

/** readcf.c reads class files through a buffer of MAXLINE bytes: a longer line is several lines to it. */
const LONGEST_FILE_LINE = 2048 - 1;
/** conf.h MAXLINE: what `C` lines are expanded into; the rest is cut without a word. */
const LONGEST_EXPANSION = 2048 - 1;

/** `Cw a b $=y`: macros are expanded over the whole line, then it is cut into words (readcf.c, case 'C'). */
export function readClass(state: ReaderState, line: ClassLine): void {
  membersOf(state, line.name);
  const hasMacros = line.value.text.includes("$");
  if (!hasMacros && line.value.text.length <= LONGEST_EXPANSION) {
    for (const member of line.members) addToClass(state, line.name, member.text, written(member.span));
    return;
  }
  const expanded = inNotation(expandNow(state, parseTemplate(line.value.text), line.value.span));
  if (expanded.length > LONGEST_EXPANSION) {
    const message = `sendmail reads ${LONGEST_EXPANSION} bytes of this line and drops the other ${expanded.length - LONGEST_EXPANSION}`;
    report(state, "CF1006", line.span, message, {
      suggestions: [{ kind: "help", text: `write several C${shownName(line.name)} lines, or use an F line` }],
    });
  }
  for (const word of wordsOf(expanded.slice(0, LONGEST_EXPANSION))) {
    const copied = /^\$=(\{[^}]*\}|[^{])/.exec(word)?.[1];
    if (copied === undefined) addToClass(state, line.name, word.replaceAll("$$", "$"), written(line.value.span));
    else copyClass(state, symbolName(copied), line);
  }
}

/** `$=y` copies what class y has by now, not what it gets later (readcf.c setclass, stab.c copy_class). */
function copyClass(state: ReaderState, source: string, line: ClassLine): void {
  for (const member of [...(state.classes.get(source)?.values() ?? [])]) {
    addToClass(state, line.name, member.text, { kind: "included", span: line.value.span, by: member.origin });
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** `Tuser user` is class t, word by word. */
export function readTrusted(state: ReaderState, line: TrustedLine): void {
  membersOf(state, "t");
  for (const user of line.users) addToClass(state, "t", user.text, written(user.span));
}

function shownName(name: string): string {
  return name.length === 1 ? name : `{${name}}`;
}

/** `Fw /file format`: every line of the file that the format takes is cut into words (readcf.c fileclass()). */
export function readClassFile(state: ReaderState, line: ClassFileLine): void {
  membersOf(state, line.name);
  state.classFiles.push(contentOf(state, line));
}

function contentOf(state: ReaderState, line: ClassFileLine): ClassFileContent {
  const { source } = line;
  if (source.kind === "program") {
    const message = `the members of class ${line.name} come from a program, which is not run: ${source.command}`;
    report(state, "CF1071", line.span, message, {
      suggestions: [{ kind: "help", text: "run the program once and give its output as a file in an F line" }],
    });
    return { directive: line, path: source.command, state: "not-run", members: [] };
  }
  if (source.kind === "map") {
    const path = `${source.key}@${source.mapClass}:${source.spec}`;
    const message = `the members of class ${line.name} come from the ${source.mapClass} map, which is not read here`;
    report(state, "CF1073", line.span, message);
    return { directive: line, path, state: "external", members: [] };
  }
  return fileContent(state, line, source.path, source.format ?? "%s");
}

function fileContent(state: ReaderState, line: ClassFileLine, path: string, format: string): ClassFileContent {
  const { site } = state;
  if (!path.startsWith("/")) return unreadable(state, line, path, "it is not an absolute path");
  const result = site.read(path);
  if (!result.ok) {
    if (line.optional) return { directive: line, path, state: "missing-optional", members: [] };
    const content = unreadable(state, line, path, result.failure.reason);
    return result.failure.kind === "missing" ? { ...content, state: "missing" } : content;
  }
  const members: ClassMember[] = [];
  const file = site.shown(path);
  for (const [index, text] of result.file.text.split("\n").entries()) {
    for (const piece of pieces(text)) {
      if (piece.startsWith("#")) continue;
      const taken = scanOne(piece, format);
      if (taken === undefined) continue;
      const origin = written(lineSpan(file, index + 1, 1, text.length + 1));
      for (const word of wordsOf(taken)) members.push(addToClass(state, line.name, word, origin));
    }
  }
  return { directive: line, path, state: "read", members };
}

function unreadable(state: ReaderState, line: ClassFileLine, path: string, why: string): ClassFileContent {
  report(state, "CF1070", line.span, `the file of class ${line.name} cannot be read: ${path}: ${why}`);
  return { directive: line, path, state: "unreadable", members: [] };
}

function* pieces(text: string): Generator<string> {
  if (text.length <= LONGEST_FILE_LINE) {
    yield text;
    return;
  }
  for (let at = 0; at < text.length; at += LONGEST_FILE_LINE) yield text.slice(at, at + LONGEST_FILE_LINE);
}
