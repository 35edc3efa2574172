/**
 * material — the words that a configuration names: what probes are made of
 *
 * Everything that can decide the fate of an address by its spelling: literals of live rules, class members, map keys,
 * alias names, local users, the host's own names. Any other word is as good as any other ("data independence").
 */
import type { TextLine } from "../../source/site.ts";
import type { SendmailConfig } from "../config.ts";
import type { RulesetEngine } from "../ruleset/engine.ts";
import type { MapDefinition } from "../ruleset/maps/map.ts";
import { OP, type Rule } from "../ruleset/program.ts";

/** Rows that are taken from one table; the seeded rest of a larger one is drawn evenly over the file. */
const TABLE_ROWS = 400;

export interface Material {
  /** Every word that occurs anywhere in the configuration or its tables, in lower case: what is not here is fresh. */
  readonly words: ReadonlySet<string>;
  /** Whole addresses: keys like `user@domain`. */
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
  /** Local parts: alias names, accounts, keys like `user@`. */
  readonly users: readonly string[];
  /** IP addresses and prefixes, as access maps write them (`192.0.2`). */
  readonly networks: readonly string[];
  /** Tables of which only a share of the rows was taken. */
  readonly sampled: readonly { readonly table: string; readonly rows: number; readonly taken: number }[];
}

interface Gathering {
  readonly words: Set<string>;
  readonly addresses: Set<string>;
  readonly domains: Set<string>;
  readonly users: Set<string>;
  readonly networks: Set<string>;
  readonly sampled: { readonly table: string; readonly rows: number; readonly taken: number }[];
}

/** Gathers the constants of a compiled configuration, in a fixed order. */
export function materialOf(config: SendmailConfig, engine: RulesetEngine): Material {
  const found: Gathering = {
    words: new Set(),
    addresses: new Set(),
    domains: new Set(),
    users: new Set(),
    networks: new Set(),
    sampled: [],
  };
  for (const rule of engine.live().live) addRule(found, engine, rule);
  for (const macro of config.macros.values()) addWords(found, macro.value);
  for (const name of ["j", "w", "m"]) addDomain(found, config.macros.get(name)?.value ?? "");
  addDomain(found, config.facts.hostname);
  for (const id of liveClasses(engine)) addClass(found, engine, id);
  for (const map of engine.program.maps.all.values()) addMap(found, engine, map);
  for (const name of aliasNames(config, engine, found)) addUser(found, name);
  for (const { name } of engine.sources.accounts.all.slice(0, TABLE_ROWS)) addUser(found, name);
  for (const name of ["postmaster", "MAILER-DAEMON", "root"]) addUser(found, name);
  return {
    words: found.words,
    addresses: [...found.addresses],
    domains: [...found.domains],
    users: [...found.users],
    networks: [...found.networks],
    sampled: found.sampled,
  };
}

const WORD = /[a-z0-9_\x80-\xff-]+/g;

function addWords(found: Gathering, text: string): void {
  for (const [word] of text.toLowerCase().matchAll(WORD)) found.words.add(word);
}

function addDomain(found: Gathering, text: string): void {
  addWords(found, text);
  const domain = text.toLowerCase().replace(/^\.+|\.+$/g, "");
  if (/^[a-z0-9_\x80-\xff](?:[a-z0-9._\x80-\xff-]*)$/.test(domain)) found.domains.add(domain);
}

