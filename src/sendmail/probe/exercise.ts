/**
 * exercise — rules run for their own sake: what no question about mail fires is tried with every hook, every mailer and
 * every state that a rule can ask about
 *
 * Only the old side is run, so nothing here is compared: it tells rules that can run from rules that nothing reaches.
 * Texts are those that sendmail itself passes to the rulesets: addresses, also broken ones and groups of headers, and
 * what its hooks are given (srvrsmtp.c, tls.c, deliver.c).
 */
import type { Site } from "../../source/site.ts";
import { noAnswers } from "../answers.ts";
import type { SendmailConfig } from "../config.ts";
import { assumedDns } from "../dns.ts";
import { compileRulesets, type RulesetEngine } from "../ruleset/engine.ts";
import { rulesetsFrom } from "../ruleset/live-rules.ts";
import { OP, type Rule } from "../ruleset/program.ts";
import type { FreshWords } from "./fresh.ts";
import { addressesFor, matchingTexts } from "./left-hand-side.ts";
import { type Repeats, repeatsOf, type StateMacros } from "./repeats.ts";
import { addressTexts, ELSE, headerTexts, hookTexts, type InputKind, localTexts } from "./rule-inputs.ts";
import { answersKey, supposedWorld } from "./supposed-world.ts";
import { type Supposition, statesOfAddresses, statesOfClients, statesOfTables, statesOfTls } from "./suppositions.ts";

/** A way into the rulesets. */
interface Entry {
  readonly rulesets: readonly string[];
  readonly texts: readonly string[];
  /** Numbers of the rulesets that can run. */
  readonly reached: ReadonlySet<number>;
  readonly kind: InputKind;
}

/** Metasymbols (metasymbol.ts) that sendmail gives no ruleset. */
const NO_INPUT = /[\x80-\x9a\x9c-\x9f]/;
/** Texts of one rule that are tried in one state. */
const TRIED = 10;

/** So many texts of one way in are all tried in every state; of more, one of each path. */
const FEW = 10;

/** Map classes that look a key up in a table. */
const TABLES: ReadonlySet<string> = new Set([
  ...["hash", "btree", "dbm", "ndbm", "cdb", "text", "implicit", "stab", "ldap", "ldapx", "nis", "nisplus", "mysql"],
  ...["program", "socket", "hesiod", "ph", "userdb", "netinfo", "pq"],
]);

/**
 * Marks in `fired` (by Rule.id) what can be made to fire; the rules that only a supposed state fired. `never`: ids of
 * rules that cannot run, which are not tried.
 */
export function exerciseRules(
  config: SendmailConfig,
  engine: RulesetEngine,
  fresh: FreshWords,
  fired: Uint8Array,
  never: ReadonlySet<number>,
): ReadonlySet<number> {
  const live = engine.live().live.filter(({ id }) => !never.has(id));
  const open = (): readonly Rule[] => live.filter((rule) => fired[rule.id] !== 1);
  if (open().length === 0) return new Set();
  const world = worldOf(config, engine);
  const supposed = world.engine;
  const before = new Set(open().map(({ id }) => id));
  const entries = entriesOf(supposed, fresh, config.facts.hostname);
  const rulesetOf = new Map(
    engine.program.rulesets.flatMap((ruleset) => (ruleset?.rules ?? []).map(({ id }) => [id, ruleset?.number ?? -1])),
  );
  const leadsTo = (entry: Entry, rule: Rule): boolean => entry.reached.has(rulesetOf.get(rule.id) ?? -1);
  const isLive = new Uint8Array(fired.length);
  for (const { id } of live) isLive[id] = 1;
  const run = (entry: Entry, text: string, state: Supposition): readonly number[] => {
    world.suppose(state);
    supposed.changeWorld(answersKey(state));
    supposed.run(entry.rulesets, text, state.macros ? { macros: state.macros } : {});
    const { fired: ids } = supposed.lastRun();
    for (const id of ids) if (isLive[id] === 1) fired[id] = 1;
    return ids;
  };
  const states = {
    address: [...statesOfTables(), ...statesOfAddresses(fresh)],
    hook: [...statesOfClients(config.facts.hostname), ...statesOfTables(), ...statesOfAddresses(fresh)],
    tls: statesOfTls(),
  };
  const [usual = {}] = statesOfClients();
  const macrosOf: StateMacros = new Map();
  for (const entry of entries) {
    const repeats = repeatsOf(supposed, world.tables, macrosOf);
    const wanted = open().filter((rule) => leadsTo(entry, rule));
    const isWanted = (): boolean => wanted.some(({ id }) => fired[id] !== 1);
    sweep(entry, [usual, ...states[entry.kind]], run, repeats, isWanted);
  }
  for (const rule of open()) {
    const ways = entries.filter((entry) => leadsTo(entry, rule));
    solve(supposed, rule, ways, fresh, usual, run, () => fired[rule.id] === 1);
  }
  return new Set([...before].filter((id) => fired[id] === 1));
}

/** Runs a text and tells which rules fired. */
type Run = (entry: Entry, text: string, state: Supposition) => readonly number[];

