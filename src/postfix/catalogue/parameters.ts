import { type PostfixVersion, postfixVersions } from "../config.ts";
import rows from "./parameters.json" with { type: "json" };

/**
 * What a parameter's value is: `tables` a list of TYPE:NAME, `matches` a list of domain, host or network patterns,
 * `restrictions` an smtpd access list, `raw` text in which `$name` is expanded only when it is used, `string` anything
 * else. Times without a unit take the unit of their default (postconf(5), "time unit").
 */
export const parameterKinds = ["bool", "int", "time", "tables", "matches", "restrictions", "raw", "string"] as const;
export type ParameterKind = (typeof parameterKinds)[number];

/** Who decides the default: Postfix itself, who built the package, the host it runs on, or each running program. */
export type DefaultFrom = "postfix" | "build" | "host" | "process";

/** One parameter of Postfix 3.4 to 3.10, as `postconf -d` knows it. */
export interface ParameterEntry {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly from: DefaultFrom;
  /** Default by version; a version that does not have the parameter is absent. */
  readonly defaults: ReadonlyMap<PostfixVersion, string>;
}

interface Row {
  readonly kind: string;
  readonly from?: string;
  /** The default of every version. */
  readonly default?: string;
  /** The default since a version, until the next one named; null: not there. */
  readonly defaults?: Readonly<Record<string, string | null | undefined>>;
}

const table: Readonly<Record<string, Row>> = rows;

function entryOf(name: string, row: Row): ParameterEntry {
  const defaults = new Map<PostfixVersion, string>();
  let current = row.default;
  for (const version of postfixVersions) {
    const change = row.defaults?.[version];
    if (change !== undefined) current = change ?? undefined;
    if (current !== undefined) defaults.set(version, current);
  }
  const kind = parameterKinds.find((each) => each === row.kind) ?? "string";
  const from = row.from === "build" || row.from === "host" || row.from === "process" ? row.from : "postfix";
  return { name, kind, from, defaults };
}

const entries: ReadonlyMap<string, ParameterEntry> = new Map(
  Object.entries(table).map(([name, row]) => [name, entryOf(name, row)]),
);

/** The catalogue row of a built-in parameter; undefined for service parameters and for names nobody knows. */
export function parameterEntry(name: string): ParameterEntry | undefined {
  return entries.get(name);
}

/** The default as `postconf -d` prints it (`$name` not expanded); undefined where the version has no such parameter. */
export function defaultValue(name: string, version: PostfixVersion): string | undefined {
  return entries.get(name)?.defaults.get(version);
}

/** Built-in parameters of a version, sorted as `postconf -d` sorts them. */
export function parameterNames(version: PostfixVersion): readonly string[] {
  return [...entries.values()].filter((entry) => entry.defaults.has(version)).map((entry) => entry.name);
}

/** First and last known version that has the parameter. */
export function lifetime(entry: ParameterEntry): { readonly since: PostfixVersion; readonly until: PostfixVersion } {
  const versions = [...entry.defaults.keys()];
  return { since: versions[0] ?? "3.4", until: versions.at(-1) ?? "3.10" };
}
