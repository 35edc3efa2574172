import { diagnose } from "../../diagnostics/diagnostic.ts";
import { endOf, tokenOf } from "./cst.ts";
import {
  baseOf,
  brokenLine,
  type LineReading,
  type LineSource,
  placeIn,
  read,
  refuse,
  wordIn,
} from "./line-reading.ts";
import { readNotation } from "./read-notation.ts";

const BODY = 1;

/** `V10/Berkeley`: readcf.c, case 'V'. */
export function readVersionLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const reading = readNotation(text.slice(BODY), "version", "versionLine");
  const digits = reading.ok ? tokenOf(reading.tree, "Level")?.image : undefined;
  if (!reading.ok || digits === undefined) {
    return refuse(source, "CF1015", "a number is expected after V", { from: BODY, to: text.length }, [
      {
        kind: "help",
        text: "configuration levels are numbers such as V10/Berkeley; sendmail reads this file as level 0",
      },
    ]);
  }
  const vendor = tokenOf(reading.tree, "Vendor")?.image.slice(1);
  return read({ kind: "version", ...baseOf(source), level: Number(digits), vendor: vendor || undefined });
}

/** `S3`, `Sname`, `Sname=3`: readcf.c strtorwset(). */
export function readRulesetLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const reading = readNotation(text.slice(BODY), "ruleset", "rulesetLine");
  if (!reading.ok) {
    const message = text.length === BODY ? "the line names no ruleset" : "this is no ruleset name or number";
    return refuse(source, "CF1027", message, { from: BODY + reading.from, to: BODY + reading.to }, [
      { kind: "help", text: "a ruleset is a number below 100, or a name of letters, digits and underscores" },
    ]);
  }
  const name = tokenOf(reading.tree, "RulesetName")?.image;
  const digits = tokenOf(reading.tree, "RulesetNumber");
  return read({ kind: "ruleset", ...baseOf(source), name, number: digits ? Number(digits.image) : undefined });
}

/** `Pname=number`: readcf.c, case 'P'; atoi() takes what is no number for 0. */
export function readPrecedenceLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const equals = text.indexOf("=");
  if (equals === -1) return refuse(source, "CF1018", "`=` is expected after the name", { from: BODY, to: text.length });
  const number = /^\s*[-+]?\d+/.exec(text.slice(equals + 1))?.[0];
  return read({
    kind: "precedence",
    ...baseOf(source),
    name: text.slice(BODY, equals),
    value: number === undefined ? undefined : Number(number),
  });
}

/** `ENAME=value`; without `=` the variable is taken out of the environment: readcf.c, case 'E'. */
export function readEnvironmentLine(source: LineSource): LineReading {
  const reading = readNotation(source.folded.text.slice(BODY), "setting", "settingLine");
  if (!reading.ok) return { line: brokenLine(source), diagnostics: [] };
  const equals = tokenOf(reading.tree, "SettingEquals");
  return read({
    kind: "environment",
    ...baseOf(source),
    name: tokenOf(reading.tree, "SettingName")?.image ?? "",
    value: equals ? (tokenOf(reading.tree, "Rest")?.image ?? "") : undefined,
  });
}

/** `OAvalue` or `O Name=value`: readcf.c setoption(). */
export function readOptionLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const reading = readNotation(text.slice(BODY), "option", "optionLine");
  if (!reading.ok) return refuse(source, "CF1053", "the line has no option name", { from: BODY, to: text.length });
  const { tree } = reading;
  const short = tokenOf(tree, "ShortOptionName");
  const rest = tokenOf(tree, "Rest");
  if (short) {
    const value = wordIn(source, BODY + endOf(short), text.length);
    const nameSpan = placeIn(source, BODY, BODY + 1);
    return read({ kind: "option", ...baseOf(source), form: "short", name: short.image, nameSpan, value });
  }
  const name = tokenOf(tree, "LongOptionName");
  const written = name?.image.replace(/ +$/, "") ?? "";
  if (!name || written === "") {
    return refuse(source, "CF1053", "the line has no option name", { from: BODY, to: text.length });
  }
  const nameFrom = BODY + name.startOffset;
  const blanks = /^ */.exec(rest?.image ?? "")?.[0].length ?? 0;
  const valueFrom = rest ? BODY + rest.startOffset + blanks : text.length;
  return read({
    kind: "option",
    ...baseOf(source),
    form: "long",
    name: written,
    nameSpan: placeIn(source, nameFrom, nameFrom + written.length),
    value: tokenOf(tree, "SettingEquals") ? wordIn(source, valueFrom, text.length) : undefined,
  });
}

/** `L...`: extended load average or a vendor's lookup; open-source sendmail knows neither (readcf.c, case 'L'). */
export function readLicenceLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const at = placeIn(source, 0, 1);
  return read({ kind: "licence", ...baseOf(source), text: text.slice(BODY) }, [
    diagnose("CF1019", at, "L lines belong to vendors' versions of sendmail and have no effect in others"),
  ]);
}
