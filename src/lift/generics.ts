import type { GenericEntry, GenericMatch, Generics } from "../model/generics.ts";
import type { TableRow } from "../model/table.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, inferred, macroFact } from "./shared/class-facts.ts";
import { findRule, masqueradeRulesets, ruleOrigin } from "./shared/ruleset-evidence.ts";
import { openMap } from "./shared/source-table.ts";
import { tableEntries } from "./shared/table-entries.ts";

/** FEATURE genericstable and class G (cf/README; ruleset MasqHdr of proto.m4). Names without a domain get `$j` for the look-up. */
export function liftGenerics(context: LiftContext): Lifted<Generics> {
  const { config } = context;
  const map = config.maps.get("generics");
  const table = map ? openMap(context, map, "genericstable") : undefined;
  const domains = classFacts(config, "G");
  const below = findRule(config, masqueradeRulesets, /\$\*\$=G\.>/);
  const own = macroFact(config, "j")?.value.toLowerCase() ?? config.facts.hostname;
  const names = new Set([own, ...domains.map((fact) => fact.value)]);
  const isLookedUp = (domain: string): boolean =>
    names.has(domain) || (below !== undefined && domains.some((fact) => domain.endsWith(`.${fact.value}`)));
  const value: Generics = {
    table,
    domains,
    includesSubdomains: inferred(below !== undefined, below ? [ruleOrigin(below)] : []),
    sources: classSources(config, "G"),
    entries: () => tableEntries(table, (row) => readRow(row, isLookedUp)),
  };
  return { value, claims: [], diagnostics: [] };
}

function readRow({ key, value, at }: TableRow, isLookedUp: (domain: string) => boolean): GenericEntry {
  const match = matchOf(key);
  if ("domain" in match && !isLookedUp(match.domain)) {
    return { kind: "dead", at, reason: `${match.domain} is not a domain whose senders are looked up` };
  }
  return { kind: "sender", at, match, target: value };
}

function matchOf(key: string): GenericMatch {
  const at = key.lastIndexOf("@");
  if (at === 0) return { kind: "domain", domain: key.slice(1) };
  const user = at === -1 ? key : key.slice(0, at);
  const extended = user.endsWith("+*") ? user.slice(0, -2) : undefined;
  if (at === -1) return extended === undefined ? { kind: "user", user } : { kind: "user-extension", user: extended };
  const domain = key.slice(at + 1);
  return extended === undefined
    ? { kind: "address", user, domain }
    : { kind: "address-extension", user: extended, domain };
}
