/**
 * functions — map classes that compute: dequote, arith, macro, arpa, syslog, null
 */
import { parseMacroName } from "../macro-names.ts";
import { STATUS, systemError } from "../session.ts";
import type { Lookup, MapAnswer, MapDefinition, Opened } from "./map.ts";
import { found, interpolated, NOT_FOUND } from "./value.ts";

function always(lookup: Lookup): Opened {
  return { ok: true, lookup };
}

export const openNull = (): Opened => always(() => NOT_FOUND);

/** Looks up nothing and answers nothing (""), once a line is logged in sendmail; a trace shows the text. */
export const openSyslog = (): Opened => always(() => ({ value: "", status: STATUS.ok }));

/** Without its quotes, where what is inside needs none (parseaddr.c, dequote_map). */
export function openDequote(map: MapDefinition): Opened {
  return always((_session, key) => {
    const text = dequoted(key, map.flags.own.get("s")?.[0] ?? map.flags.own.get("S")?.[0]);
    return { value: text === undefined ? undefined : interpolated(map, text, undefined), status: STATUS.ok };
  });
}

function dequoted(name: string, blank: string | undefined): string | undefined {
  let out = "";
  let angles = 0;
  let comments = 0;
  let quotes = 0;
  for (let at = 0; at < name.length; at += 1) {
    let char = name[at] ?? "";
    if (char === " " && blank !== undefined) char = blank;
    if (char === " " || char === "\t") return undefined;
    if (char === "\\") {
      if (at + 1 >= name.length) return undefined;
      out += char + (name[at + 1] ?? "");
      at += 1;
      continue;
    }
    if (char === "(") comments += 1;
    else if (char === ")") {
      if (comments <= 0) return undefined;
      comments -= 1;
    }
    if (comments > 0) {
      out += char;
      continue;
    }
    if (char === '"') {
      quotes += 1;
      continue;
    }
    if (char === "<") angles += 1;
    else if (char === ">") {
      if (angles <= 0) return undefined;
      angles -= 1;
    }
    out += char;
  }
  return angles !== 0 || comments !== 0 || quotes === 0 || quotes % 2 === 1 ? undefined : out;
}

/** Sets a macro to the first argument, or makes it undefined without one; answers nothing (map.c). */
export const openMacro = (): Opened =>
  always((session, key, args) => {
    const name = key === "" ? undefined : parseMacroName(session.program.names, key, 0);
    for (const error of name?.errors ?? []) systemError(session, error);
    if (!name || name.id === 0) return { value: undefined, status: STATUS.config };
    session.setMacro(name.id, args?.[1]);
    return { value: "", status: STATUS.ok };
  });

/** `$(arith + $@ 3 $@ 4 $)`: operator by its first character, two numbers in C notation (map.c, arith_map_lookup). */
export const openArith = (): Opened =>
  always((_session, key, args) => {
    const [, first, second] = args ?? [];
    if (first === undefined || second === undefined) return { value: undefined, status: STATUS.config };
    return computed(key[0] ?? "", numberOf(first), numberOf(second));
  });

function computed(operator: string, a: bigint, b: bigint): MapAnswer {
  const answer = (value: bigint | string): MapAnswer => ({ value: String(value).slice(0, 15), status: STATUS.ok });
  const nothing: MapAnswer = { value: undefined, status: STATUS.ok };
  const long = (value: bigint): MapAnswer => answer(BigInt.asIntN(64, value));
  switch (operator) {
    case "|":
      return long(a | b);
    case "&":
      return long(a & b);
    case "+":
      return long(a + b);
    case "-":
      return long(a - b);
    case "*":
      return long(a * b);
    case "%":
      return b === 0n ? nothing : long(a % b);
    case "/":
      return b === 0n ? nothing : long(a / b);
    case "l":
      return answer(a < b ? "TRUE" : "FALSE");
    case "=":
      return answer(a === b ? "TRUE" : "FALSE");
    case "r":
      // A random number between both: the smaller one, so that answers do not change from run to run.
      return b - a + 1n <= 0n ? nothing : long(a);
    default:
      return { value: undefined, status: STATUS.config };
  }
}

/** strtol(3) with base 0. */
function numberOf(text: string): bigint {
  const parts = /^[\t-\r ]*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(text);
  if (!parts) return 0n;
  const digits = parts[2] ?? "0";
  const octal = /^0[0-7]+$/.test(digits);
  const value = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  const most = (1n << 63n) - 1n;
  const signed = parts[1] === "-" ? -value : value;
  return signed > most ? most : signed < -most - 1n ? -most - 1n : signed;
}

/** An address in the reversed form of .in-addr.arpa and .ip6.arpa (map.c, arpa_map_lookup). */
export function openArpa(map: MapDefinition): Opened {
  return always((_session, key, args) => {
    const reversed = /^IPv6:/i.test(key) ? reversedV6(key.slice(5)) : reversedV4(key);
    return reversed === undefined ? { value: undefined, status: STATUS.dataError } : found(map, key, reversed, args);
  });
}

function reversedV4(text: string): string | undefined {
  const octets = text.split(".");
  const valid = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
  return valid ? octets.map(Number).reverse().join(".") : undefined;
}

function reversedV6(text: string): string | undefined {
  const groups = v6Groups(text);
  return groups
    ?.map((group) => group.toString(16).padStart(4, "0"))
    .join("")
    .split("")
    .reverse()
    .join(".");
}

function v6Groups(text: string): readonly number[] | undefined {
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain = v4
    ? `${v4[1]}${((Number(v4[2]) << 8) | Number(v4[3])).toString(16)}:${((Number(v4[4]) << 8) | Number(v4[5])).toString(16)}`
    : text;
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const read = (half: string | undefined): number[] =>
    half
      ? half.split(":").map((group) => (/^[0-9a-fA-F]{1,4}$/.test(group) ? Number.parseInt(group, 16) : Number.NaN))
      : [];
  const head = read(halves[0]);
  const tail = read(halves[1]);
  const gap = 8 - head.length - tail.length;
  const groups = halves.length === 2 ? [...head, ...new Array<number>(Math.max(gap, 0)).fill(0), ...tail] : head;
  return groups.length === 8 && groups.every((group) => !Number.isNaN(group)) ? groups : undefined;
}
