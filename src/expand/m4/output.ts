import { type Place, TextBuilder, type TracedText } from "./pieces.ts";

/** The diversions and the one in force (GNU m4, src/output.c). Numbers below zero discard. */
export interface Output {
  readonly diversions: Map<number, TextBuilder>;
  current: number;
  /** Where text goes; undefined: it is discarded. */
  sink: TextBuilder | undefined;
  /** `-s`: print `#line` where input and output lines part. */
  syncLines: boolean;
  atLineStart: boolean;
  /** Input line that the current output line would have; -1: the file name must be said again. */
  line: number;
}

export function newOutput(): Output {
  const main = new TextBuilder();
  return {
    diversions: new Map([[0, main]]),
    current: 0,
    sink: main,
    syncLines: false,
    atLineStart: true,
    line: 0,
  };
}

/** What has been written to diversion 0. */
export function mainText(output: Output): TracedText {
  return output.diversions.get(0) ?? new TextBuilder();
}

export function divertTo(output: Output, number: number): void {
  if (number === output.current) return;
  output.current = number;
  if (number < 0) {
    output.sink = undefined;
    return;
  }
  let sink = output.diversions.get(number);
  if (!sink) {
    sink = new TextBuilder();
    output.diversions.set(number, sink);
  }
  output.sink = sink;
  output.line = -1;
}

/** Brings a diversion back; brought back while output is discarded it is lost, as in GNU m4. */
export function undivert(output: Output, number: number): void {
  if (number <= 0 || number === output.current) return;
  const diverted = output.diversions.get(number);
  if (!diverted) return;
  output.diversions.delete(number);
  insert(output, diverted);
}

export function undivertAll(output: Output): void {
  const numbers = [...output.diversions.keys()].sort((a, b) => a - b);
  for (const number of numbers) undivert(output, number);
}

function insert(output: Output, text: TracedText): void {
  if (!output.sink) return;
  output.sink.add(text);
  output.line = -1;
}

/**
 * Writes one token with sync lines. A `#line` can only stand before a token, so lines that begin inside a token wait
 * for the next one (shipout_text).
 */
export function writeSynchronised(output: Output, token: TracedText, line: number, file: string, place: Place): void {
  const sink = output.sink;
  if (!sink) return;
  if (output.atLineStart) startLine(output, sink, line, file, place);
  const text = token.text;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (at === text.length - 1) output.atLineStart = true;
    else output.line += 1;
  }
  sink.add(token);
}

function startLine(output: Output, sink: TextBuilder, line: number, file: string, place: Place): void {
  output.atLineStart = false;
  output.line += 1;
  if (output.line === line) return;
  const name = output.line < 1 && file !== "" ? ` "${file}"` : "";
  sink.addMade(`#line ${line}${name}\n`, place);
  output.line = line;
}
