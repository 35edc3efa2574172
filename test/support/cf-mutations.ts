import { seededNumbers } from "./random.ts";

/** A source of numbers that gives the same ones for the same seed. */
export interface Dice {
  /** A whole number from 0 to `sides` - 1. */
  roll(sides: number): number;
  pick<T>(of: readonly T[]): T | undefined;
}

export function diceOf(seed: number): Dice {
  const next = seededNumbers(seed);
  const roll = (sides: number): number => Math.floor(next() * Math.max(1, sides));
  return { roll, pick: (of) => of[roll(of.length)] };
}

/** Pieces that mean something in a cf file. */
const TOKENS = [
  ...["$*", "$+", "$-", "$@", "$:", "$#", "$>", "$(", "$)", "$[", "$]", "$=w", "$~w", "$&m", "$?x", "$|", "$.", "$$"],
  ...["$1", "$9", "$j", "${name}", "${", "{", "}", '"', "\\", "#", "\\#", ",", "=", "<", ">", "@", "!", "%", ";", "|"],
  ...[
    "\t",
    "\t\t",
    " ",
    "\n",
    "\r\n",
    "\n\t",
    "\n ",
    "\0",
    "\x80",
    "\xff",
    "\x1b$B",
    "10",
    "-1",
    "99999999999999999999",
  ],
  ...[
    "$>canonify",
    "$#error",
    "$#local",
    "P=[IPC]",
    "A=TCP $h",
    "-o",
    "hash",
    "regex",
    "V10/Berkeley",
    "V1",
    "O Timeout.",
  ],
  ...["DX$X", "CX$=X", "F{x}|/bin/false", "Fw/etc/mail/none", "S3", "S", "R", "Kx sequence x", "M", "H*: $>x"],
];

const LETTERS = [..."CDEFHKLMOPQRSTVX# \tA"];

type Mutation = (text: string, dice: Dice, others: readonly string[]) => string;

/** Changes on the level of bytes, lines and tokens. */
const mutations: readonly Mutation[] = [
  (text, dice) => replaceAt(text, dice.roll(text.length), 1, String.fromCharCode(dice.roll(256))),
  (text, dice) => replaceAt(text, dice.roll(text.length), dice.roll(12), ""),
  (text, dice) => replaceAt(text, dice.roll(text.length), 0, dice.pick(TOKENS) ?? ""),
  (text, dice) => replaceAt(text, dice.roll(text.length), 1 + dice.roll(4), dice.pick(TOKENS) ?? ""),
  (text, dice) => text.slice(0, dice.roll(text.length)),
  (text, dice) => replaceAt(text, dice.roll(text.length), 0, (dice.pick(TOKENS) ?? "x").repeat(1 + dice.roll(3000))),
  (text, dice) => onLines(text, (lines) => lines.splice(dice.roll(lines.length), 1 + dice.roll(5))),
  (text, dice) =>
    onLines(text, (lines) =>
      lines.splice(dice.roll(lines.length), 0, ...lines.slice(dice.roll(lines.length)).slice(0, 3)),
    ),
  (text, dice) =>
    onLines(text, (lines) => {
      const at = dice.roll(lines.length);
      lines[at] = (dice.pick(LETTERS) ?? "") + (lines[at] ?? "").slice(1);
    }),
  (text, dice) =>
    onLines(text, (lines) => {
      const [from, to] = [dice.roll(lines.length), dice.roll(lines.length)];
      const moved = lines[from] ?? "";
      lines[from] = lines[to] ?? "";
      lines[to] = moved;
    }),
  (text, dice) =>
    onLines(text, (lines) => {
      const at = dice.roll(lines.length);
      lines[at] = (lines[at] ?? "").replaceAll("\t", " ");
    }),
  (text, dice) =>
    onLines(text, (lines) => {
      const at = dice.roll(lines.length);
      lines[at] = ` ${lines[at] ?? ""}`;
    }),
  (text, dice, others) => {
    const lines = (dice.pick(others) ?? "").split("\n");
    return onLines(text, (own) => own.splice(dice.roll(own.length), 0, lines[dice.roll(lines.length)] ?? ""));
  },
  (text, dice) =>
    onLines(text, (lines) => {
      const tokens = (lines[dice.roll(lines.length)] ?? "").split(/(\$.|\s+|[<>@,=])/);
      const at = dice.roll(lines.length);
      const own = (lines[at] ?? "").split(/(\$.|\s+|[<>@,=])/);
      own.splice(dice.roll(own.length), 1 + dice.roll(2), dice.pick(tokens) ?? "");
      lines[at] = own.join("");
    }),
];

function replaceAt(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}

function onLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n");
  change(lines);
  return lines.join("\n");
}

/** One to six random changes of a cf text. `others` are texts to take lines from. */
export function mutate(text: string, dice: Dice, others: readonly string[]): string {
  let mutant = text;
  for (let count = 1 + dice.roll(6); count > 0; count -= 1) {
    mutant = (dice.pick(mutations) ?? ((same: string) => same))(mutant, dice, others);
  }
  return mutant;
}
