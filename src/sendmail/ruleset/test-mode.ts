/**
 * test-mode — answers the commands of `sendmail -bt` (main.c, testmodeline)
 *
 * State stays from line to line as in one process: `.D` and `.C`, the macro map's macros, `/tryflags`, debug levels.
 */

import { checkedLength } from "./address-text.ts";
import { internAll } from "./atoms.ts";
import { addWord, copyClass, membersInOrder } from "./classes.ts";
import { macroName, parseMacroName, translateDollars } from "./macro-names.ts";
import { META, shown } from "./metasymbol.ts";
import type { OptionValues } from "./options.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import { printedMailer } from "./printed-mailer.ts";
import type { Program } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import { rulesetNumber } from "./ruleset-names.ts";
import {
  expandIn,
  type Message,
  macroValue,
  messageLine,
  newSession,
  setMacro,
  systemError,
  WORK_LIMIT,
} from "./session.ts";
import { type Mode, slash } from "./test-mode-commands.ts";
import { plainAtoms, sayScan } from "./tokenize.ts";
import { type DebugLevels, readDebugFlags, shownTokens, transcript } from "./transcript.ts";

/** Longest line that is read at once (conf.h, MAXLINE). */
const LINE = 2047;

export interface TestMode {
  /** What is said before the first prompt. */
  readonly greeting: string;
  /** What one command is answered with: the very text, line ends included. */
  answer(line: string): string;
  /** True once `/quit` was typed. */
  readonly ended: boolean;
}

/** Starts a dialogue. The help text comes from HelpFile. */
export function testMode(program: Program, options: OptionValues = new Map()): TestMode {
  const levels: DebugLevels = new Map();
  let out = "";
  const write = (text: string): void => {
    out += text;
  };
  const print = (line: string): void => write(`${line}\n`);
  const say = (message: Message): void => print(messageLine(message));
  const session = newSession(program, { say, trace: transcript(program, levels, print) });
  setMacro(session, "_", "root@localhost");
  setMacro(session, "addr_type", "e r");
  setMacro(session, "opMode", "t");
  const mode: Mode = {
    program,
    options,
    session,
    levels,
    print,
    write,
    role: { sender: false, header: false },
    ended: false,
  };
  return {
    greeting: "ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\nEnter <ruleset> <address>\n",
    answer: (line) => {
      out = "";
      session.work = WORK_LIMIT;
      for (let at = 0; at === 0 || at < line.length; at += LINE) command(mode, line.slice(at, at + LINE));
      return out;
    },
    get ended() {
      return mode.ended;
    },
  };
}

function command(mode: Mode, typed: string): void {
  const line = typed.replace(/^ +/, "");
  switch (line[0]) {
    case undefined:
    case "#":
      return;
    case "?":
      help(mode);
      return;
    case ".":
      define(mode, line);
      return;
    case "=":
      dump(mode, line);
      return;
    case "-":
      setDebug(mode, line);
      return;
    case "$":
      showMacro(mode, line);
      return;
    case "/":
      slash(mode, line);
      return;
    default:
      rewriteLine(mode, line);
      return;
  }
}

/** The lines of HelpFile whose topic is `-bt` (srvrsmtp.c, help). */
function help(mode: Mode): void {
  const { program, session } = mode;
  const { site } = program.maps.around;
  const path = /^\S+/.exec(mode.options.get("HelpFile") ?? "")?.[0] ?? "";
  if (path === "" || !site.exists(path)) {
    mode.print("Sendmail 8.17.1.9 -- HELP not implemented");
    return;
  }
  let version = -1;
  let known = false;
  for (const { text } of site.lines(path)) {
    version = text.startsWith("#vers") && version < 0 ? Number.parseInt(text.slice(5), 10) : version;
    if (!text.startsWith("-bt")) continue;
    known = true;
    const line = text.slice(text.search(/[\t ]|$/) + 1);
    mode.print(version >= 2 ? expandIn(session, translateDollars(program.names, line, program.level).text) : line);
  }
  mode.print(known ? "End of HELP info" : 'HELP topic "-bt" unknown');
}

