/** header: the fields of a message header, with their places (RFC 5322 section 2.2) */

export interface HeaderField {
  /** As written, without blanks before the colon. */
  readonly name: string;
  /** Unfolded: line ends removed, blanks at both ends removed; one character a byte. */
  readonly value: string;
  /** The whole field, with its line ends: offsets in the message. */
  readonly start: number;
  readonly end: number;
}

/** Fields from `start` to the empty line or `end`; lines that are no field are left out. */
export function readHeaderFields(message: Buffer, start: number, end: number): readonly HeaderField[] {
  const fields: HeaderField[] = [];
  for (let at = start; at < end; ) {
    const fieldEnd = endOfField(message, at, end);
    const text = message.toString("latin1", at, fieldEnd);
    const match = /^([!-9;-~]+)[ \t]*:([\s\S]*)$/.exec(text);
    if (match) {
      const value = (match[2] ?? "").replaceAll(/\r?\n/g, "").trim();
      fields.push({ name: match[1] ?? "", value, start: at, end: fieldEnd });
    }
    at = fieldEnd;
  }
  return fields;
}

function endOfField(message: Buffer, from: number, end: number): number {
  let at = from;
  do {
    const lf = message.indexOf(10, at);
    at = lf === -1 || lf >= end ? end : lf + 1;
  } while (at < end && (message[at] === 32 || message[at] === 9));
  return at;
}

/** Where the header that starts at `start` ends: after its empty line, or at `end`. */
export function headerBlockEnd(message: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const lf = message.indexOf(10, at);
    if (lf === -1 || lf >= end) return end;
    if (lf === at || (lf === at + 1 && message[at] === 13)) return lf + 1;
    at = lf + 1;
  }
  return end;
}

export function fieldValue(fields: readonly HeaderField[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === wanted)?.value;
}

/** A structured value `value; name=value; name*0*=...` (RFC 2045 section 5.1, RFC 2231). */
export interface Parameterised {
  readonly value: string;
  /** In order, names in lower case, as written where RFC 2231 splits them. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export function readParameters(text: string): Parameterised {
  const clean = withoutComments(text);
  const semicolon = clean.indexOf(";");
  const value = (semicolon === -1 ? clean : clean.slice(0, semicolon)).trim();
  const parameters: (readonly [string, string])[] = [];
  const pattern = /;\s*([^\s=;]+)\s*=\s*(?:"((?:\\[\s\S]|[^"\\])*)"?|([^;]*))/g;
  const rest = semicolon === -1 ? "" : clean.slice(semicolon);
  for (const [, name = "", quoted, plain = ""] of rest.matchAll(pattern)) {
    const content = quoted === undefined ? plain.trim() : quoted.replaceAll(/\\([\s\S])/g, "$1");
    parameters.push([name.toLowerCase(), content]);
  }
  return { value, parameters };
}

/** Comments in parentheses removed, quoted strings kept. */
function withoutComments(text: string): string {
  if (!text.includes("(")) return text;
  let out = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\\") {
      if (depth === 0) out += text.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (depth === 0 && character === '"') quoted = !quoted;
    if (!quoted && character === "(") depth += 1;
    if (depth === 0) out += character;
    if (!quoted && character === ")" && depth > 0) depth -= 1;
  }
  return out;
}
