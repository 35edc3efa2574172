import { type BuiltinName, builtinTable } from "./builtin-table.ts";
import { findFile, openFailure } from "./files.ts";
import { pushFile, readWrapped } from "./input.ts";
import { type Machine, type MachineFinding, type MachineOptions, newMachine } from "./machine.ts";
import { divertTo, mainText, undivertAll } from "./output.ts";
import { nowhere, type TracedText, wholeText } from "./pieces.ts";
import { expandInput } from "./scan.ts";
import { defineName, undefineName } from "./symbols.ts";
import { traceInput, watchInput } from "./tracing.ts";

/** One thing that m4's command line asks for; they count in their order. */
export type M4Step =
  | { readonly kind: "define"; readonly name: string; readonly value: string }
  | { readonly kind: "undefine"; readonly name: string }
  | { readonly kind: "sync-lines" }
  /** `-` is standard input, which m4 calls "stdin". */
  | { readonly kind: "file"; readonly path: string }
  /** Text that is read like a file of that name. */
  | { readonly kind: "text"; readonly name: string; readonly text: string };

export interface M4Program extends MachineOptions {
  readonly steps: readonly M4Step[];
  /** `-P`: all builtins are called `m4_...`. */
  readonly prefixBuiltins?: boolean;
}

export interface M4Result {
  /** Standard output, one character a byte, with the origin of every character. */
  readonly output: TracedText;
  readonly stderr: string;
  readonly status: number;
  readonly findings: readonly MachineFinding[];
}

/** Runs GNU m4 1.4.19 on the given steps. Nothing is executed, and nothing written. */
export function runM4(program: M4Program): M4Result {
  const machine = newMachine(program);
  watchInput(machine);
  installBuiltins(machine, program.prefixBuiltins ?? false);
  for (const step of program.steps) {
    if (machine.stopped) break;
    carryOutStep(machine, step);
  }
  while (!machine.stopped && readWrapped(machine.input)) expandInput(machine);
  if (!machine.stopped) {
    divertTo(machine.output, 0);
    undivertAll(machine.output);
  }
  return {
    output: mainText(machine.output),
    stderr: machine.stderr.join(""),
    status: machine.status,
    findings: machine.findings,
  };
}

function installBuiltins(machine: Machine, prefixed: boolean): void {
  for (const builtin of Object.keys(builtinTable) as BuiltinName[]) {
    defineName(machine.symbols, prefixed ? `m4_${builtin}` : builtin, { kind: "builtin", builtin, madeAt: nowhere });
  }
  for (const name of ["__unix__", "__gnu__"]) define(machine, name, "");
}

function define(machine: Machine, name: string, value: string): void {
  const body = wholeText({ name: "command line", text: value, by: undefined });
  defineName(machine.symbols, name, { kind: "text", body, madeAt: nowhere });
}

function carryOutStep(machine: Machine, step: M4Step): void {
  switch (step.kind) {
    case "define":
      define(machine, step.name, step.value);
      return;
    case "undefine":
      undefineName(machine.symbols, step.name);
      return;
    case "sync-lines":
      machine.output.syncLines = true;
      return;
    case "text":
      readFile(machine, step.name, step.text);
      return;
    case "file":
      openFile(machine, step.path);
  }
}

function openFile(machine: Machine, path: string): void {
  if (path === "-") {
    const input = machine.reader("-");
    readFile(machine, "stdin", input.ok ? input.file.text : "");
    return;
  }
  const found = findFile(machine, path);
  if (found.ok) {
    readFile(machine, found.name, found.text);
    return;
  }
  const text = `cannot open \`${path}': ${openFailure(found.failure)}`;
  machine.stderr.push(`m4: ${text}\n`);
  machine.findings.push({ code: "MC1010", place: undefined, message: text });
  machine.status = 1;
}

function readFile(machine: Machine, name: string, text: string): void {
  traceInput(machine, name);
  machine.output.line = -1;
  pushFile(machine.input, { name, text, by: undefined });
  expandInput(machine);
}
