/**
 * metasymbol — the bytes that stand for `$*`, `$@`, `$(` ... inside sendmail
 *
 * Rule text, macro values and workspaces are strings of one character a byte in which a metasymbol is one byte of
 * 0x81..0x9e (sendmail.h, "Special characters in rewriting rules"). A byte of that range that a person typed is kept
 * behind METAQUOTE. Names of more than one letter get codes above 0xff, which no input byte can have.
 */

export const META = {
  macro: 0x81,
  deferredMacro: 0x82,
  mapBegin: 0x85,
  mapEnd: 0x86,
  anyTokens: 0x90,
  someTokens: 0x91,
  oneToken: 0x92,
  inClass: 0x93,
  notInClass: 0x94,
  position: 0x95,
  mailer: 0x96,
  host: 0x97,
  user: 0x98,
  call: 0x99,
  conditionalIf: 0x9a,
  conditionalElse: 0x9b,
  conditionalEnd: 0x9c,
  hostBegin: 0x9d,
  hostEnd: 0x9e,
  quote: 0xff,
} as const;

/** What follows `$` in a file, and the byte it becomes (macro.c, MetaMacros). */
export const metaByLetter: ReadonlyMap<string, number> = new Map([
  ["*", META.anyTokens],
  ["+", META.someTokens],
  ["-", META.oneToken],
  ["=", META.inClass],
  ["~", META.notInClass],
  ["#", META.mailer],
  ["@", META.host],
  [":", META.user],
  [">", META.call],
  ["?", META.conditionalIf],
  ["|", META.conditionalElse],
  [".", META.conditionalEnd],
  ["[", META.hostBegin],
  ["]", META.hostEnd],
  ["(", META.mapBegin],
  [")", META.mapEnd],
  ["&", META.deferredMacro],
]);

const letterByMeta = new Map([...metaByLetter].map(([letter, code]) => [code, letter]));

/** The letter after `$` that a metasymbol byte is written with; undefined for other bytes. */
export function metaLetter(code: number): string | undefined {
  return letterByMeta.get(code);
}

/** True for a byte of the metasymbol range: what `expand` must look at again (macro.c, doexpand). */
export function isMeta(code: number): boolean {
  return (code & ~0x1f) === 0x80;
}

const WHITE = /[\t\n\v\f\r ]/;

/** isspace(3) of one character, in the C locale. */
export function isSpace(char: string | undefined): boolean {
  return char !== undefined && WHITE.test(char);
}

/**
 * Text as sendmail prints it in traces (util.c, xputs): metasymbols in their `$` form, names in braces, control
 * characters as `^X` or `\n`, other bytes above 0x7f as `M-x`.
 */
export function shown(text: string, macroName: (id: number) => string): string {
  if (/^[ -~]*$/.test(text)) return text;
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const named = (): string => {
      at += 1;
      const id = text.charCodeAt(at);
      return Number.isNaN(id) ? "" : id >= 0x80 ? `{${macroName(id)}}` : String.fromCharCode(id);
    };
    if (code === META.position) {
      at += 1;
      out += `$${at < text.length ? printable(text.charCodeAt(at)) : ""}`;
    } else if (code === META.macro || code === META.deferredMacro) {
      out += code === META.macro ? "$" : "$&";
      if ("=~&?".includes(text[at + 1] ?? " ")) {
        at += 1;
        out += text[at];
      }
      out += named();
    } else if (code === META.inClass || code === META.notInClass) {
      out += `$${metaLetter(code)}${named()}`;
    } else if (letterByMeta.has(code)) {
      out += `$${metaLetter(code)}`;
    } else {
      out += code > 0x7f ? `M-${printable(code & 0x7f)}` : printable(code);
    }
  }
  return out;
}

function printable(code: number): string {
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
  if (code === 0x0a) return "\\n";
  if (code === 0x0d) return "\\r";
  if (code === 0x09) return "\\t";
  return code > 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : "";
}
