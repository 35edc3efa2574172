import type { Origin } from "../../source/origin.ts";
import { lineStarts, type Span } from "../../source/source-file.ts";
import { type Piece, type Place, pieceIndex, type TracedText } from "../m4/pieces.ts";
import { decidingPlaces, type IsOwn, ownPlace, spanOf } from "../origins.ts";

/** A way in which a place in the .mc took part in a line. */
export interface Contribution {
  readonly inMc: Place;
  /**
   * `text`: characters of the line stand in the .mc · `call`: a call there put them out · `condition`: the library put
   * them out because of what a call there defined.
   */
  readonly by: "text" | "call" | "condition";
}

export interface LineOrigins {
  /**
   * What made a line: texts and calls, its beginning first; then conditions, the innermost first. Empty: the library
   * alone. Lines count from 1.
   */
  of(line: number): readonly Contribution[];
  /** The origin of one character of a line; columns count from 1. */
  at(line: number, column: number): Origin;
}

/** Reads origins off the traced output, line by line when asked for. */
export function lineOrigins(output: TracedText, isMc: IsOwn): LineOrigins {
  const starts = lineStarts(output.text);
  const deciding = decidingPlaces(isMc);
  const known = new Map<number, readonly Contribution[]>();

  const direct = (place: Place): Contribution | undefined => {
    if (isMc(place)) return { inMc: place, by: "text" };
    const call = ownPlace(place, isMc);
    return call && { inMc: call, by: "call" };
  };

  const read = (line: number): readonly Contribution[] => {
    const from = starts[line - 1];
    if (from === undefined) return [];
    const places = [...visiblePlaces(output, from, (starts[line] ?? output.text.length + 1) - 1)];
    const conditions = places.flatMap((place) => (isMc(place) ? [] : deciding(place)));
    return [
      ...places.flatMap((place) => direct(place) ?? []),
      ...conditions.map((inMc): Contribution => ({ inMc, by: "condition" })),
    ];
  };

  const of = (line: number): readonly Contribution[] => {
    const found = known.get(line) ?? read(line);
    known.set(line, found);
    return found;
  };

  const at = (line: number, column: number): Origin => {
    const offset = (starts[line - 1] ?? 0) + column - 1;
    const piece = output.pieces[pieceIndex(output.pieces, offset)];
    if (!piece) return { kind: "defaulted", by: "m4" };
    const place = placeIn(piece, offset);
    return asOrigin(place, (direct(place) ?? of(line)[0])?.inMc);
  };
  return { of, at };
}

/** Pieces between two offsets that hold more than blanks. */
function* visiblePlaces(output: TracedText, from: number, to: number): Generator<Place> {
  for (let index = pieceIndex(output.pieces, from); index < output.pieces.length; index += 1) {
    const piece = output.pieces[index];
    if (!piece || piece.at >= to) return;
    const start = Math.max(from, piece.at);
    const end = Math.min(to, output.pieces[index + 1]?.at ?? output.text.length);
    const blank = /^\s*/.exec(output.text.slice(start, end))?.[0].length ?? 0;
    if (start + blank < end) yield placeIn(piece, start + blank);
  }
}

function placeIn(piece: Piece, offset: number): Place {
  return { source: piece.source, offset: piece.offset + piece.step * (offset - piece.at), via: piece.via };
}

function asOrigin(place: Place, inMc: Place | undefined): Origin {
  if (!inMc) return { kind: "defaulted", by: `${place.source.name} of the m4 library` };
  const call: Span = spanOf(inMc);
  if (inMc.source === place.source && inMc.offset === place.offset && !place.via)
    return { kind: "written", span: call };
  const macro = place.via?.macro ?? place.source.by?.macro ?? "";
  const isText = inMc.source === place.source;
  return {
    kind: "expanded",
    macro,
    part: isText ? "argument" : "body",
    call,
    ...(isText ? {} : { definition: spanOf(place) }),
  };
}