function define(mode: Mode, line: string): void {
  const { program, session } = mode;
  if (line.length === 1) {
    mode.print("Usage: .[DC]macro value(s)");
    return;
  }
  if (line[1] !== "D" && line[1] !== "C") {
    mode.print(`Unknown "." command ${line}`);
    return;
  }
  if (line[1] === "C" && line.length === 2) return;
  const name = parseMacroName(program.names, line, 2);
  for (const error of name.errors) systemError(session, error);
  if (name.id === 0) return;
  const value = translateDollars(program.names, line.slice(name.end), program.level).text;
  if (line[1] === "D") {
    session.macros.set(name.id, value);
    return;
  }
  for (const word of expandIn(session, value).split(/[\t\n\v\f\r ]+/)) {
    if (word === "") continue;
    if (word.charCodeAt(0) === META.inClass) copyClass(program.classes, word.charCodeAt(1), name.id);
    else addWord(program.classes, name.id, word);
  }
}

function dump(mode: Mode, line: string): void {
  const { program, session } = mode;
  if (line.length === 1) {
    mode.print("Usage: =Sruleset or =M");
    return;
  }
  if (line[1] === "M") {
    for (const mailer of program.mailers) mode.print(printedMailer(program, mailer));
    return;
  }
  if (line[1] !== "S") {
    mode.print(`Unknown "=" command ${line}`);
    return;
  }
  const number = rulesetNumber(session, line.slice(2));
  if (number < 0) {
    mode.print(`Undefined ruleset ${line.slice(2)}`);
    return;
  }
  for (const rule of program.rulesets[number]?.rules ?? []) {
    const side = (tokens: readonly number[]): string =>
      shownTokens(program, tokens).slice(1) + (tokens.length ? " " : "");
    mode.print(`R${side(rule.lhs)}\t\t${side(rule.rhs)}`);
  }
}

function setDebug(mode: Mode, line: string): void {
  if (line.length === 1) {
    mode.print("Usage: -d{debug arguments}");
    return;
  }
  if (line[1] !== "d") {
    mode.print(`Unknown "-" command ${line}`);
    return;
  }
  readDebugFlags(line.slice(2), mode.levels);
}

function showMacro(mode: Mode, line: string): void {
  const { program, session } = mode;
  const ofClass = line[1] === "=";
  const name = parseMacroName(program.names, line, ofClass ? 2 : 1);
  for (const error of name.errors) systemError(session, error);
  if (name.id === 0) return;
  if (ofClass) {
    for (const word of membersInOrder(program.classes, name.id)) mode.print(word);
    return;
  }
  const value = macroValue(session, name.id);
  mode.print(value === undefined ? "Undefined" : shown(value, (id) => macroName(program.names, id)));
}

/** `3,0 address, address`: every address through the rulesets, one after the other. */
function rewriteLine(mode: Mode, typed: string): void {
  const { program, session } = mode;
  const line = typed.replace(/^[\t\n\v\f\r ]+/, "");
  const gap = line.search(/[\t\n\v\f\r ]/);
  if (gap === -1) {
    mode.print("No address!");
    return;
  }
  const names = line.slice(0, gap);
  const text = line.slice(gap + 1);
  if (!checkedLength(session, text, true)) return;
  const table = program.level >= 9 ? program.tables.keepComments : program.tables.external;
  const plain = plainAtoms(program.atoms, text, table);
  if (plain) {
    runAll(mode, names, plain);
    return;
  }
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const scan = prescan(rest, { table, delimiter: ",", room: ADDRESS_ROOM, lenient: false });
    if (scan.errors.length > 0) sayScan(session, rest, scan.errors);
    if (scan.tokens) runAll(mode, names, internAll(program.atoms, scan.tokens));
    at += scan.end;
    if (at >= text.length) return;
    at += 1;
  }
}

function runAll(mode: Mode, names: string, workspace: number[]): void {
  let rest = names;
  while (rest !== "") {
    const number = rulesetNumber(mode.session, rest);
    if (number < 0) {
      mode.print(`Undefined ruleset ${rest}`);
      return;
    }
    const status = runRuleset(mode.session, workspace, number);
    if (status !== 0) mode.print(`== Ruleset ${rest} (${number}) status ${status}`);
    const comma = rest.indexOf(",");
    rest = comma === -1 ? "" : rest.slice(comma + 1);
  }
}
