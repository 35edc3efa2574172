import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { Fact } from "../../model/fact.ts";
import type { Section } from "../../model/section.ts";
import { defaultValue } from "../../postfix/catalogue/parameters.ts";
import type { Parameter, ParameterGroup, PostfixVersion } from "../../postfix/config.ts";
import type { Origin } from "../../source/origin.ts";
import { primarySpan } from "../../source/origin.ts";
import type { TranslateContext, Translated } from "../context.ts";

/** What becomes of one value: main.cf settings, how well they match, and a sentence about it. */
export interface SettingOutcome {
  readonly disposition: Disposition;
  readonly note: string;
  readonly parameters?: readonly (readonly [name: string, value: string])[];
}

/** What becomes of one leaf of the policy. `usual` and `parameters` are what explain and docs/options.md show. */
export interface SettingRule<T> {
  readonly usual: Disposition;
  readonly parameters: readonly string[];
  readonly note: string;
  readonly outcome: (value: T, context: TranslateContext) => SettingOutcome;
}

/** A rule for every leaf of a section: one that is missing does not compile. */
export type SettingRules<V> = { readonly [K in keyof V]-?: SettingRule<V[K]> };

/** Codes of a feature by how its settings end; an end that none of them can have needs no code. */
export type SettingCodes = Readonly<
  { default: DiagnosticCode } & Partial<Record<"exact" | "approximate" | "manual" | "unsupported", DiagnosticCode>>
>;

/** The value goes into one parameter, or into several alike. */
export function becomes<T>(
  names: string | readonly string[],
  write: (value: T) => string,
  note: string,
  usual: "exact" | "approximate" = "exact",
): SettingRule<T> {
  const parameters = typeof names === "string" ? [names] : names;
  return {
    usual,
    parameters,
    note,
    outcome: (value) => ({ disposition: usual, note, parameters: parameters.map((name) => [name, write(value)]) }),
  };
}

/** What becomes of it depends on the value. */
export function decides<T>(
  usual: Disposition,
  parameters: readonly string[],
  note: string,
  outcome: (value: T, context: TranslateContext) => SettingOutcome,
): SettingRule<T> {
  return { usual, parameters, note, outcome };
}

/** Nothing is written, whatever the value. */
export function ends<T>(
  disposition: "default" | "manual" | "unsupported" | "obsolete" | "approximate",
  note: string,
): SettingRule<T> {
  return { usual: disposition, parameters: [], note, outcome: () => ({ disposition, note }) };
}

/** A switch of which one position is what Postfix does anyway; the other has no counterpart. */
export function switchThatIs(
  fine: boolean,
  asIs: string,
  otherwise: { readonly disposition: "manual" | "unsupported" | "approximate" | "obsolete"; readonly note: string },
): SettingRule<boolean> {
  return {
    usual: "default",
    parameters: [],
    note: `${asIs} Otherwise: ${otherwise.note}`,
    outcome: (value) => (value === fine ? { disposition: "default", note: asIs } : otherwise),
  };
}

/**
 * Settings of a section: each fact by its rule, with a claim for every line behind it. A value that is Postfix's own
 * default in the asked version is claimed `default`; a parameter that the version does not have is left out.
 */
export function translateSettings<V>(
  section: Section<V>,
  rules: SettingRules<V>,
  group: ParameterGroup,
  codes: SettingCodes,
  context: TranslateContext,
): Pick<Translated, "parameters" | "claims"> {
  const parameters: Parameter[] = [];
  const claims: Claim[] = [];
  const take = <K extends keyof V>(key: K): void => {
    const fact: Fact<V[K]> | undefined = section[key];
    if (!fact) return;
    const outcome = settled(rules[key].outcome(fact.value, context), context.options.version);
    for (const [name, value] of outcome.parameters ?? []) {
      parameters.push({ name, value, origins: fact.origins, group });
    }
    claims.push(...claimsFor(fact.origins, outcome.disposition, codes, outcome.note));
  };
  for (const key of keysOf(rules)) take(key);
  return { parameters: joined(parameters), claims };
}

/** A parameter that several leaves set has the last value, and the origins of all that wanted this value. */
function joined(parameters: readonly Parameter[]): readonly Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const parameter of parameters) {
    const before = byName.get(parameter.name);
    const origins = before?.value === parameter.value ? [...before.origins, ...parameter.origins] : parameter.origins;
    byName.set(parameter.name, { ...parameter, origins });
  }
  return [...byName.values()];
}

/** Drops what the version does not know and sees what is a default. */
function settled(outcome: SettingOutcome, version: PostfixVersion): SettingOutcome {
  const wanted = outcome.parameters ?? [];
  const known = wanted
    .filter(([name]) => defaultValue(name, version) !== undefined)
    .map(([name, value]) => [name, asDefault(name, value, version)] as const);
  const lost = wanted.filter(([name]) => !known.some(([kept]) => kept === name)).map(([name]) => name);
  if (lost.length > 0 && known.length === 0) {
    const note = `${outcome.note} Postfix ${version} does not have ${lost.join(", ")}.`;
    return { disposition: "unsupported", note };
  }
  if (outcome.disposition !== "exact" || known.length === 0) return { ...outcome, parameters: known };
  const same = known.every(([name, value]) => value === defaultValue(name, version));
  return same
    ? { disposition: "default", note: `${outcome.note} This is Postfix's default.`, parameters: known }
    : { ...outcome, parameters: known };
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A time that equals the default is written as the default is (`120s`, not `2m`), so that it can be left out. */
function asDefault(name: string, value: string, version: PostfixVersion): string {
  const builtIn = defaultValue(name, version);
  return builtIn !== undefined && comparable(builtIn) === comparable(value) ? builtIn : value;
}

function comparable(text: string): string {
  const time = /^(\d+)([smhdw])$/.exec(text);
  return time ? String(Number(time[1]) * (units[time[2] ?? "s"] ?? 1)) : text.trim();
}

/** A claim for every place that a person wrote, with the feature's code for that disposition. */
export function claimsFor(
  origins: readonly Origin[],
  disposition: Disposition,
  codes: SettingCodes,
  note: string,
): readonly Claim[] {
  const code = disposition === "obsolete" || disposition === "unknown" ? codes.default : codes[disposition];
  return origins.flatMap((origin) => {
    const at = primarySpan(origin);
    return at ? [{ at, disposition, code: code ?? codes.default, note }] : [];
  });
}

/** Seconds as Postfix writes times: the largest unit that divides them (postconf(5), "time unit"). */
export function timeText(seconds: number): string {
  if (seconds === 0) return "0s";
  for (const unit of ["d", "h", "m"]) {
    const size = units[unit] ?? 1;
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}

/** `Object.keys` with the keys that the type promises: rules are written as literals with no others. */
function keysOf<V>(rules: SettingRules<V>): readonly (keyof V)[] {
  const keys: (keyof V)[] = [];
  for (const key in rules) keys.push(key);
  return keys;
}
