import { type Delimiters, defaultDelimiters } from "../../../grammars/m4/words.ts";
import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { ReadResult } from "../../source/site.ts";
import type { BuiltinName } from "./builtin-table.ts";
import { END, type Input, newInput, peek } from "./input.ts";
import { newOutput, type Output } from "./output.ts";
import { type Place, placeAt, type TextBuilder, type TracedText } from "./pieces.ts";
import { type Definition, newSymbols, type Symbols } from "./symbols.ts";

/** Reads a file for the machine, which opens none itself. The path is what the m4 text or the command line says. */
export type M4Reader = (path: string) => ReadResult;

/** How far a program may go before it is called endless. GNU m4 has no such limits but memory and the C stack. */
export interface M4Limits {
  /** Macro calls inside the arguments of others. */
  readonly nesting: number;
  /** Expansions without a character read from a file. */
  readonly expansions: number;
  /** Characters pushed back as expansions without a character read from a file. */
  readonly characters: number;
  /** Expansions that wait below others to be read. */
  readonly waiting: number;
}

const defaultLimits: M4Limits = {
  nesting: 20_000,
  expansions: 2_000_000,
  characters: 64 * 1024 * 1024,
  waiting: 100_000,
};

/** An argument: text, or a builtin that `defn` gave. */
export interface Argument extends TracedText {
  readonly builtin?: BuiltinName;
}

/** A macro call whose arguments are being collected. */
export interface OpenCall {
  readonly name: string;
  readonly definition: Definition;
  readonly args: Argument[];
  readonly id: number;
  /** File and line when the name had been read: shown in messages of the call. */
  readonly file: string;
  readonly line: number;
  readonly place: Place;
  readonly traced: boolean;
  /** The argument that is being collected. */
  readonly argument: TextBuilder;
  argumentBuiltin: BuiltinName | undefined;
  /** File, line and place where this argument began. */
  argumentFile: string;
  argumentLine: number;
  parentheses: number;
  /** Leading blanks of the argument are being skipped. */
  skipping: boolean;
}

/** Something the machine has to say besides m4's own messages. Its place is resolved by the caller. */
export interface MachineFinding {
  readonly code: DiagnosticCode;
  readonly place: Place | undefined;
  readonly message: string;
}

/** All state of one run of m4. */
export interface Machine {
  readonly reader: M4Reader;
  readonly limits: M4Limits;
  readonly includeDirectories: readonly string[];
  /** Emulates a shell command: what it writes to which file, or undefined when it is not to be run. */
  readonly shell: ((command: string) => ShellEffect | undefined) | undefined;
  readonly input: Input;
  readonly output: Output;
  readonly symbols: Symbols;
  readonly calls: OpenCall[];
  delimiters: Delimiters;
  readonly stderr: string[];
  readonly findings: MachineFinding[];
  /** Files that exist only here: what an emulated command wrote. */
  readonly written: Map<string, string>;
  debug: { level: number; discarded: boolean; line: string };
  status: number;
  /** Set when the run is over before the input is. */
  stopped: boolean;
  callCount: number;
  /** Since the last character that was read from a file. */
  effort: { expansions: number; characters: number };
  sysval: number;
  warnedOfZero: boolean;
  /** The call that is being carried out, for messages. */
  current: { readonly name: string; readonly place: Place; readonly file: string; readonly line: number } | undefined;
}

export interface ShellEffect {
  /** undefined: standard output. */
  readonly file: string | undefined;
  readonly text: string;
}

export interface MachineOptions {
  readonly reader: M4Reader;
  readonly includeDirectories?: readonly string[];
  readonly shell?: (command: string) => ShellEffect | undefined;
  readonly limits?: M4Limits;
}

export function newMachine(options: MachineOptions): Machine {
  return {
    reader: options.reader,
    limits: options.limits ?? defaultLimits,
    includeDirectories: options.includeDirectories ?? [],
    shell: options.shell,
    input: newInput(),
    output: newOutput(),
    symbols: newSymbols(),
    calls: [],
    delimiters: defaultDelimiters,
    stderr: [],
    findings: [],
    written: new Map(),
    debug: { level: 0, discarded: false, line: "" },
    status: 0,
    stopped: false,
    callCount: 0,
    effort: { expansions: 0, characters: 0 },
    sysval: 0,
    warnedOfZero: false,
    current: undefined,
  };
}

/** Where the next character of the input comes from. */
export function nextPlace(machine: Machine): Place | undefined {
  if (peek(machine.input) === END) return undefined;
  const frames = machine.input.frames;
  for (let index = frames.length - 1; index >= 0; index -= 1) {
    const frame = frames[index];
    if (frame && (frame.kind === "builtin" || frame.at < frame.traced.text.length))
      return placeAt(frame.traced, frame.at);
  }
  return undefined;
}
