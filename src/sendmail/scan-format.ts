/**
 * The few conversions of scanf(3) that F lines use. sendmail takes a line of the file only if exactly one conversion
 * stores something (readcf.c, fileclass), and then cuts what was stored into words.
 */
export function scanOne(line: string, format: string): string | undefined {
  const stored: string[] = [];
  let at = 0;
  for (const directive of directivesOf(format)) {
    if (directive.kind === "blank") {
      at = skipBlanks(line, at);
      continue;
    }
    if (directive.kind === "literal") {
      if (line[at] !== directive.text) break;
      at += 1;
      continue;
    }
    const end = convert(line, directive, at);
    if (end === undefined) break;
    if (directive.store) stored.push(line.slice(end.from, end.to));
    at = end.to;
  }
  return stored.length === 1 ? stored[0] : undefined;
}

type Directive =
  | { readonly kind: "blank" }
  | { readonly kind: "literal"; readonly text: string }
  | {
      readonly kind: "conversion";
      readonly store: boolean;
      readonly width: number;
      readonly set: (char: string) => boolean;
      /** `%s` passes over blanks first, `%[` and `%c` do not. */
      readonly skipsBlanks: boolean;
    };

function* directivesOf(format: string): Generator<Directive> {
  let at = 0;
  while (at < format.length) {
    const char = format[at] ?? "";
    if (/\s/.test(char)) {
      yield { kind: "blank" };
      at += 1;
    } else if (char !== "%" || format[at + 1] === "%") {
      yield { kind: "literal", text: char };
      at += char === "%" ? 2 : 1;
    } else {
      const head = /%(\*?)(\d*)[hlL]?/y;
      head.lastIndex = at;
      const match = head.exec(format);
      const conversion = readConversion(format, at + (match?.[0].length ?? 1));
      at = conversion.next;
      const width = match?.[2] ? Number(match[2]) : conversion.width;
      yield { ...conversion.directive, kind: "conversion", store: match?.[1] !== "*", width };
    }
  }
}

interface Conversion {
  readonly directive: { readonly set: (char: string) => boolean; readonly skipsBlanks: boolean };
  readonly width: number;
  readonly next: number;
}

function readConversion(format: string, at: number): Conversion {
  const width = Number.POSITIVE_INFINITY;
  switch (format[at]) {
    case "[":
      return readSet(format, at + 1);
    case "c":
      return { directive: { set: () => true, skipsBlanks: false }, width: 1, next: at + 1 };
    case "d":
    case "i":
    case "u":
      return { directive: { set: (char) => /[-+0-9]/.test(char), skipsBlanks: true }, width, next: at + 1 };
    default:
      return { directive: { set: (char) => !/\s/.test(char), skipsBlanks: true }, width, next: at + 1 };
  }
}

/** `[^#]`, `[]a-z]`; a set that is not closed ends with the format (libsm vfscanf.c, sm_sccl). */
function readSet(format: string, from: number): Conversion {
  let at = from;
  const negated = format[at] === "^";
  if (negated) at += 1;
  const close = format.indexOf("]", at + 1);
  const end = close === -1 ? format.length : close;
  const members = format.slice(at, end);
  const chars = new Set<string>();
  for (let index = 0; index < members.length; index += 1) {
    const char = members[index] ?? "";
    const last = members[index + 2];
    if (members[index + 1] === "-" && last !== undefined && last >= char) {
      for (let code = char.charCodeAt(0); code <= last.charCodeAt(0); code += 1) chars.add(String.fromCharCode(code));
      index += 2;
    } else {
      chars.add(char);
    }
  }
  const set = (char: string): boolean => chars.has(char) !== negated;
  return { directive: { set, skipsBlanks: false }, width: Number.POSITIVE_INFINITY, next: end + 1 };
}

function convert(
  line: string,
  directive: Extract<Directive, { kind: "conversion" }>,
  at: number,
): { readonly from: number; readonly to: number } | undefined {
  const from = directive.skipsBlanks ? skipBlanks(line, at) : at;
  let to = from;
  while (to < line.length && to - from < directive.width && directive.set(line[to] ?? "")) to += 1;
  return to > from ? { from, to } : undefined;
}

function skipBlanks(line: string, at: number): number {
  let next = at;
  while (next < line.length && /\s/.test(line[next] ?? "")) next += 1;
  return next;
}
