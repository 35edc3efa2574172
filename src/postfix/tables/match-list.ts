import { splitWords } from "../../syntax/postfix-lines/words.ts";
import type { PostfixFiles } from "../read/files.ts";
import { remembered } from "../resolve/remembered.ts";
import { casefold } from "./casefold.ts";
import { failTable } from "./composite.ts";
import { contains, parseAddress, parseNetwork } from "./network.ts";
import type { Tables } from "./open.ts";
import type { Table } from "./table.ts";

/** Whether a list matches; `failed` when a table or pattern of it could not answer. */
export type ListAnswer = "yes" | "no" | "failed";

/**
 * A list of patterns (`mydestination`, `relay_domains`, `mynetworks`): words, `.domain` or parent domains, networks,
 * tables, `/file` with more patterns, `!` to except. The first pattern that matches decides (src/util/match_list.c).
 */
export interface MatchList {
  readonly parameter: string;
  /** Whole words, without regard to case: mydestination, virtual_alias_domains. */
  matchesText(text: string): ListAnswer;
  /** A domain, and its parents where the list takes them: relay_domains. */
  matchesDomain(domain: string): ListAnswer;
  /** A client by name or address: mynetworks, debug_peer_list. */
  matchesClient(name: string, address: string): ListAnswer;
  /** Plain words of the list, without exceptions. */
  readonly words: readonly string[];
}

interface Pattern {
  readonly negative: boolean;
  readonly text: string;
  readonly table?: Table;
}

type Match = boolean | "failed";

export interface MatchListOptions {
  /** A domain also matches its subdomains (parent_domain_matches_subdomains names the list). */
  readonly parents: boolean;
  readonly utf8: boolean;
}

export function matchList(
  parameter: string,
  value: string,
  files: PostfixFiles,
  tables: Tables,
  options: MatchListOptions,
): MatchList {
  const patterns = readPatterns(value, false, files, tables, options.utf8);
  const plain = new Set(patterns.filter((each) => !each.negative && !each.table).map((each) => each.text));
  const isPlain = patterns.every((each) => !each.negative && !each.table);
  const run = (
    texts: readonly string[],
    test: (text: string, pattern: Pattern, index: number) => Match,
  ): ListAnswer => {
    const folded = texts.map((text) => casefold(text, options.utf8) ?? text);
    for (const pattern of patterns) {
      for (const [index, text] of folded.entries()) {
        const match = test(text, pattern, index);
        if (match === "failed") return "failed";
        if (match) return pattern.negative ? "no" : "yes";
      }
    }
    return "no";
  };
  return {
    parameter,
    words: [...plain],
    matchesText: (text) =>
      isPlain ? (plain.has(casefold(text, options.utf8) ?? text) ? "yes" : "no") : run([text], matchText),
    matchesDomain: (domain) => run([domain], (text, pattern) => matchDomain(text, pattern, options.parents)),
    matchesClient: (name, address) =>
      run([name, address], (text, pattern, index) =>
        index === 0 ? matchDomain(text, pattern, options.parents) : matchAddress(text, pattern),
      ),
  };
}

function readPatterns(
  value: string,
  negated: boolean,
  files: PostfixFiles,
  tables: Tables,
  utf8: boolean,
): readonly Pattern[] {
  const patterns: Pattern[] = [];
  for (const { text } of splitWords(value)) {
    if (text.startsWith("#")) break;
    const signs = /^!*/.exec(text)?.[0].length ?? 0;
    const negative = negated !== (signs % 2 === 1);
    const item = text.slice(signs);
    if (item.startsWith("/") && !files.exists(item)) {
      // Postfix puts a table in its place that fails every lookup (src/util/match_list.c, DICT_TYPE_NOFILE).
      patterns.push({ negative, text: item, table: failTable(`non-existent:${item}`) });
    } else if (item.startsWith("/")) {
      for (const line of files.lines(item)) {
        if (!line.text.startsWith("#")) patterns.push(...readPatterns(line.text, negative, files, tables, utf8));
      }
    } else if (isTable(item)) patterns.push({ negative, text: item, table: tables.open(item) });
    else patterns.push({ negative, text: casefold(item, utf8) ?? item });
  }
  return patterns;
}

/** `type:name`. An IPv6 address must stand in brackets, or Postfix takes it for a table too. */
function isTable(item: string): boolean {
  return !item.startsWith("[") && item.includes(":");
}

function matchText(text: string, pattern: Pattern): Match {
  return pattern.table ? ask(pattern.table, text) : text === pattern.text;
}

function ask(table: Table, key: string): Match {
  const answer = table.lookup(key);
  return answer.kind === "failed" ? "failed" : answer.kind === "found";
}

function matchDomain(domain: string, pattern: Pattern, parents: boolean): Match {
  if (pattern.table) return matchDomainTable(domain, pattern.table, parents);
  if (domain === pattern.text) return true;
  if (parents) return domain.endsWith(`.${pattern.text}`);
  return pattern.text.startsWith(".") && domain.length > pattern.text.length && domain.endsWith(pattern.text);
}

/** Tables with exact keys are asked for the parents too: `.parent`, or `parent` where parents match subdomains. */
function matchDomainTable(domain: string, table: Table, parents: boolean): Match {
  for (let key: string | undefined = domain; key !== undefined && key !== ""; ) {
    if (key === domain || table.fixed) {
      const match = ask(table, key);
      if (match !== false) return match;
    }
    const dot: number = key.indexOf(".", 1);
    key = dot === -1 ? undefined : key.slice(parents ? dot + 1 : dot);
  }
  return false;
}

function matchAddress(address: string, pattern: Pattern): Match {
  if (!/^[0-9a-fA-F.:]*$/.test(address)) return false;
  if (pattern.table) return ask(pattern.table, address);
  if (pattern.text === address || pattern.text === `[${address}]`) return true;
  if (!looksLikeNetwork(address, pattern.text)) return false;
  const network = networkOf(pattern.text);
  if (typeof network === "string") return "failed";
  const bytes = bytesOf(address);
  return bytes !== undefined && contains(network, bytes);
}

/** A list is asked for every client, and has few networks. */
const networkOf = remembered(parseNetwork);
const bytesOf = remembered(parseAddress);

function looksLikeNetwork(address: string, pattern: string): boolean {
  if (address.includes(":") !== pattern.includes(":")) return false;
  return /[:/]/.test(pattern) && /^[0-9a-fA-F.:[\]/]+$/.test(pattern);
}
