import { isBlank, isNamePart, isNameStart, namePattern, ordinaryPattern } from "../../../grammars/m4/words.ts";
import { builtinTable } from "./builtin-table.ts";
import { carryOut } from "./call.ts";
import { BUILTIN, comesNext, consume, dropTop, END, type InputFrame, peek, ready } from "./input.ts";
import { type Machine, nextPlace, type OpenCall } from "./machine.ts";
import { fail } from "./messages.ts";
import { writeSynchronised } from "./output.ts";
import { nowhere, type Place, placeAt, TextBuilder, type TracedText } from "./pieces.ts";
import { type Definition, lookUp } from "./symbols.ts";
import { isTraced, traceStart } from "./tracing.ts";

/**
 * Reads the input token by token until it ends or the machine stops (GNU m4, src/macro.c, expand_input). GNU's
 * recursion (a call in the argument of a call) is a stack of open calls here, so depth costs heap and not stack.
 */
export function expandInput(machine: Machine): void {
  while (!machine.stopped) {
    const code = peek(machine.input);
    if (code === END) {
      endOfInput(machine);
      return;
    }
    if (code === BUILTIN) takeBuiltin(machine);
    else readToken(machine, code);
  }
}

function endOfInput(machine: Machine): void {
  const open = machine.calls.at(-1);
  ready(machine.input);
  if (!open) return;
  fail(
    machine,
    open.argumentFile,
    open.argumentLine,
    "ERROR: end of file in argument list",
    "MC1002",
    machine.calls[0]?.place,
  );
}

/** A builtin from `defn`: an argument's value when nothing else is in the argument, otherwise lost. */
function takeBuiltin(machine: Machine): void {
  const top = ready(machine.input);
  if (!top) return;
  dropTop(machine.input, top);
  const open = machine.calls.at(-1);
  if (!open) return;
  open.skipping = false;
  if (open.argument.text === "") open.argumentBuiltin = top.builtin;
}

function readToken(machine: Machine, code: number): void {
  const { input, delimiters } = machine;
  if (begins(machine, code, delimiters.openComment)) readComment(machine);
  else if (isNameStart(code)) readName(machine);
  else if (begins(machine, code, delimiters.openQuote)) readQuoted(machine);
  else {
    const top = ready(input);
    const open = machine.calls.at(-1);
    if (top && open) readInArgument(machine, open, top, code);
    else if (top) readAtTop(machine, top);
  }
}

/** Whether a delimiter comes next; `code` is the next character. */
function begins(machine: Machine, code: number, delimiter: string): boolean {
  if (delimiter === "" || delimiter.charCodeAt(0) !== code) return false;
  return delimiter.length === 1 || comesNext(machine.input, delimiter, false);
}

function readAtTop(machine: Machine, top: InputFrame): void {
  const { input } = machine;
  const from = top.at;
  const to = machine.output.syncLines ? from + 1 : ordinaryEnd(machine, top, false);
  consume(input, top, to);
  ship(machine, top.traced, from, to, input.line);
}

function readInArgument(machine: Machine, open: OpenCall, top: InputFrame, code: number): void {
  const { input } = machine;
  if (open.skipping) {
    if (isBlank(code)) {
      const text = top.traced.text;
      let to = top.at + 1;
      while (to < text.length && isBlank(text.charCodeAt(to)) && !startsDelimiter(machine, text.charCodeAt(to)))
        to += 1;
      consume(input, top, to);
      return;
    }
    open.skipping = false;
  }
  if (open.parentheses === 0 && (code === 44 || code === 41)) {
    consume(input, top, top.at + 1);
    endArgument(machine, open, code === 44);
    return;
  }
  if (code === 40) open.parentheses += 1;
  else if (code === 41) open.parentheses -= 1;
  const from = top.at;
  const to = code === 40 || code === 41 || code === 44 ? from + 1 : ordinaryEnd(machine, top, true);
  consume(input, top, to);
  addWithoutNul(open.argument, top.traced, from, to);
}

function startsDelimiter(machine: Machine, code: number): boolean {
  return machine.delimiters.openQuote.charCodeAt(0) === code || machine.delimiters.openComment.charCodeAt(0) === code;
}

