import { namedFiles } from "../../diff/postfix/tables.ts";
import type { Party } from "./party.ts";

/** Rows of one table that questions are made of. */
const ROWS = 200;

/** Texts of a configuration that hold its addresses, domains and users. */
export function wordsOf(party: Party): readonly string[] {
  if (party.kind === "sendmail") {
    const { config } = party.loaded;
    const { site } = party.request.source;
    const members = [...config.classes.values()].flatMap((each) => each.members.map(({ text }) => text));
    const macros = [...config.macros.values()].map(({ value }) => value);
    const rules = config.rulesets.flatMap(({ rules: lines }) => lines.map(({ lhs }) => lhs.text));
    const tables = [...config.maps.values()].flatMap((map) => firstRows(site.lines(map.spec ?? "")));
    return [...members.slice(0, ROWS), ...macros, ...tables, ...rules.slice(0, ROWS)];
  }
  const { directory, tables } = party.opened.resolver.environment;
  const values = directory.main.map(({ name }) => directory.settings.text(name));
  const options = directory.services.flatMap((service) => service.options.map(([, value]) => value));
  const rows = tables.opened().flatMap((table) => first(table.keys?.() ?? []));
  const files = [...namedFiles(party.opened.resolver.environment).values()];
  const rules = files
    .filter(({ kind }) => kind !== "indexed")
    .flatMap(({ path }) => firstRows(party.files.lines(path)));
  return [...values, ...options, ...rules, ...rows];
}

function firstRows(lines: Iterable<{ readonly text: string }>): readonly string[] {
  return first(lines).map(({ text }) => text);
}

function first<T>(all: Iterable<T>): readonly T[] {
  const kept: T[] = [];
  for (const each of all) {
    kept.push(each);
    if (kept.length >= ROWS) break;
  }
  return kept;
}

/** A domain of the host's own. */
export function homeOf(party: Party): string {
  if (party.kind === "sendmail") return party.loaded.config.facts.hostname;
  const { settings } = party.opened.config;
  const own = settings.words("mydestination").find((word) => /^[\w-]+(?:\.[\w-]+)+$/.test(word));
  return own ?? settings.text("myhostname");
}
