import type { IToken } from "chevrotain";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { ClassFileLine, Word } from "./ast.ts";
import { endOf, nodesOf, tokenOf, tokensOf } from "./cst.ts";
import { baseOf, type LineReading, type LineSource, placeIn, read, refuse, wordIn } from "./line-reading.ts";
import { readNotation } from "./read-notation.ts";
import { munchedTemplate, symbolName, templateOf } from "./template.ts";
import { complaintAboutName } from "./used-names.ts";

/** Offset of what follows the letter. */
const BODY = 1;

/** `D{name}text`: readcf.c, case 'D'. */
export function readMacroLine(source: LineSource): LineReading {
  const reading = readNotation(source.folded.text.slice(BODY), "macro", "macroLine");
  const name = reading.ok ? tokenOf(reading.tree, "MacroName") : undefined;
  if (!reading.ok || !name || nameOf(name) === "") return refuseName(source, "macro");
  const template = nodesOf(reading.tree, "template")[0];
  return read(
    {
      kind: "macro",
      ...baseOf(source),
      name: nameOf(name),
      value: wordIn(source, BODY + endOf(name), source.folded.text.length),
      template: template ? munchedTemplate(templateOf(template)) : [],
    },
    oddName(source, name),
  );
}

/** `Cw word word`: readcf.c, case 'C'. */
export function readClassLine(source: LineSource): LineReading {
  const reading = readNotation(source.folded.text.slice(BODY), "class", "classLine");
  const name = reading.ok ? tokenOf(reading.tree, "ClassName") : undefined;
  if (!reading.ok || !name || nameOf(name) === "") return refuseName(source, "class");
  const words = nodesOf(reading.tree, "words")[0];
  return read(
    {
      kind: "class",
      ...baseOf(source),
      name: nameOf(name),
      value: wordIn(source, BODY + endOf(name), source.folded.text.length),
      members: words ? tokensOf(words, "Word").map((word) => wordOf(source, word)) : [],
    },
    oddName(source, name),
  );
}

/** `Tuser user`: words of class t; macros are not expanded here (readcf.c, case 'T'). */
export function readTrustedLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const users = [...text.matchAll(/\S+/g)]
    .map((match) => ({ from: Math.max(BODY, match.index), to: match.index + match[0].length }))
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => wordIn(source, from, to));
  return read({ kind: "trusted", ...baseOf(source), users });
}

/** `Fw-o /file format`, `Fw|program`, `Fwkey@class:spec`: readcf.c, case 'F'. */
export function readClassFileLine(source: LineSource): LineReading {
  const body = source.folded.text.slice(BODY);
  const reading = readNotation(body, "fileClass", "fileClassLine");
  if (!reading.ok) return refuseClassFile(source, body, reading.from);
  const name = tokenOf(reading.tree, "FileClassName");
  if (!name || nameOf(name) === "") return refuseName(source, "class");
  const from = classFileSource(reading.tree);
  if (!from) return refuseClassFile(source, body, body.length);
  return read(
    {
      kind: "class-file",
      ...baseOf(source),
      name: nameOf(name),
      optional: tokenOf(reading.tree, "OptionalMark") !== undefined,
      source: from,
    },
    oddName(source, name),
  );
}

function classFileSource(tree: Parameters<typeof nodesOf>[0]): ClassFileLine["source"] | undefined {
  const program = tokenOf(tree, "Program");
  if (program) return { kind: "program", command: program.image.slice(1).trim() };
  const map = tokenOf(tree, "MapSource");
  if (map) return mapSource(map.image);
  const file = nodesOf(tree, "classFile")[0];
  const path = file ? tokenOf(file, "FileName") : undefined;
  if (!file || !path) return undefined;
  return { kind: "file", path: unquoted(path.image), format: tokenOf(file, "FileFormat")?.image };
}

/** `key@class:spec`; `@LDAP` stands for the default schema of the class (readcf.c, fileclass). */
function mapSource(image: string): ClassFileLine["source"] {
  const at = image.indexOf("@");
  const rest = image.slice(at + 1);
  const colon = rest.indexOf(":");
  return {
    kind: "map",
    key: image.slice(0, at),
    mapClass: colon === -1 ? "ldap" : rest.slice(0, colon),
    spec: colon === -1 ? "" : rest.slice(colon + 1),
  };
}

/** Quotes vanish, `\ ` is a space, any other backslash stays (readcf.c, extrquotstr). */
function unquoted(written: string): string {
  return written.replace(/\\ /g, " ").replace(/"/g, "");
}

function refuseClassFile(source: LineSource, body: string, at: number): LineReading {
  if (body === "" || body.startsWith("{")) {
    const closed = /^\{[^}]+\}/.exec(body);
    if (!closed) return refuseName(source, "class");
  }
  const rest = body.slice(at);
  const message = rest === "" ? "the line names no file" : "the quotes of the file name are not closed";
  return refuse(source, "CF1072", message, { from: BODY + at, to: source.folded.text.length });
}

function refuseName(source: LineSource, what: "macro" | "class"): LineReading {
  const { text } = source.folded;
  if (text.length > BODY && text[BODY] === "{" && text[BODY + 1] !== "}") {
    return refuse(source, "CF1013", `the name of the ${what} has no closing brace`, { from: BODY, to: text.length });
  }
  return refuse(source, "CF1012", `the line has no ${what} name`, { from: BODY, to: BODY + 2 });
}

/** sendmail complains of these names, drops the characters and goes on (macro.c, macid_parse). */
function oddName(source: LineSource, token: IToken): readonly Diagnostic[] {
  if (!token.image.startsWith("{")) return [];
  const at = placeIn(source, BODY + token.startOffset, BODY + endOf(token));
  const inner = token.image.slice(1, -1);
  const complaint = complaintAboutName(inner);
  return complaint === undefined ? [] : [diagnose("CF1014", at, complaint)];
}

function nameOf(token: IToken): string {
  return symbolName(token.image);
}

function wordOf(source: LineSource, token: IToken): Word {
  return wordIn(source, BODY + token.startOffset, BODY + endOf(token));
}
