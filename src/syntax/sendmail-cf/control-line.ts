import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { RuleLine } from "./ast.ts";
import { readEquatesLine } from "./equate-lines.ts";
import { readHeaderLine } from "./header-line.ts";
import { baseOf, type LineReading, type LineSource, placeIn, read, refuse } from "./line-reading.ts";
import { readMapLine } from "./map-line.ts";
import { checkRule } from "./rule-checks.ts";
import { readSides } from "./rule-line.ts";
import {
  readEnvironmentLine,
  readLicenceLine,
  readOptionLine,
  readPrecedenceLine,
  readRulesetLine,
  readVersionLine,
} from "./setting-lines.ts";
import { readClassFileLine, readClassLine, readMacroLine, readTrustedLine } from "./symbol-lines.ts";
import { tooDeepAt } from "./template.ts";

/** Reads one control line by its letter, as the switch in readcf.c does. */
export function readControlLine(source: LineSource, hasRuleset: boolean): LineReading {
  const deep = tooDeepAt(source.folded.text);
  if (deep !== undefined) {
    return refuse(source, "CF1007", "conditionals are nested more than 100 deep", { from: deep, to: deep + 2 });
  }
  switch (source.folded.text[0]) {
    case "C":
      return readClassLine(source);
    case "D":
      return readMacroLine(source);
    case "E":
      return readEnvironmentLine(source);
    case "F":
      return readClassFileLine(source);
    case "H":
      return readHeaderLine(source);
    case "K":
      return readMapLine(source);
    case "L":
      return readLicenceLine(source);
    case "M":
      return readEquatesLine(source, "mailer");
    case "O":
      return readOptionLine(source);
    case "P":
      return readPrecedenceLine(source);
    case "Q":
      return readEquatesLine(source, "queue-group");
    case "R":
      return readRuleLine(source, hasRuleset);
    case "S":
      return readRulesetLine(source);
    case "T":
      return readTrustedLine(source);
    case "V":
      return readVersionLine(source);
    case "X":
      return readEquatesLine(source, "milter");
    default:
      return refuseUnknown(source);
  }
}

function readRuleLine(source: LineSource, hasRuleset: boolean): LineReading {
  const { text } = source.folded;
  if (!hasRuleset) {
    return refuse(source, "CF1020", "a rule before any S line belongs to no ruleset", { from: 0, to: text.length });
  }
  const sides = readSides(source.folded);
  if (!sides) {
    return refuse(source, "CF1021", "no tab between the left and the right side", { from: 1, to: text.length }, [
      { kind: "help", text: "the sides are parted by tabs; an editor may have put blanks in their place" },
    ]);
  }
  const rule: RuleLine = { kind: "rule", ...baseOf(source), ...sides };
  return read(rule, checkRule(rule));
}

function refuseUnknown(source: LineSource): LineReading {
  const { text } = source.folded;
  if (/^\s/.test(text)) {
    return refuse(
      source,
      "CF1011",
      "a continuation line with no control line before it",
      { from: 0, to: text.length },
      [{ kind: "help", text: "a line that begins with a blank continues the one before it; a blank line ends that" }],
    );
  }
  const shown = /^[!-~]/.test(text) ? `\`${text[0]}\`` : "this character";
  return {
    line: { kind: "broken", ...baseOf(source), letter: text[0] ?? "", text: text.slice(1) },
    diagnostics: [
      diagnose("CF1010", placeIn(source, 0, 1), `no control line begins with ${shown}`, {
        suggestions: [{ kind: "help", text: "control lines begin with one of C D E F H K M O P Q R S T V X or #" }],
      }),
    ],
  };
}
