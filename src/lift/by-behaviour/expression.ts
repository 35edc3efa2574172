/**
 * expression — a text that a POSIX expression matches, made from the expression
 *
 * Only what such maps hold is read: literals, classes, groups (their first alternative), repetitions, anchors. The
 * caller asks whether the text really matches.
 */

/** A sample as a whole address: what the expression leaves open is taken from `address`. */
export function expressionSample(expression: string, address: string): string | undefined {
  const source = expression.trim();
  const text = sequence({ text: source, at: 0 });
  const [user = "someone", domain = "somewhere"] = address.split("@");
  const open = { start: !source.startsWith("^"), end: !source.endsWith("$") };
  if (text.includes("@")) {
    const [left = "", right = ""] = text.split("@");
    const local = left === "" ? user : left;
    const rest =
      right === "" ? domain : open.end && !/\../.test(right) ? `${right.replace(/\.$/, "")}.${domain}` : right;
    return /^[^\s@]+@[^\s@]+$/.test(`${local}@${rest}`) ? `${local}@${rest}` : undefined;
  }
  if (text === "") return undefined;
  if (source.startsWith("^")) return `${text}@${domain}`;
  return source.endsWith("$") ? `${user}@${text.replace(/^\./, `${domain}.`)}` : `${text}@${domain}`;
}

/** A sample as the name of a host: what the expression leaves open is taken from `name`. */
export function nameSample(expression: string, name: string): string | undefined {
  const source = expression.trim();
  const text = sequence({ text: source, at: 0 }).toLowerCase();
  const sample = source.endsWith("$")
    ? `${name.split(".")[0]}${text.startsWith(".") ? "" : "."}${text}`
    : `${text}.${name}`;
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(sample) && text !== "" ? sample.replace(/\.{2,}/g, ".") : undefined;
}

interface Reading {
  readonly text: string;
  at: number;
}

function sequence(reading: Reading): string {
  let out = "";
  while (reading.at < reading.text.length) {
    const char = reading.text[reading.at] ?? "";
    if (char === ")") break;
    if (char === "|") {
      skipAlternatives(reading);
      break;
    }
    const piece = atom(reading);
    out += piece.repeat(repetition(reading));
  }
  return out;
}

function skipAlternatives(reading: Reading): void {
  let depth = 0;
  for (; reading.at < reading.text.length; reading.at += 1) {
    const char = reading.text[reading.at];
    if (char === "\\") reading.at += 1;
    else if (char === "(") depth += 1;
    else if (char === ")") {
      if (depth === 0) return;
      depth -= 1;
    }
  }
}

function atom(reading: Reading): string {
  const char = reading.text[reading.at] ?? "";
  reading.at += 1;
  switch (char) {
    case "^":
    case "$":
      return "";
    case ".":
      return "x";
    case "\\": {
      const next = reading.text[reading.at] ?? "";
      reading.at += 1;
      return next;
    }
    case "[":
      return bracket(reading);
    case "(": {
      const inner = sequence(reading);
      if (reading.text[reading.at] === ")") reading.at += 1;
      return inner;
    }
    default:
      return char;
  }
}

const classes: Readonly<Record<string, string>> = {
  digit: "5",
  alpha: "x",
  alnum: "x",
  lower: "x",
  upper: "X",
  xdigit: "5",
};

function bracket(reading: Reading): string {
  const negated = reading.text[reading.at] === "^";
  if (negated) reading.at += 1;
  const from = reading.at;
  let to = reading.text.indexOf("]", from + 1);
  if (reading.text.startsWith("[:", from)) to = reading.text.indexOf("]", reading.text.indexOf(":]", from) + 2);
  const members = reading.text.slice(from, to === -1 ? undefined : to);
  reading.at = to === -1 ? reading.text.length : to + 1;
  const named = /\[:(\w+):\]/.exec(members)?.[1];
  if (!negated) return named === undefined ? (members[0] ?? "") : (classes[named] ?? "x");
  return ["x", "5", "-", "_"].find((char) => !new RegExp(`[${members.replace(/[\\\]]/g, "\\$&")}]`).test(char)) ?? "x";
}

/** How often a repetition wants its piece at least; a piece that may be missing is left out only by `{0}`. */
function repetition(reading: Reading): number {
  const char = reading.text[reading.at];
  if (char === "*" || char === "+" || char === "?") {
    reading.at += 1;
    return 1;
  }
  const bounds = /^\{(\d+)(?:,\d*)?\}/.exec(reading.text.slice(reading.at));
  if (!bounds) return 1;
  reading.at += bounds[0].length;
  return Math.min(Number(bounds[1]), 100);
}
