/**
 * options — the options that rewriting and address handling obey (readcf.c, setoption)
 */
import type { RewriteOptions } from "./program.ts";

/** By long name; short letters that matter here are translated. */
export type OptionValues = ReadonlyMap<string, string>;

const longNames: ReadonlyMap<string, string> = new Map([
  ["A", "AliasFile"],
  ["B", "BlankSub"],
  ["G", "MatchGECOS"],
  ["H", "HelpFile"],
  ["I", "ResolverOptions"],
  ["J", "ForwardPath"],
  ["T", "Timeout.queuereturn"],
  ["U", "UserDatabaseSpec"],
  ["a", "AliasWait"],
  ["d", "DeliveryMode"],
  ["m", "MeToo"],
  ["n", "CheckAliases"],
  ["o", "OldStyleHeaders"],
  ["p", "PrivacyOptions"],
  ["w", "TryNullMXList"],
  ["O", "DaemonPortOptions"],
]);

/** Long names are matched by any unambiguous beginning, without case: the ones that are asked for here. */
const known: readonly string[] = [
  ...longNames.values(),
  "OperatorChars",
  "MaxRuleRecursion",
  "MaxMacroRecursion",
  "MaxAliasRecursion",
  "MaxForwardEntries",
  "ColonOkInAddr",
  "MustQuoteChars",
  "DontExpandCnames",
  "DontProbeInterfaces",
  "DoubleBounceAddress",
];

/** Name and value of an O line; several AliasFile lines add up. */
export function optionLine(text: string): { readonly name: string; readonly value: string } | undefined {
  if (text[1] !== " ") {
    const letter = text[1] ?? "";
    return { name: longNames.get(letter) ?? letter, value: text.slice(2) };
  }
  const parts = /^O[\t ]+([^=\t ]*)[\t ]*(?:=[\t\n\v\f\r ]*([\s\S]*))?$/.exec(text);
  const written = parts?.[1];
  if (written === undefined) return undefined;
  const name = known.find((candidate) => candidate.toLowerCase() === written.toLowerCase()) ?? written;
  return { name, value: parts?.[2] ?? "" };
}

/** A boolean option: on unless it says no (conf.c, atobool). */
export function isOn(value: string | undefined, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  return value.trim() === "" || /^[tTyY]/.test(value.trim());
}

export function rewriteOptions(values: OptionValues, level: number): RewriteOptions {
  const count = (name: string, fallback: number): number => {
    const value = Number.parseInt(values.get(name) ?? "", 10);
    return Number.isNaN(value) ? fallback : value;
  };
  const must = values.get("MustQuoteChars");
  return {
    blank: values.get("BlankSub")?.[0] ?? " ",
    ruleRecursion: count("MaxRuleRecursion", 50),
    macroRecursion: count("MaxMacroRecursion", 10),
    aliasRecursion: count("MaxAliasRecursion", 10),
    colonOkInAddress: isOn(values.get("ColonOkInAddr"), level < 6),
    mustQuote: must === undefined ? "@,;:\\()[].'" : `@,;:\\()[]${must}`,
    wildcardMx: /HasWildcardMX/i.test(values.get("ResolverOptions") ?? ""),
    keepCnames: isOn(values.get("DontExpandCnames"), false),
  };
}
