import { isBlank } from "../../../../grammars/m4/words.ts";
import { findFile, openFailure } from "../files.ts";
import { consume, dropTop, pushFile, ready, wrapText } from "../input.ts";
import { argumentsFit, type Builtin, type Invocation, listArguments, textOf, writeMade } from "../invocation.ts";
import type { Machine } from "../machine.ts";
import { complain, complainAt } from "../messages.ts";
import { callNode, TextBuilder } from "../pieces.ts";
import { traceInput, tracePath } from "../tracing.ts";

function including(silent: boolean): Builtin {
  return (machine, invocation) => {
    if (!argumentsFit(machine, invocation, 1, 1)) return;
    const wanted = textOf(invocation, 1);
    const found = findFile(machine, wanted);
    if (found.ok) {
      if (found.name !== wanted) tracePath(machine, wanted, found.name);
      readFrom(machine, invocation, found.name, found.text);
      return;
    }
    if (silent) return;
    complain(machine, `cannot open \`${wanted}': ${openFailure(found.failure)}`, "MC1010");
    machine.status = 1;
  };
}

function readFrom(machine: Machine, invocation: Invocation, name: string, text: string): void {
  traceInput(machine, name);
  machine.output.line = -1;
  pushFile(machine.input, { name, text, by: callNode(textOf(invocation, 0), invocation.place) });
  invocation.replaced = true;
}

export const include = including(false);
export const sinclude = including(true);

/** Drops the rest of the line, across the end of a file if need be (skip_line). */
export const dnl: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 0);
  const { input } = machine;
  const { file, line } = input;
  for (;;) {
    const top = ready(input);
    if (!top) {
      complainAt(machine, file, line, "Warning: end of file treated as newline", "MC1030", invocation.place);
      break;
    }
    if (top.kind === "builtin") {
      dropTop(input, top);
      continue;
    }
    const newline = top.traced.text.indexOf("\n", top.at);
    consume(input, top, newline === -1 ? top.traced.text.length : newline + 1);
    if (newline !== -1) break;
  }
  if (input.file !== file || input.line !== line) input.changed = true;
};

/** Keeps the text until all input is read; what was wrapped last is read first. */
export const m4wrap: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const wrapped: Invocation = { ...invocation, expansion: new TextBuilder() };
  listArguments(machine, wrapped, 1, " ", false);
  wrapText(machine.input, wrapped.expansion);
};

export const changequote: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 2);
  const [, open, close] = invocation.args;
  if (!open) {
    machine.delimiters = { ...machine.delimiters, openQuote: "`", closeQuote: "'" };
    return;
  }
  const missing = !close || (open.text !== "" && close.text === "");
  machine.delimiters = { ...machine.delimiters, openQuote: open.text, closeQuote: missing ? "'" : close.text };
};

export const changecom: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 2);
  const [, open, close] = invocation.args;
  if (!open) {
    machine.delimiters = { ...machine.delimiters, openComment: "", closeComment: "" };
    return;
  }
  const missing = !close || (open.text !== "" && close.text === "");
  machine.delimiters = { ...machine.delimiters, openComment: open.text, closeComment: missing ? "\n" : close.text };
};

export const currentFile: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 0);
  writeMade(invocation, machine.delimiters.openQuote + machine.input.file + machine.delimiters.closeQuote);
};

export const currentLine: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 0);
  writeMade(invocation, String(machine.input.line));
};

export const currentProgram: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 0);
  writeMade(invocation, `${machine.delimiters.openQuote}m4${machine.delimiters.closeQuote}`);
};

/** errprint: all arguments on standard error. What a library complains of is also a finding. */
export const errprint: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const text = invocation.args
    .slice(1)
    .map((arg) => arg.text)
    .join(" ");
  machine.stderr.push(text);
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  const message = text.slice(0, end).trimStart();
  if (message !== "") machine.findings.push({ code: "MC1040", place: invocation.place, message });
};
