import type { IToken } from "chevrotain";
import type { MapFlag, Word } from "./ast.ts";
import { endOf, inOrder, isToken, tokenOf } from "./cst.ts";
import { baseOf, type LineReading, type LineSource, placeIn, read, refuse, wordIn } from "./line-reading.ts";
import { readNotation } from "./read-notation.ts";

const BODY = 1;

/** Flags whose value may stand after a blank: map.c map_parseargs() skips blanks after -k and -v. */
const VALUE_AFTER_BLANK = new Set(["k", "v"]);
/** Flags of ldap maps that take their value after a blank as well (map.c, ldapmap_parseargs). */
const LDAP_VALUE_AFTER_BLANK = new Set([..."bcdHhklMPprsvw"]);

/** `name class -flags arguments`: readcf.c makemapentry(), map.c map_parseargs(). */
export function readMapLine(source: LineSource): LineReading {
  const text = source.folded.text.slice(BODY);
  const reading = readNotation(text, "map", "mapLine");
  if (!reading.ok) return refuseMap(source, text, reading.from);
  const name = tokenOf(reading.tree, "MapName")?.image ?? "";
  const mapClass = tokenOf(reading.tree, "MapClass")?.image ?? "";
  const words = inOrder(reading.tree).filter((child): child is IToken => isToken(child) && isArgument(child));
  const { flags, args } = splitArguments(source, mapClass, words);
  return read({ kind: "map", ...baseOf(source), name, mapClass, flags, args });
}

function isArgument(token: IToken): boolean {
  return ["MapFlag", "QuotedWord", "Word"].includes(token.tokenType.name);
}

/** Flags stand before the arguments; the first word that is none ends them. */
function splitArguments(
  source: LineSource,
  mapClass: string,
  words: readonly IToken[],
): { readonly flags: readonly MapFlag[]; readonly args: readonly Word[] } {
  const afterBlank = mapClass.toLowerCase() === "ldap" ? LDAP_VALUE_AFTER_BLANK : VALUE_AFTER_BLANK;
  const flags: MapFlag[] = [];
  let at = 0;
  for (let word = words[at]; word !== undefined && word.tokenType.name === "MapFlag"; word = words[at]) {
    at += 1;
    const letter = word.image[1] ?? "";
    const own = word.image.slice(2);
    const next = words[at];
    const last = own === "" && next && afterBlank.has(letter) ? next : word;
    if (last !== word) at += 1;
    flags.push({
      letter,
      value: last === word ? withoutQuotes(own) : withoutQuotes(last.image),
      span: placeIn(source, BODY + word.startOffset, BODY + endOf(last)),
    });
  }
  const args = words.slice(at).map((word) => wordIn(source, BODY + word.startOffset, BODY + endOf(word)));
  return { flags, args };
}

function withoutQuotes(value: string): string {
  return /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
}

function refuseMap(source: LineSource, text: string, at: number): LineReading {
  const name = /^\s*([A-Za-z0-9][A-Za-z0-9_.]*)/.exec(text)?.[1];
  const place = { from: BODY + at, to: BODY + at + 1 };
  if (name === undefined) return refuse(source, "CF1060", "the line has no map name", place);
  return refuse(source, "CF1060", `map ${name} has no class`, place, [
    { kind: "help", text: "a map is written as: K NAME CLASS ARGUMENTS, for example Kaccess hash /etc/mail/access" },
  ]);
}