/** End of the run of characters without meaning; at least one character. */
function ordinaryEnd(machine: Machine, top: InputFrame, insideArguments: boolean): number {
  const pattern = ordinaryPattern(machine.delimiters, insideArguments);
  pattern.lastIndex = top.at;
  return pattern.test(top.traced.text) ? pattern.lastIndex : top.at + 1;
}

function endArgument(machine: Machine, open: OpenCall, more: boolean): void {
  const text = open.argument.take();
  const builtin = open.argumentBuiltin;
  if (builtin === undefined) open.args.push(text);
  else if (takesBuiltins(open.definition)) open.args.push({ text: "", pieces: [], builtin });
  else open.args.push({ text: "", pieces: [] });
  if (more) {
    beginArgument(machine, open);
    return;
  }
  machine.calls.pop();
  carryOut(machine, open);
}

function takesBuiltins(definition: Definition): boolean {
  return definition.kind === "builtin" && builtinTable[definition.builtin].takesBuiltins;
}

function beginArgument(machine: Machine, open: OpenCall): void {
  open.argumentBuiltin = undefined;
  open.argumentFile = machine.input.file;
  open.argumentLine = machine.input.line;
  open.parentheses = 0;
  open.skipping = true;
}

/** A name goes on in the text below when the text it began in ends with it. */
function readName(machine: Machine): void {
  const { input } = machine;
  const top = ready(input);
  if (!top) return;
  const line = input.line;
  const from = top.at;
  namePattern.lastIndex = from;
  namePattern.test(top.traced.text);
  const to = namePattern.lastIndex;
  consume(input, top, to);
  if (to < top.traced.text.length || !isNamePart(peek(input))) {
    takeName(machine, top.traced, from, to, line);
    return;
  }
  const name = new TextBuilder();
  name.addSlice(top.traced, from, to);
  while (isNamePart(peek(input))) {
    const next = ready(input);
    if (!next) break;
    const start = next.at;
    let end = start + 1;
    while (end < next.traced.text.length && isNamePart(next.traced.text.charCodeAt(end))) end += 1;
    consume(input, next, end);
    name.addSlice(next.traced, start, end);
  }
  takeName(machine, name, 0, name.text.length, line);
}

function takeName(machine: Machine, traced: TracedText, from: number, to: number, line: number): void {
  const open = machine.calls.at(-1);
  if (open) open.skipping = false;
  const name = traced.text.slice(from, to);
  const definition = lookUp(machine.symbols, name);
  if (!definition || (needsArguments(definition) && !opensArguments(machine))) {
    ship(machine, traced, from, to, line);
    return;
  }
  beginCall(machine, name, definition, placeAt(traced, from) ?? nowhere);
}

function needsArguments(definition: Definition): boolean {
  return definition.kind === "builtin" && builtinTable[definition.builtin].needsArguments;
}

/** Whether an opening parenthesis comes next, and is not a delimiter itself. */
function opensArguments(machine: Machine): boolean {
  const { delimiters, input } = machine;
  if (peek(input) !== 40) return false;
  return !begins(machine, 40, delimiters.openComment) && !begins(machine, 40, delimiters.openQuote);
}

function beginCall(machine: Machine, name: string, definition: Definition, place: Place): void {
  const { input, calls, limits } = machine;
  const level = calls.length + 1;
  machine.callCount += 1;
  const call: OpenCall = {
    name,
    definition,
    args: [{ text: name, pieces: [{ at: 0, step: 0, ...place }] }],
    id: machine.callCount,
    file: input.file,
    line: input.line,
    place,
    traced: isTraced(machine, name),
    argument: new TextBuilder(),
    argumentBuiltin: undefined,
    argumentFile: input.file,
    argumentLine: input.line,
    parentheses: 0,
    skipping: true,
  };
  if (level > limits.nesting) {
    const text = `recursion limit of ${limits.nesting} exceeded, use -L<N> to change it`;
    fail(machine, input.file, input.line, text, "MC1020", calls[0]?.place ?? place);
    return;
  }
  if (call.traced) traceStart(machine, name, call.id, level);
  if (!opensArguments(machine)) {
    carryOut(machine, call);
    return;
  }
  const top = ready(input);
  if (!top) return;
  consume(input, top, top.at + 1);
  beginArgument(machine, call);
  calls.push(call);
}

