/**
 * session — what changes while rulesets run: macros, messages, exit status, the work done so far
 *
 * One question is one session, or many when they share state on purpose (test mode keeps `.D` and the macro map's
 * macros from line to line, as sendmail's main envelope does).
 */
import type { Atom } from "./atoms.ts";
import { knownMacroId, macroId } from "./macro-names.ts";
import { expand } from "./macros.ts";
import { type Bindings, type MatchWatch, newBindings } from "./match.ts";
import { isSpace } from "./metasymbol.ts";
import type { TestObserver } from "./observe.ts";
import type { Program, Rule } from "./program.ts";
import { noteRead, noteSet, type Recall } from "./recall.ts";
import type { SpareTapes } from "./tape.ts";

/** Exit codes of sysexits.h as sendmail uses them between its parts. */
export const STATUS = {
  ok: 0,
  usage: 64,
  dataError: 65,
  noUser: 67,
  noHost: 68,
  notFound: 68,
  unavailable: 69,
  software: 70,
  osError: 71,
  osFile: 72,
  tempFail: 75,
  protocol: 76,
  config: 78,
} as const;

/** Something sendmail says: `code` and `enhanced` as in a reply, and the address that it names, where it does. */
export interface Message {
  readonly kind: "user" | "system" | "notice";
  readonly code: string;
  readonly enhanced: string | undefined;
  readonly text: string;
  readonly about: string | undefined;
}

/** A message as it is printed: the address first. */
export function messageLine(message: Message): string {
  return message.about === undefined ? message.text : `${message.about}... ${message.text}`;
}

/** What a trace is told. Absent in ordinary runs: nothing is made for it then. */
export interface Trace {
  enter(ruleset: string, workspace: readonly Atom[]): void;
  leave(ruleset: string, workspace: readonly Atom[]): void;
  trying(rule: Rule): void;
  fails(): void;
  matched(rule: Rule): void;
  readonly position?: (index: number, tokens: readonly Atom[]) => void;
  rewritten(workspace: readonly Atom[]): void;
  macro(side: "LHS" | "RHS", id: number, value: string | undefined): void;
  skipped(name: string, ruleset: number): void;
  map(name: string, key: string, args: readonly string[], value: string | undefined, status: number): void;
  looping(workspace: readonly Atom[]): void;
  readonly watch?: MatchWatch | undefined;
}

/** A question to a map or to the aliases, whatever its answer was. */
export interface Question {
  /** What was asked: the same for every question to it. */
  readonly map: unknown;
  readonly key: string;
  readonly args: readonly string[] | undefined;
  readonly answer: LookedUp;
  /** Asks the same map for something else. */
  readonly again: (key: string, args: readonly string[] | undefined) => LookedUp;
}

export interface LookedUp {
  readonly value: string | undefined;
  /** What was asked could not answer, and that matters. */
  readonly tempFail: boolean;
}

export interface Session {
  readonly program: Program;
  /** Macros set since the session began; undefined: made undefined. */
  readonly macros: Map<number, string | undefined>;
  /** The address that messages name (e_to). */
  to: string | undefined;
  /** The last complaint of an address or of the configuration: why it was refused. */
  complaint: Message | undefined;
  /** First serious status, as the exit status of the program would be. */
  exitStatus: number;
  readonly say: (message: Message) => void;
  trace: Trace | undefined;
  readonly observer: TestObserver | undefined;
  /** Rules that may still be applied before the run is called endless. */
  work: number;
  /** How often each rule fired, by Rule.id, when someone counts. */
  readonly fired: Uint32Array | undefined;
  readonly bindings: Bindings;
  /** Workspaces that rules have used before. */
  readonly spare: SpareTapes;
  /** Value of a `$&x` of a left-hand side, which a trace sees. */
  readonly leftMacro: (id: number) => string | undefined;
  /** Sets a macro by its code; undefined makes it undefined. */
  readonly setMacro: (id: number, value: string | undefined) => void;
  /** Only one complaint of an unopened map. */
  complained: Set<string> | undefined;
  /** Runs made before; undefined where every step is to be seen. */
  readonly recall: Recall | undefined;
  /** Is told of every question to a map or to the aliases. */
  readonly heard: ((question: Question) => void) | undefined;
}

/**
 * Rules applied in one question. A rule file of a real host applies a few hundred; rulesets that call themselves can
 * keep sendmail busy for ever below its own guards (100 tries of a rule, 50 levels).
 */
export const WORK_LIMIT = 100_000;

export interface SessionOptions {
  readonly say?: (message: Message) => void;
  readonly trace?: Trace | undefined;
  readonly observer?: TestObserver | undefined;
  readonly fired?: Uint32Array | undefined;
  /** Scratch space that sessions one after the other may share. */
  readonly bindings?: Bindings;
  readonly spare?: SpareTapes;
  /** An empty table. */
  readonly macros?: Map<number, string | undefined>;
  readonly recall?: Recall | undefined;
  readonly heard?: Session["heard"];
}

