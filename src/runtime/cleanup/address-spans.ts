/** address-spans: where the addresses of a header field stand, so that one can be replaced and the rest left as it is */

export interface AddressSpan {
  readonly start: number;
  readonly end: number;
  /** As written, quoted form, blanks and comments taken out. */
  readonly text: string;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: "word" | "comment" | "special";
}

/** The addresses of an address list (RFC 5322 section 3.4; group names are none), in order. */
export function addressSpans(value: string): readonly AddressSpan[] {
  const spans: AddressSpan[] = [];
  let plain: Piece[] = [];
  let angle: Piece[] | undefined;
  let hadAngle = false;
  const add = (pieces: readonly Piece[]): void => {
    const first = pieces[0];
    const last = pieces.at(-1);
    if (!first || !last) return;
    spans.push({ start: first.start, end: last.end, text: pieces.map((piece) => piece.text).join("") });
  };
  const endOfAddress = (): void => {
    if (!hadAngle) add(plain);
    plain = [];
    hadAngle = false;
  };
  for (const piece of pieces(value)) {
    if (piece.kind === "comment") continue;
    const special = piece.kind === "special" ? piece.text : "";
    if (angle) {
      if (special === ">") {
        add(withoutRoute(angle));
        angle = undefined;
      } else angle.push(piece);
    } else if (special === "<") {
      angle = [];
      hadAngle = true;
    } else if (special === ",") endOfAddress();
    else if (special === ";" || special === ":") {
      // Before the colon stands the name of a group.
      if (special === ";") endOfAddress();
      plain = [];
    } else plain.push(piece);
  }
  endOfAddress();
  return spans;
}

/** `<@a,@b:user@c>`: the route is left alone. */
function withoutRoute(pieces: readonly Piece[]): readonly Piece[] {
  if (!pieces[0]?.text.startsWith("@")) return pieces;
  const colon = pieces.findIndex((piece) => piece.kind === "special" && piece.text === ":");
  return colon === -1 ? pieces : pieces.slice(colon + 1);
}

function* pieces(value: string): Generator<Piece> {
  for (let at = 0; at < value.length; ) {
    const character = value[at] ?? "";
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const end = pieceEnd(value, at);
    const kind = character === "(" ? "comment" : /[<>,;:]/.test(character) ? "special" : "word";
    yield { start: at, end, text: value.slice(at, end), kind };
    at = end;
  }
}

function pieceEnd(value: string, from: number): number {
  const opening = value[from] ?? "";
  if (opening === "(" || opening === '"' || opening === "[") return closing(value, from, opening);
  if (/[<>,;:]/.test(opening)) return from + 1;
  let at = from;
  while (at < value.length && !/[\s()"[<>,;:]/.test(value[at] ?? "")) at += value[at] === "\\" ? 2 : 1;
  return Math.max(Math.min(at, value.length), from + 1);
}

/** Behind the end of a comment (which may hold others), a quoted string or a literal. */
function closing(value: string, from: number, opening: string): number {
  const close = opening === "(" ? ")" : opening === "[" ? "]" : '"';
  let depth = 0;
  for (let at = from; at < value.length; at += 1) {
    const character = value[at];
    if (character === "\\") at += 1;
    else if (at > from && character === close) {
      if (opening !== "(") return at + 1;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (opening === "(" && character === "(") depth += 1;
  }
  return value.length;
}