function worldOf(
  config: SendmailConfig,
  engine: RulesetEngine,
): {
  readonly engine: RulesetEngine;
  readonly tables: ReadonlySet<string>;
  suppose(supposition: Supposition): void;
} {
  const { around, all } = engine.program.maps;
  const tables = new Set([...all.values()].filter(({ mapClass }) => TABLES.has(mapClass)).map(({ name }) => name));
  const dns = around.dns ?? assumedDns();
  const world = supposedWorld(tables, { answers: around.answers ?? noAnswers, dns });
  const site: Site = around.site;
  return { engine: compileRulesets(config, site, world), tables, suppose: world.suppose };
}

/** All texts in the first state, then one of each way that they took in every other, as long as a rule is open. */
function sweep(
  entry: Entry,
  [first = {}, ...states]: readonly Supposition[],
  run: Run,
  repeats: Repeats,
  isWanted: () => boolean,
): void {
  if (!isWanted()) return;
  const byPath = new Map<string, string>();
  const ran = (text: string, state: Supposition): readonly number[] => {
    const ids = run(entry, text, state);
    repeats.note(text, state);
    return ids;
  };
  for (const text of entry.texts) {
    const path = [...new Set(ran(text, first))].sort((a, b) => a - b).join();
    const key = entry.texts.length <= FEW ? text : path;
    if (!byPath.has(key)) byPath.set(key, text);
  }
  for (const state of states) {
    if (!isWanted()) return;
    for (const text of byPath.values()) if (!repeats.isKnown(text, state)) ran(text, state);
  }
}

/** Texts made for one rule, at every way that leads to it. */
function solve(
  engine: RulesetEngine,
  rule: Rule,
  entries: readonly Entry[],
  fresh: FreshWords,
  usual: Supposition,
  run: Run,
  isDone: () => boolean,
): void {
  const solved = matchingTexts(engine, rule, fresh).slice(0, TRIED);
  const texts = [...new Set([...solved, ...solved.flatMap((text) => addressesFor(text, fresh))])].slice(0, 2 * TRIED);
  // What is compared with a macro (`$&h`) depends on the text and the state together.
  const compares = rule.ops.includes(OP.macro);
  for (const entry of entries) {
    // No input holds a metasymbol but the `$|` of a hook: what waits for one waits for other rules.
    const possible = texts.filter((text) => !NO_INPUT.test(text) && (entry.kind === "hook" || !text.includes(ELSE)));
    const tried = possible.map((text) => (entry.kind === "hook" ? `<${text}>` : text));
    const states = compares && entry.kind === "address" ? statesOfAddresses(fresh) : [usual];
    for (const state of states) {
      for (const text of compares ? [...tried, ...entry.texts] : tried) {
        run(entry, text, state);
        if (isDone()) return;
      }
    }
  }
}

function entriesOf(engine: RulesetEngine, fresh: FreshWords, hostname: string): readonly Entry[] {
  const { program } = engine;
  // A number that a name got by itself cannot be asked for.
  const nameOf = (ruleset: number): string => program.rulesetNames[ruleset] ?? String(ruleset);
  const number = (name: string): number =>
    /^\d+$/.test(name) ? Number(name) : (program.rulesetNumbers.get(name) ?? -1);
  const entry = (kind: InputKind, rulesets: readonly string[], texts: readonly string[]): Entry => ({
    kind,
    rulesets,
    texts,
    reached: rulesetsFrom(
      program,
      rulesets.map(number).filter((one) => one >= 0),
    ),
  });
  const addresses = [...addressTexts(fresh), ...localTexts(fresh, hostname)];
  const chains = new Map<string, readonly string[]>();
  for (const mailer of program.mailers) {
    for (const [first, own] of [
      ["1", mailer.senderEnvelope],
      ["1", mailer.senderHeader],
      ["2", mailer.recipientEnvelope],
      ["2", mailer.recipientHeader],
    ] as const) {
      const chain = ["3", first, ...(own > 0 ? [nameOf(own)] : []), "4"];
      chains.set(chain.join(" "), chain);
    }
  }
  const hook = (name: string, kind: InputKind, texts: readonly string[]): Entry[] =>
    program.rulesetNumbers.has(name) ? [entry(kind, [name], texts)] : [];
  return [
    entry("address", ["3", "0"], addresses),
    ...[...chains.values()].map((chain) => entry("address", chain, addresses)),
    entry(
      "address",
      ["5"],
      [fresh.user, `${fresh.user}+${fresh.detail}`, "postmaster", `${fresh.user}@${fresh.domain}`],
    ),
    ...hookTexts(fresh).flatMap(([name, kind, texts]) => hook(name, kind, texts)),
    ...headerHooks(engine, fresh).flatMap((name) => hook(name, "hook", headerTexts(fresh))),
  ];
}

function headerHooks({ program }: RulesetEngine, fresh: FreshWords): readonly string[] {
  const known = new Set(hookTexts(fresh).map(([name]) => name));
  return [...program.rulesetNumbers.keys()].filter((name) => /^check/i.test(name) && !known.has(name));
}
