import type { Item } from "../../diff/item.ts";
import { parseAddresses } from "../../postfix/address/parse.ts";
import { internalForm } from "../../postfix/address/tokens.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { Site } from "../../source/site.ts";
import type { Directive } from "../../syntax/sendmail-cf/ast.ts";

/** An item, and the lines of the cf file that say it. */
export interface SendmailItem {
  readonly item: Item;
  readonly lines: readonly number[];
}

const unordered = new Set(["text", "hash", "btree", "dbm", "ndbm", "implicit", "cdb", "lmdb", "bdb"]);

/**
 * What a sendmail configuration says, by symbol: the last definition of each counts, comments and the order of
 * different symbols do not. The rows of the tables that it names follow, by key.
 */
export function sendmailItems(config: SendmailConfig, site: Site): readonly SendmailItem[] {
  return [...symbols(config), ...rulesets(config), ...otherLines(config), ...tables(config, site)];
}

function value(path: string, text: string, lines: readonly number[], shown = text): SendmailItem {
  return { item: { kind: "value", path, meaning: oneLine(text), shown: shown.trim() }, lines };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function lineOf(directive: Directive | undefined): readonly number[] {
  return directive ? [directive.span.line] : [];
}

function* symbols(config: SendmailConfig): Generator<SendmailItem> {
  const { level, vendor } = config;
  yield value("version", `${level}${vendor ? `/${vendor}` : ""}`, linesOfKind(config, "version"));
  for (const macro of config.macros.values()) {
    if (macro.directive) yield value(`macro/${macro.name}`, macro.value, lineOf(macro.directive));
  }
  for (const { name, members } of config.classes.values()) {
    for (const { text, origin } of members) {
      const line = origin.kind === "written" ? [origin.span.line] : linesOfClass(config, name);
      yield value(`class/${name}/${text}`, text, line);
    }
  }
  for (const option of config.options.values()) {
    yield value(
      `option/${option.name}`,
      option.values.join(", "),
      option.settings.map(({ span }) => span.line),
    );
  }
  for (const map of config.maps.values()) {
    const flags = [...map.flags].map(([letter, text]) => `-${letter}${text}`).sort();
    const text = [map.mapClass, ...flags, ...map.line.args.map((word) => word.text)].join(" ");
    yield value(`map/${map.name}`, text, [map.line.span.line]);
  }
  for (const mailer of config.mailers.values()) {
    for (const [field, { munched }] of mailer.equates) {
      const text = field === "F" ? [...mailer.flags].sort().join("") : munched;
      yield value(`mailer/${mailer.name}/${field}`, text, [mailer.line.span.line]);
    }
  }
}

function linesOfKind(config: SendmailConfig, kind: Directive["kind"]): readonly number[] {
  return config.directives.filter((one) => one.kind === kind).map(({ span }) => span.line);
}

function linesOfClass(config: SendmailConfig, name: string): readonly number[] {
  return config.directives
    .filter((one) => (one.kind === "class" || one.kind === "class-file") && one.name === name)
    .map(({ span }) => span.line);
}

/** Rules in order, by both sides as sendmail keeps them. */
function* rulesets(config: SendmailConfig): Generator<SendmailItem> {
  for (const { name, rules } of config.rulesets) {
    const entries = rules.map((rule) => {
      const sides = config.expandedRules.get(rule);
      return `${oneLine(sides?.lhs ?? rule.lhs.text)}  ->  ${oneLine(sides?.rhs ?? rule.rhs.text)}`;
    });
    const lines = rules.map(({ span }) => span.line);
    yield { item: { kind: "sequence", path: `ruleset/${name}`, unit: "rule", entries }, lines };
  }
}

/** Headers, filters, queue groups and what else has a line and no symbol: by name, in order where names repeat. */
function* otherLines(config: SendmailConfig): Generator<SendmailItem> {
  const counts = new Map<string, number>();
  for (const one of config.directives) {
    const name = nameOf(one);
    if (name === undefined) continue;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    yield value(count === 1 ? name : `${name}/${count}`, one.raw, [one.span.line]);
  }
}

function nameOf(one: Directive): string | undefined {
  switch (one.kind) {
    case "header":
      return `header/${one.name}`;
    case "milter":
      return `filter/${one.name}`;
    case "queue-group":
      return `queue-group/${one.name}`;
    case "precedence":
      return `precedence/${one.name}`;
    case "environment":
      return `environment/${one.name}`;
    case "trusted":
      return `trusted/${one.users.map(({ text }) => text).join(" ")}`;
    case "broken":
      return `broken/${one.letter}`;
    default:
      return undefined;
  }
}

function* tables(config: SendmailConfig, site: Site): Generator<SendmailItem> {
  const seen = new Set<string>();
  for (const map of config.maps.values()) {
    const path = (map.spec ?? "").replace(/\.(db|pag|dir|cdb|lmdb)$/, "");
    if (!path.startsWith("/") || !unordered.has(map.mapClass.toLowerCase()) || seen.has(path)) continue;
    seen.add(path);
    for (const { text } of site.lines(path)) {
      const row = /^([^\s#]\S*)\s+(.*)$/.exec(text);
      if (row) yield value(`${site.shown(path)}/${row[1]?.toLowerCase()}`, row[2] ?? "", []);
    }
  }
  for (const spec of config.options.get("AliasFile")?.values.flatMap((each) => each.split(",")) ?? []) {
    const path = spec
      .trim()
      .replace(/^\w+:/, "")
      .replace(/^-\S+\s+/, "")
      .trim();
    if (path.startsWith("/") && !seen.has(path)) yield* aliases(path, site);
    seen.add(path);
  }
}

/** `name: a, b`, with continuation lines; the order of recipients has no meaning. */
function* aliases(path: string, site: Site): Generator<SendmailItem> {
  const rows: string[] = [];
  for (const { text } of site.lines(path)) {
    if (/^\s*(#|$)/.test(text)) continue;
    if (/^\s/.test(text) && rows.length > 0) rows[rows.length - 1] += ` ${text.trim()}`;
    else rows.push(text);
  }
  for (const row of rows) {
    const parts = /^\s*("[^"]*"|[^:]+?)\s*:(.*)$/s.exec(row);
    if (!parts) continue;
    const targets = parseAddresses(parts[2] ?? "").map((tokens) => internalForm(tokens, false));
    const meaning = [...new Set(targets)].sort().join(", ");
    yield value(`${site.shown(path)}/${parts[1]?.toLowerCase()}`, meaning, [], oneLine(parts[2] ?? ""));
  }
}
