import { parseDecimal } from "./invocation.ts";
import type { Machine } from "./machine.ts";
import { complain } from "./messages.ts";

/** One conversion of a format: `%-08.3ld`. */
interface Conversion {
  readonly plus: boolean;
  readonly minus: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly alternate: boolean;
  readonly width: number;
  /** -1: not given. */
  readonly precision: number;
  readonly length: "" | "l" | "h" | "hh";
  readonly letter: string;
}

const shape = /%(['+ 0#-]*)(\*|[0-9]*)(?:(\.)(\*|[0-9]*))?(l|hh|h)?/y;

/** Numbers of digits above this are not printed: GNU m4 would run out of memory at about 2^31. */
const widest = 16 * 1024 * 1024;

/** `format`: printf(3) with what GNU m4 allows of it (src/format.c). */
export function formatText(machine: Machine, pattern: string, values: readonly string[]): string {
  const rest = [...values];
  let made = "";
  let from = 0;
  for (let percent = pattern.indexOf("%"); percent !== -1; percent = pattern.indexOf("%", from)) {
    made += pattern.slice(from, percent);
    if (pattern.charAt(percent + 1) === "%") {
      made += "%";
      from = percent + 2;
      continue;
    }
    shape.lastIndex = percent;
    const match = shape.exec(pattern);
    const [whole = "%", flags = "", width = "", dot, precision = "", length = ""] = match ?? [];
    const wide = width === "*" ? integer(machine, rest) : Number(width);
    const exact = dot === undefined ? -1 : precision === "*" ? integer(machine, rest) : Number(precision);
    const letter = pattern.charAt(percent + whole.length);
    from = percent + whole.length + letter.length;
    if (!isAllowed(letter, flags, dot !== undefined, length)) {
      complain(machine, `Warning: unrecognized specifier in \`${pattern}'`);
      continue;
    }
    const conversion: Conversion = {
      plus: flags.includes("+"),
      minus: flags.includes("-") || wide < 0,
      space: flags.includes(" "),
      zero: flags.includes("0"),
      alternate: flags.includes("#"),
      width: Math.min(Math.abs(wide), widest),
      precision: exact < 0 ? -1 : Math.min(exact, widest),
      length: length === "l" || length === "h" || length === "hh" ? length : "",
      letter,
    };
    made += converted(machine, conversion, rest);
  }
  return made + pattern.slice(from);
}

/** The combinations whose meaning C leaves open are refused. */
function isAllowed(letter: string, flags: string, precision: boolean, length: string): boolean {
  let allowed = "aAcdeEfFgGiosuxX";
  const without = (letters: string): void => {
    for (const one of letters) allowed = allowed.replace(one, "");
  };
  if (flags.includes("'")) without("aAceEosxX");
  if (flags.includes("+")) without("cosuxX");
  if (flags.includes(" ")) without("cosuxX");
  if (flags.includes("0")) without("cs");
  if (flags.includes("#")) without("cdisu");
  if (precision) without("c");
  if (length === "l") without("cs");
  if (length.startsWith("h")) without("aAceEfFgGs");
  return letter !== "" && allowed.includes(letter);
}

function converted(machine: Machine, conversion: Conversion, rest: string[]): string {
  switch (conversion.letter) {
    case "c": {
      const character = String.fromCharCode(integer(machine, rest) & 255);
      return character === "\0" ? padded(conversion, "").slice(0, -1) : padded(conversion, character);
    }
    case "s": {
      const text = rest.shift() ?? "";
      return padded(conversion, conversion.precision < 0 ? text : text.slice(0, conversion.precision));
    }
    case "d":
    case "i":
    case "u":
    case "o":
    case "x":
    case "X":
      return whole(conversion, long(machine, rest, conversion.length === "l"));
    default:
      return real(conversion, double(machine, rest));
  }
}

function padded(conversion: Conversion, text: string): string {
  return conversion.minus ? text.padEnd(conversion.width) : text.padStart(conversion.width);
}

function whole(conversion: Conversion, value: bigint): string {
  const { letter, length, precision, alternate } = conversion;
  const bits = length === "l" ? 64 : length === "h" ? 16 : length === "hh" ? 8 : 32;
  const signed = letter === "d" || letter === "i";
  const number = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  const size = number < 0n ? -number : number;
  const radix = letter === "o" ? 8 : letter === "x" || letter === "X" ? 16 : 10;
  let digits = precision === 0 && size === 0n ? "" : size.toString(radix).padStart(precision, "0");
  if (alternate && letter === "o" && !digits.startsWith("0")) digits = `0${digits}`;
  const prefix = alternate && radix === 16 && size !== 0n ? "0x" : "";
  const sign = signed ? signOf(conversion, number < 0n) : "";
  const text = finished(conversion, sign + prefix, digits, conversion.zero && precision < 0);
  return letter === "X" ? text.toUpperCase() : text;
}

function signOf(conversion: Conversion, negative: boolean): string {
  return negative ? "-" : conversion.plus ? "+" : conversion.space ? " " : "";
}

/** Puts the parts together; zeros go between sign and digits. */
function finished(conversion: Conversion, head: string, digits: string, zeros: boolean): string {
  if (zeros && !conversion.minus) return head + digits.padStart(conversion.width - head.length, "0");
  return padded(conversion, head + digits);
}

function real(conversion: Conversion, value: number): string {
  const upper = conversion.letter !== conversion.letter.toLowerCase();
  const size = Math.abs(value);
  const sign = signOf(conversion, value < 0 || Object.is(value, -0));
  const finite = Number.isFinite(value);
  const text = Number.isNaN(value) ? "nan" : finite ? realDigits(conversion, size) : "inf";
  const hexadecimal = conversion.letter.toLowerCase() === "a" && finite;
  const made = hexadecimal
    ? finished(conversion, `${sign}0x`, text, conversion.zero)
    : finished(conversion, sign, text, conversion.zero && finite);
  return upper ? made.toUpperCase() : made;
}

function realDigits(conversion: Conversion, size: number): string {
  const precision = conversion.precision < 0 ? 6 : conversion.precision;
  switch (conversion.letter.toLowerCase()) {
    case "f":
      return withPoint(conversion, fixed(size, precision));
    case "e":
      return exponential(size, precision, conversion.alternate);
    case "g":
      return general(size, precision === 0 ? 1 : precision, conversion.alternate);
    default:
      return hexadecimal(size, conversion.precision, conversion.alternate);
  }
}

function withPoint(conversion: Conversion, digits: string): string {
  return conversion.alternate && !digits.includes(".") ? `${digits}.` : digits;
}

/** No double has more decimal digits than this; further ones that are asked for are zeros. */
const longest = 1100;

/** %f to any precision. toFixed() rounds a half up, printf(3) to the even digit: the exact binary value is written. */
function fixed(size: number, precision: number): string {
  const kept = Math.min(precision, longest);
  const digits = scaledBy(size, kept)
    .toString()
    .padStart(kept + 1, "0");
  return kept === 0 ? digits : `${digits.slice(0, -kept)}.${digits.slice(-kept)}${"0".repeat(precision - kept)}`;
}

/** The number times a power of ten, rounded to a whole number, halves to the even one. */
function scaledBy(size: number, power: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const raw = bits.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  const mantissa = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  const two = (exponent === 0 ? 1 : exponent) - 1075;
  const above = mantissa * 10n ** BigInt(Math.max(power, 0)) * 2n ** BigInt(Math.max(two, 0));
  return roundedQuotient(above, 10n ** BigInt(Math.max(-power, 0)) * 2n ** BigInt(Math.max(-two, 0)));
}

function roundedQuotient(value: bigint, by: bigint): bigint {
  const floor = value / by;
  const twice = (value - floor * by) * 2n;
  return twice > by || (twice === by && (floor & 1n) === 1n) ? floor + 1n : floor;
}

/** The digits of %e without a point, and the power of ten of the first of them. */
function decimalDigits(size: number, precision: number): { readonly digits: string; readonly exponent: number } {
  if (size === 0) return { digits: "0".repeat(precision + 1), exponent: 0 };
  const kept = Math.min(precision, longest);
  const exponent = Number(size.toExponential(20).split("e")[1]);
  const digits = scaledBy(size, kept - exponent).toString();
  const end = "0".repeat(precision - kept);
  // Rounding may carry into one more digit: 9.99 is 1.0e+01.
  const carried = digits.length > kept + 1;
  return carried ? { digits: digits.slice(0, -1) + end, exponent: exponent + 1 } : { digits: digits + end, exponent };
}

function exponential(size: number, precision: number, alternate: boolean): string {
  const { digits, exponent } = decimalDigits(size, precision);
  const point = precision > 0 || alternate ? "." : "";
  const power = Math.abs(exponent).toString().padStart(2, "0");
  return `${digits.slice(0, 1)}${point}${digits.slice(1)}e${exponent < 0 ? "-" : "+"}${power}`;
}

function general(size: number, precision: number, alternate: boolean): string {
  const { exponent } = decimalDigits(size, precision - 1);
  const scientific = exponent < -4 || exponent >= precision;
  const text = scientific ? exponential(size, precision - 1, alternate) : fixed(size, precision - 1 - exponent);
  if (alternate) return scientific || text.includes(".") ? text : `${text}.`;
  const [mantissa = "", power] = text.split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return power === undefined ? short : `${short}e${power}`;
}

/** %a without its `0x`: one hexadecimal digit, the fraction, and the power of two. */
function hexadecimal(size: number, precision: number, alternate: boolean): string {
  if (size === 0) return `0${precision > 0 ? `.${"0".repeat(precision)}` : alternate ? "." : ""}p+0`;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, size);
  const raw = bits.getBigUint64(0);
  const stored = Number((raw >> 52n) & 0x7ffn);
  let mantissa = (stored === 0 ? 0n : 1n << 52n) | (raw & 0xfffffffffffffn);
  const power = stored === 0 ? -1022 : stored - 1023;
  if (precision >= 0 && precision < 13) {
    const drop = BigInt(4 * (13 - precision));
    mantissa = roundedQuotient(mantissa, 1n << drop) << drop;
  }
  const lead = (mantissa >> 52n).toString(16);
  const digits = (mantissa & 0xfffffffffffffn).toString(16).padStart(13, "0");
  const fraction = precision < 0 ? digits.replace(/0+$/, "") : digits.slice(0, precision).padEnd(precision, "0");
  const point = fraction !== "" || alternate ? "." : "";
  return `${lead}${point}${fraction}p${power < 0 ? "-" : "+"}${Math.abs(power)}`;
}

function integer(machine: Machine, rest: string[]): number {
  return Number(BigInt.asIntN(32, long(machine, rest, false)));
}

function long(machine: Machine, rest: string[], wide: boolean): bigint {
  const text = rest.shift();
  if (text === undefined) return 0n;
  if (text === "") {
    complain(machine, "empty string treated as 0");
    return 0n;
  }
  const { value, complete, overflow } = parseDecimal(text);
  if (!complete) complain(machine, `non-numeric argument ${text}`);
  else if (/^[\t-\r ]/.test(text)) complain(machine, "leading whitespace ignored");
  else if (overflow || (!wide && BigInt.asIntN(32, value) !== value)) complain(machine, "numeric overflow detected");
  return value;
}

const decimal =
  /^[\t-\r ]*([+-]?)(?:(inf(?:inity)?)|(nan(?:\([0-9a-z_]*\))?)|0x([0-9a-f]*)(?:\.([0-9a-f]*))?(?:p([+-]?[0-9]+))?|([0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?))/i;

/** strtod() with m4's warnings. */
function double(machine: Machine, rest: string[]): number {
  const text = rest.shift();
  if (text === undefined) return 0;
  if (text === "") {
    complain(machine, "empty string treated as 0");
    return 0;
  }
  const match = decimal.exec(text);
  const value = match ? doubleOf(match) : 0;
  if (!match || match[0].length !== text.length) complain(machine, `non-numeric argument ${text}`);
  else if (/^[\t-\r ]/.test(text)) complain(machine, "leading whitespace ignored");
  else if (isOutOfRange(match, value)) complain(machine, "numeric overflow detected");
  return value;
}

/** Where strtod(3) says ERANGE: too large, or so small that digits are lost. */
function isOutOfRange([, , infinite, nan, hex, , , plain]: RegExpExecArray, value: number): boolean {
  if (infinite || nan) return false;
  if (!Number.isFinite(value)) return true;
  const smallestNormal = 2 ** -1022;
  return hex === undefined && Math.abs(value) < smallestNormal && /[1-9]/.test(plain?.replace(/e.*/i, "") ?? "");
}

function doubleOf(match: RegExpExecArray): number {
  const [, sign, infinite, nan, hex, hexFraction, power, plain] = match;
  const factor = sign === "-" ? -1 : 1;
  if (infinite) return factor * Number.POSITIVE_INFINITY;
  if (nan) return factor * Number.NaN;
  if (hex === undefined) return factor * Number(plain);
  const fraction = hexFraction ?? "";
  const digits = Number.parseInt(hex + fraction || "0", 16);
  return factor * digits * 2 ** (Number(power ?? 0) - 4 * fraction.length);
}
