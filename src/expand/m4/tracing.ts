import type { Machine, OpenCall } from "./machine.ts";

/** Flags of `debugmode` (GNU m4, src/m4.h). */
const debugFlags: Readonly<Record<string, number>> = {
  a: 1,
  e: 2,
  q: 4,
  t: 8,
  l: 16,
  f: 32,
  p: 64,
  c: 128,
  i: 256,
  x: 512,
  V: 1023,
};

const flag = (machine: Machine, letter: string): boolean => (machine.debug.level & (debugFlags[letter] ?? 0)) !== 0;

/** The level that a string of letters stands for; undefined for an unknown letter; empty is `aeq`. */
export function decodeDebugFlags(machine: Machine, letters: string): number | undefined {
  if (letters === "") {
    machine.debug.line = "";
    return 7;
  }
  let level = 0;
  for (const letter of letters) {
    const value = Object.hasOwn(debugFlags, letter) ? debugFlags[letter] : undefined;
    if (value === undefined) return undefined;
    level |= value;
  }
  machine.debug.line = "";
  return level;
}

export function isTraced(machine: Machine, name: string): boolean {
  return flag(machine, "t") || machine.symbols.traced.has(name);
}

export function printDebug(machine: Machine, text: string): void {
  if (!machine.debug.discarded) machine.stderr.push(text);
}

/** `m4debug:` lines of `debugmode(i)` and `debugmode(p)`. */
function debugMessage(machine: Machine, text: string): void {
  printDebug(machine, `m4debug:${location(machine)} ${text}\n`);
}

function location(machine: Machine): string {
  if (machine.input.line === 0) return "";
  const file = flag(machine, "f") ? `${machine.input.file}:` : "";
  const line = flag(machine, "l") ? `${machine.input.line}:` : "";
  return `${file}${line}`;
}

/** After a file, sync lines must name the file again, and `debugmode(i)` says where reading goes on. */
export function watchInput(machine: Machine): void {
  machine.input.onEnd = (below) => {
    machine.output.line = -1;
    if (!flag(machine, "i")) return;
    debugMessage(machine, below ? `input reverted to ${below.file}, line ${below.line}` : "input exhausted");
  };
}

export function traceInput(machine: Machine, name: string): void {
  if (flag(machine, "i")) debugMessage(machine, `input read from ${name}`);
}

export function tracePath(machine: Machine, wanted: string, found: string): void {
  if (flag(machine, "p")) debugMessage(machine, `path search for \`${wanted}' found \`${found}'`);
}

/** Before the arguments are read. */
export function traceStart(machine: Machine, name: string, id: number, level: number): void {
  if (!flag(machine, "c")) return;
  machine.debug.line += `${header(machine, id, level)}${name} ...`;
  flush(machine);
}

/** When the arguments are known. */
export function traceCall(machine: Machine, call: OpenCall, level: number): void {
  let line = `${header(machine, call.id, level)}${call.name}`;
  if (call.args.length > 1 && flag(machine, "a")) {
    const shown = call.args.slice(1).map((arg) => (arg.builtin ? `<${arg.builtin}>` : quoted(machine, arg.text)));
    line += `(${shown.join(", ")})`;
  }
  machine.debug.line += line;
  if (!flag(machine, "c")) return;
  machine.debug.line += " -> ???";
  flush(machine);
}

/** When the expansion is known; undefined when there is none to be read again. */
export function traceEnd(machine: Machine, call: OpenCall, level: number, expansion: string | undefined): void {
  if (flag(machine, "c")) {
    machine.debug.line += `${header(machine, call.id, level)}${call.name}${call.args.length > 1 ? "(...)" : ""}`;
  }
  if (expansion !== undefined && flag(machine, "e")) machine.debug.line += ` -> ${quoted(machine, expansion)}`;
  flush(machine);
}

function quoted(machine: Machine, text: string): string {
  if (!flag(machine, "q")) return text;
  return `${machine.delimiters.openQuote}${text}${machine.delimiters.closeQuote}`;
}

function header(machine: Machine, id: number, level: number): string {
  const number = flag(machine, "x") ? `id ${id}: ` : "";
  return `m4trace:${location(machine)} -${level}- ${number}`;
}

function flush(machine: Machine): void {
  printDebug(machine, `${machine.debug.line}\n`);
  machine.debug.line = "";
}
