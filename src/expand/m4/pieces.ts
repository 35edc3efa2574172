/**
 * Text that knows where its characters come from. A `Piece` covers all characters up to the next piece, so the cost
 * is one small object for each stretch of text, not for each character.
 */

/** A text that a person (or the library) wrote, as read once: a file that is included twice is two of them. */
export interface SourceText {
  readonly name: string;
  readonly text: string;
  /** The include that read it; undefined for a file of the command line. */
  readonly by: MacroCall | undefined;
}

/** A character of a source text, and the macro call that brought it to where it is now. */
export interface Place {
  readonly source: SourceText;
  readonly offset: number;
  readonly via: MacroCall | undefined;
}

/** A macro call that put text on the input. Its place leads to the call around it. */
export interface MacroCall {
  readonly macro: string;
  readonly place: Place;
  /** For a conditional: the texts and definitions that decided which branch was taken. */
  readonly because: readonly (readonly Place[])[];
  /** How many calls one must follow to its end, through places and reasons. */
  readonly depth: number;
}

export interface Piece extends Place {
  /** Where in the traced text it begins. */
  readonly at: number;
  /** 1: the text follows the source character by character; 0: all of it was made at `offset`. */
  readonly step: 0 | 1;
}

export interface TracedText {
  readonly text: string;
  /** In order of `at`; the first begins at 0. Empty only where the text is. */
  readonly pieces: readonly Piece[];
}

/** Stands where no text has a source: made by the machine itself. */
export const nowhere: Place = { source: { name: "", text: "", by: undefined }, offset: 0, via: undefined };

const emptyText: TracedText = { text: "", pieces: [] };

/** The whole of a source text. */
export function wholeText(source: SourceText): TracedText {
  if (source.text === "") return emptyText;
  return { text: source.text, pieces: [{ at: 0, source, offset: 0, step: 1, via: undefined }] };
}

/** Index of the piece that covers `at`; `from` is an index that is known not to lie behind it. */
export function pieceIndex(pieces: readonly Piece[], at: number, from = 0): number {
  let low = from;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Loops call themselves without end: beyond this depth a call stands where the one around it stands. */
const deepest = 200;

/** Of what decided, only so many places are kept: a comparison of long lists has as many as the lists. */
const mostReasons = 8;

/** A macro call as the origin of what it expands to. */
export function callNode(macro: string, place: Place, reasons: readonly (readonly Place[])[] = []): MacroCall {
  const around = place.via;
  let depth = around?.depth ?? 0;
  let because = reasons;
  if (reasons.length > 0) {
    because = reasons.map((places) => (places.length > mostReasons ? places.slice(0, mostReasons) : places));
    for (const places of because) for (const { via } of places) depth = Math.max(depth, via?.depth ?? 0);
  }
  if (depth < deepest) return { macro, place, because, depth: depth + 1 };
  if (!around) return { macro, place, because: [], depth: 1 };
  return { macro, place: around.place, because: around.because, depth: around.depth };
}

/** Where the character at `at` comes from. */
export function placeAt(traced: TracedText, at: number): Place | undefined {
  const piece = traced.pieces[pieceIndex(traced.pieces, at)];
  if (!piece) return undefined;
  return { source: piece.source, offset: piece.offset + piece.step * (at - piece.at), via: piece.via };
}

/**
 * A text that doubles itself doubles its pieces. Beyond this number a text keeps no more of them: its tail then seems
 * to go on where the last piece began.
 */
const mostPieces = 20_000;

/** Collects text and its pieces; neighbours that continue each other become one piece. */
export class TextBuilder implements TracedText {
  text = "";
  pieces: Piece[] = [];

  /** Characters `from` to `to` of `traced`, unchanged in their origin. */
  addSlice(traced: TracedText, from: number, to: number): void {
    this.addPieces(traced, from, to, undefined);
    this.text += traced.text.slice(from, to);
  }

  add(traced: TracedText): void {
    this.addPieces(traced, 0, traced.text.length, undefined);
    this.text += traced.text;
  }

  /** As `addSlice`, for the body of a macro: the characters come by way of `via`. */
  addBody(traced: TracedText, from: number, to: number, via: MacroCall): void {
    this.addPieces(traced, from, to, via);
    this.text += traced.text.slice(from, to);
  }

  /** Text that a builtin made; all of it comes from `place`. */
  addMade(text: string, place: Place): void {
    if (text === "") return;
    const last = this.pieces[this.pieces.length - 1];
    if (last?.step !== 0 || last.source !== place.source || last.via !== place.via || last.offset !== place.offset) {
      this.pieces.push({ at: this.text.length, source: place.source, offset: place.offset, step: 0, via: place.via });
    }
    this.text += text;
  }

  /** Gives up what was collected and starts again. */
  take(): TracedText {
    const taken = { text: this.text, pieces: this.pieces };
    this.text = "";
    this.pieces = [];
    return taken;
  }

  private addPieces(traced: TracedText, from: number, to: number, via: MacroCall | undefined): void {
    if (to <= from || this.pieces.length >= mostPieces) return;
    const pieces = traced.pieces;
    const shift = this.text.length - from;
    for (let index = pieceIndex(pieces, from); index < pieces.length; index += 1) {
      const piece = pieces[index];
      if (!piece || piece.at >= to) return;
      const start = Math.max(piece.at, from);
      const offset = piece.offset + piece.step * (start - piece.at);
      this.addPiece(start + shift, piece, offset, via ?? piece.via);
    }
  }

  private addPiece(at: number, piece: Piece, offset: number, via: MacroCall | undefined): void {
    if (this.pieces.length >= mostPieces) return;
    const last = this.pieces[this.pieces.length - 1];
    if (
      last &&
      last.source === piece.source &&
      last.via === via &&
      last.step === piece.step &&
      last.offset + last.step * (at - last.at) === offset
    ) {
      return;
    }
    this.pieces.push({ at, source: piece.source, offset, step: piece.step, via });
  }
}