function addUser(found: Gathering, text: string): void {
  addWords(found, text);
  if (text !== "" && !/[\s@<>(),;:"\\[\]]/.test(text)) found.users.add(text);
}

function addRule(found: Gathering, engine: RulesetEngine, rule: Rule): void {
  const { texts, heads } = engine.program.atoms;
  for (const atom of [...rule.lhs, ...rule.rhs]) {
    const head = heads[atom] ?? 0;
    if (head < 0x80) addWords(found, texts[atom] ?? "");
  }
}

/** Classes that a live rule tests. */
function liveClasses(engine: RulesetEngine): readonly number[] {
  const ids = new Set<number>();
  for (const rule of engine.live().live) {
    rule.ops.forEach((op, at) => {
      if (op === OP.inClass || op === OP.notInClass) ids.add(rule.args[at] ?? 0);
    });
  }
  return [...ids].sort((a, b) => a - b);
}

function addClass(found: Gathering, engine: RulesetEngine, id: number): void {
  const words = [...(engine.program.classes.byId.get(id)?.words ?? [])].sort();
  for (const word of words) addWords(found, word);
  for (const word of spread(words, TABLE_ROWS)) addKey(found, word);
}

/** A key or member, sorted into what it can be. */
function addKey(found: Gathering, key: string): void {
  const bare = key.replace(/^[A-Za-z][A-Za-z_-]*:(?!:)/, "");
  if (/^\[?(?:IPv6:|ipv6:)?[0-9a-fA-F:.]*[0-9:][0-9a-fA-F:.]*(?:\/\d+)?\]?$/.test(bare) && /[.:]|^\d+$/.test(bare)) {
    found.networks.add(bare.replace(/^\[|\]$/g, ""));
    if (!/^\d+$/.test(bare)) return;
  }
  const at = bare.lastIndexOf("@");
  if (at > 0 && at < bare.length - 1) {
    addDomain(found, bare.slice(at + 1));
    addWords(found, bare);
    if (!/[\s<>(),;"\\]/.test(bare)) found.addresses.add(bare);
  } else if (at === 0) addDomain(found, bare.slice(1));
  else if (at > 0) addUser(found, bare.slice(0, -1));
  else if (bare.includes(".")) {
    addDomain(found, bare);
    if (!bare.startsWith(".") && !bare.endsWith(".")) addUser(found, bare);
  } else {
    addDomain(found, bare);
    addUser(found, bare);
  }
}

/** Map classes whose file holds `key value` rows. */
const KEYED: ReadonlySet<string> = new Set(["hash", "btree", "dbm", "cdb", "implicit", "stab", "text", "ndbm", "lmdb"]);

function addMap(found: Gathering, engine: RulesetEngine, map: MapDefinition): void {
  const { around } = engine.program.maps;
  const answers = around.answers.get(map.name);
  if (answers) for (const key of spread([...answers.keys()], TABLE_ROWS)) addKey(found, key);
  if (!KEYED.has(map.mapClass) || map.file === undefined) return;
  const path = map.file.replace(/\.db$/, "");
  const source = around.site.exists(path) && !around.site.isDirectory(path) ? path : `${path}.db`;
  for (const row of sampledRows(found, source, around.site.lines(source))) {
    const [, key = "", value = ""] = /^([^\s#]\S*)[\t ]*(.*)$/.exec(row) ?? [];
    if (key === "") continue;
    addKey(found, key);
    addWords(found, value);
  }
}

/** The rows of a table, or an even share of a large one; the count is kept for what may be claimed. */
function sampledRows(found: Gathering, table: string, lines: Iterable<TextLine>): readonly string[] {
  let kept: string[] = [];
  let step = 1;
  let rows = 0;
  for (const { text } of lines) {
    if (text === "" || text.startsWith("#") || /^\s/.test(text)) continue;
    if (rows % step === 0) kept.push(text);
    rows += 1;
    if (kept.length < 2 * TABLE_ROWS) continue;
    kept = kept.filter((_, at) => at % 2 === 0);
    step *= 2;
  }
  const taken = spread(kept, TABLE_ROWS);
  if (taken.length < rows) found.sampled.push({ table, rows, taken: taken.length });
  return taken;
}

/** At most `most` members, evenly over the list, first and last included. */
export function spread<T>(list: readonly T[], most: number): readonly T[] {
  if (list.length <= most) return list;
  return Array.from({ length: most }, (_, at) => list[Math.round((at * (list.length - 1)) / (most - 1))] as T);
}

function aliasNames(config: SendmailConfig, engine: RulesetEngine, found: Gathering): readonly string[] {
  const { site } = engine.program.maps.around;
  const names: string[] = [];
  for (const value of config.options.get("AliasFile")?.values ?? []) {
    for (const part of value.split(",")) {
      const path = /(\/[^\s,]+)\s*$/.exec(part)?.[1];
      if (path === undefined || site.isDirectory(path)) continue;
      for (const row of sampledRows(found, path, site.lines(site.exists(path) ? path : `${path}.db`))) {
        const [, name = "", value = ""] = /^"?([^\s:"#][^:"]*?)"?\s*:(.*)$/.exec(row) ?? [];
        if (name !== "") names.push(name);
        addWords(found, value);
      }
    }
  }
  return names;
}