export function newSession(program: Program, options: SessionOptions = {}): Session {
  const session: Session = {
    program,
    macros: options.macros ?? new Map(),
    to: undefined,
    complaint: undefined,
    exitStatus: STATUS.ok,
    say: options.say ?? (() => undefined),
    trace: options.trace,
    observer: options.observer,
    work: WORK_LIMIT,
    fired: options.fired,
    bindings: options.bindings ?? newBindings(),
    spare: options.spare ?? [],
    leftMacro: (id) => {
      const value = macroValue(session, id);
      session.trace?.macro("LHS", id, value);
      return value;
    },
    setMacro: (id, value) => {
      session.macros.set(id, value);
      if (session.recall) noteSet(session.recall, id, value);
    },
    complained: undefined,
    recall: options.recall,
    heard: options.heard,
  };
  return session;
}

/** Value of a macro in internal form, by code. */
export function macroValue(session: Session, id: number): string | undefined {
  const { macros, program, recall } = session;
  const value = macros.size > 0 && macros.has(id) ? macros.get(id) : program.macros.get(id);
  if (recall) noteRead(recall, id, value);
  return value;
}

export function setMacro(session: Session, name: string, value: string | undefined): void {
  session.setMacro(macroId(session.program.names, name), value);
}

export function macroText(session: Session, name: string): string | undefined {
  const id = knownMacroId(session.program.names, name);
  return id === undefined ? undefined : macroValue(session, id);
}

/** Expands a text with the session's macros; too deep a recursion is said and cut (macro.c). */
export function expandIn(session: Session, text: string, limit?: number): string {
  const { macroRecursion } = session.program.options;
  const result = expand(text, (id) => macroValue(session, id), limit, macroRecursion);
  if (result.tooDeep) systemError(session, `expand: recursion too deep (${macroRecursion} max)`);
  return result.text;
}

/** Codes with which a message names the address it is about (err.c, fmtmsg). */
const NAMES_ADDRESS: ReadonlySet<string> = new Set(["050", "250", "252", "450", "550", "553"]);

/** A complaint about the address (err.c, usrerr). `format` may begin with a reply code and an enhanced one. */
export function userError(session: Session, format: string, enhanced?: string): void {
  session.complaint = formatted(session, "user", format, "550", enhanced);
  saying(session);
  session.say(session.complaint);
}

/** A complaint about the configuration (err.c, syserr): it never names the address. */
export function systemError(session: Session, format: string): void {
  session.complaint = formatted({ to: undefined }, "system", format, "554", undefined);
  saying(session);
  session.say(session.complaint);
  if (session.exitStatus === STATUS.ok) session.exitStatus = STATUS.software;
}

/** A remark (err.c, message). */
export function notice(session: Session, format: string): void {
  saying(session);
  session.say(formatted(session, "notice", format, "050", undefined));
}

/** A run that says something, or that would in another session, is never recalled. */
export function saying({ recall }: Session): void {
  if (recall) recall.said += 1;
}

export function setStatus(session: Session, status: number): void {
  saying(session);
  if (session.exitStatus === STATUS.ok) session.exitStatus = status;
}

const REPLY = /^([245678]\d\d|050|851)([ -])/;
const ENHANCED = /^([245]\.\d{1,3}\.\d{1,3})( |$)/;

function formatted(
  session: Pick<Session, "to">,
  kind: Message["kind"],
  format: string,
  defaultCode: string,
  givenEnhanced: string | undefined,
): Message {
  const reply = REPLY.exec(format);
  const code = reply?.[1] ?? defaultCode;
  let text = reply ? format.slice(4) : format;
  const written = ENHANCED.exec(text);
  let enhanced = givenEnhanced;
  if (written?.[1]) {
    enhanced = written[1];
    text = text.slice(written[0].length);
  } else if (enhanced === undefined) {
    enhanced = code.startsWith("5") ? "5.0.0" : code.startsWith("4") || code.startsWith("8") ? "4.0.0" : undefined;
  }
  const to = session.to ?? "";
  const about = to !== "" && NAMES_ADDRESS.has(code) ? sevenBit(shortened(to)) : undefined;
  return { kind, code, enhanced, text: sevenBit(text), about };
}

/** Messages carry seven bits (err.c). */
function sevenBit(text: string): string {
  return text.replace(/[\x80-\xff]/g, (char) => String.fromCharCode(char.charCodeAt(0) & 0x7f));
}

/** The head and tail of a long text (snprintf.c, shortenstring). */
export function shortened(text: string, most = 203): string {
  if (text.length < most) return text;
  const part = Math.floor((most - 3) / 2);
  return `${text.slice(0, part)}...${text.slice(text.length - part)}`;
}

/** Skips blanks (isspace) from an offset. */
export function skipSpace(text: string, at: number): number {
  let to = at;
  while (isSpace(text[to])) to += 1;
  return to;
}