function readComment(machine: Machine): void {
  const { openComment, closeComment } = machine.delimiters;
  const opening = nextPlace(machine);
  const token = new TextBuilder();
  const line = take(machine, token, openComment.length);
  const { file } = machine.input;
  for (;;) {
    const code = peek(machine.input);
    if (code === END || code === BUILTIN) {
      ready(machine.input);
      fail(machine, file, line, "ERROR: end of file in comment", "MC1003", opening);
      return;
    }
    if (begins(machine, code, closeComment)) {
      take(machine, token, closeComment.length);
      break;
    }
    const top = ready(machine.input);
    if (!top) return;
    const to = nextOf(top, closeComment);
    const from = top.at;
    consume(machine.input, top, to);
    token.addSlice(top.traced, from, to);
  }
  shipToken(machine, token, line);
}

/** Moves `count` characters of the input into `token`; the line of the first one is returned. */
function take(machine: Machine, token: TextBuilder | undefined, count: number): number {
  let firstLine: number | undefined;
  for (let left = count; left > 0; ) {
    const top = ready(machine.input);
    if (!top) break;
    firstLine ??= machine.input.line;
    const from = top.at;
    const to = Math.min(from + left, top.traced.text.length);
    consume(machine.input, top, to);
    token?.addSlice(top.traced, from, to);
    left -= to - from;
  }
  return firstLine ?? machine.input.line;
}

/** Where to look next for a delimiter: its first character, or the end of the frame; at least one character on. */
function nextOf(top: InputFrame, delimiter: string): number {
  const found = delimiter === "" ? -1 : top.traced.text.indexOf(delimiter.charAt(0), top.at + 1);
  return found === -1 ? top.traced.text.length : found;
}

function readQuoted(machine: Machine): void {
  const { openQuote, closeQuote } = machine.delimiters;
  const opening = nextPlace(machine);
  const line = take(machine, undefined, openQuote.length);
  const { file } = machine.input;
  const token = new TextBuilder();
  let depth = 1;
  for (;;) {
    const code = peek(machine.input);
    if (code === END || code === BUILTIN) {
      ready(machine.input);
      fail(machine, file, line, "ERROR: end of file in string", "MC1001", opening);
      return;
    }
    if (begins(machine, code, closeQuote)) {
      depth -= 1;
      if (depth === 0) {
        take(machine, undefined, closeQuote.length);
        break;
      }
      take(machine, token, closeQuote.length);
      continue;
    }
    if (begins(machine, code, openQuote)) {
      depth += 1;
      take(machine, token, openQuote.length);
      continue;
    }
    const top = ready(machine.input);
    if (!top) return;
    const from = top.at;
    const to = quotedRunEnd(top, openQuote.charCodeAt(0), closeQuote.charCodeAt(0));
    consume(machine.input, top, to);
    token.addSlice(top.traced, from, to);
  }
  shipToken(machine, token, line);
}

function quotedRunEnd(top: InputFrame, open: number, close: number): number {
  const text = top.traced.text;
  let to = top.at + 1;
  for (; to < text.length; to += 1) {
    const code = text.charCodeAt(to);
    if (code === open || code === close) break;
  }
  return to;
}

/** Sends a whole string or comment on; it ends the blanks before an argument. */
function shipToken(machine: Machine, token: TextBuilder, line: number): void {
  const open = machine.calls.at(-1);
  if (open) open.skipping = false;
  const nul = token.text.indexOf("\0");
  ship(machine, token, 0, nul === -1 ? token.text.length : nul, line);
}

/** Text that means itself: to the argument being collected, or to the output. */
function ship(machine: Machine, traced: TracedText, from: number, to: number, line: number): void {
  const open = machine.calls.at(-1);
  if (open) {
    open.argument.addSlice(traced, from, to);
    return;
  }
  const { output, input } = machine;
  if (!output.sink) return;
  if (!output.syncLines) {
    addWithoutNul(output.sink, traced, from, to);
    return;
  }
  const token = new TextBuilder();
  addWithoutNul(token, traced, from, to);
  writeSynchronised(output, token, line, input.file, placeAt(traced, from) ?? nowhere);
}

/** GNU m4 1.4 handles text as C strings: a NUL byte outside quotes is dropped. */
function addWithoutNul(builder: TextBuilder, traced: TracedText, from: number, to: number): void {
  if (to === from + 1 && traced.text.charCodeAt(from) === 0) return;
  builder.addSlice(traced, from, to);
}
