import { type Diagnostic, diagnose, type Suggestion } from "../diagnostics/diagnostic.ts";
import { lineStarts, type Span } from "../source/source-file.ts";
import type { MachineFinding } from "./m4/machine.ts";
import type { MacroCall, Place, SourceText } from "./m4/pieces.ts";

/** Whether a place counts as the person's own, and not as the library's or the command line's. */
export type IsOwn = (place: Place) => boolean;

const starts = new WeakMap<SourceText, readonly number[]>();

/** Line and column of an offset, both from 1. */
function positionIn(source: SourceText, offset: number): { readonly line: number; readonly column: number } {
  let known = starts.get(source);
  if (!known) {
    known = lineStarts(source.text);
    starts.set(source, known);
  }
  let low = 0;
  let high = known.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((known[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (known[low] ?? 0) + 1 };
}

function spanBetween(source: SourceText, from: number, to: number): Span {
  const start = positionIn(source, from);
  const end = positionIn(source, to);
  return { file: source.name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** A macro's name, or one character. */
export function spanOf(place: Place): Span {
  const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(place.source.text.slice(place.offset, place.offset + 80));
  return spanBetween(place.source, place.offset, place.offset + (name ? name[0].length : 1));
}

function outward(place: Place): MacroCall | undefined {
  return place.via ?? place.source.by;
}

/** The place itself, then the calls and includes around it, from the inside out. */
function* around(place: Place): Generator<Place> {
  yield place;
  for (let call = outward(place); call; call = outward(call.place)) yield call.place;
}

/** The innermost place in the person's own files from which a text came: where it stands, or where it was asked for. */
export function ownPlace(place: Place, isOwn: IsOwn): Place | undefined {
  for (const one of around(place)) if (isOwn(one)) return one;
  return undefined;
}

/** Of conditions around conditions, so many are told. */
const mostConditions = 6;

/**
 * Finds the places in the person's own files that made a library text appear by conditions: where a macro was defined
 * that an `ifdef` around the text asks for, or where a value was written that an `ifelse` compares. The innermost
 * condition comes first. Every call is looked at once.
 */
export function decidingPlaces(isOwn: IsOwn): (place: Place) => readonly Place[] {
  const known = new Map<MacroCall, readonly Place[]>();
  const decide = (call: MacroCall | undefined): readonly Place[] => {
    if (!call) return [];
    const before = known.get(call);
    if (before) return before;
    known.set(call, []);
    const reasons = call.because.flat();
    const direct = reasons.flatMap((reason) => ownPlace(reason, isOwn) ?? []);
    const found = [...direct, ...decide(outward(call.place))];
    if (found.length === 0) found.push(...reasons.flatMap((reason) => decide(outward(reason))));
    const unique = found.filter((one, at) => found.findIndex((other) => other.offset === one.offset) === at);
    known.set(call, unique.slice(0, mostConditions));
    return unique.slice(0, mostConditions);
  };
  return (place) => decide(outward(place));
}

/** What the machine found, at its place in a file that the person wrote; the library's line is told beside it. */
export function diagnosticsOf(findings: readonly MachineFinding[], isOwn: IsOwn): readonly Diagnostic[] {
  return findings.map(({ code, place, message }) => {
    const own = place && ownPlace(place, isOwn);
    const inLibrary = place && place.source !== own?.source && place.source.name !== "";
    const related = inLibrary ? [{ message: "it comes from this line of the library", at: spanOf(place) }] : [];
    return diagnose(code, own && spanOf(own), message, { related, suggestions: advice(code) });
  });
}

function advice(code: MachineFinding["code"]): readonly Suggestion[] {
  const help = (text: string): readonly Suggestion[] => [{ kind: "help", text }];
  switch (code) {
    case "MC1001":
      return help("a string begins with ` and ends with ' (not with ` or \"); count them from here on");
    case "MC1002":
      return help("the closing parenthesis of this call is missing, or is inside an unfinished string");
    case "MC1011":
      return help("name the directory that holds m4/cf.m4 with --cf-dir, or go without it: --cf-dir none");
    case "MC1012":
      return help("is the name right? else use the library of the sendmail that this file was written for (--cf-dir)");
    case "MC1020":
    case "MC1021":
      return help("a macro whose text contains its own name expands for ever; quote the name inside the definition");
    default:
      return [];
  }
}
