import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan } from "../../source/source-file.ts";
import { type LinePart, logicalLinesOf } from "../../syntax/postfix-lines/logical-lines.ts";
import { type AddressBytes, contains, type Network, parseAddress, parseNetwork } from "./network.ts";
import { shadowsOf } from "./shadows.ts";
import { found, none, type Table } from "./table.ts";

interface Rule {
  readonly kind: "match" | "if" | "endif";
  readonly network: Network | undefined;
  readonly negative: boolean;
  readonly value: string;
  /** For `if`: index of the rule that ends it, or the number of rules. */
  end: number;
}

/** A cidr: table (cidr_table(5)): the first network that holds the address answers. Keys that are no address: nothing. */
export function cidrTable(reference: string, path: string, lines: Iterable<LinePart>): Table {
  const rules: Rule[] = [];
  const open: Rule[] = [];
  const diagnostics: Diagnostic[] = [];
  const shadows = shadowsOf(path);
  for (const logical of logicalLinesOf(lines)) {
    const rule = logical.orphan ? "the line begins with white space" : readRule(logical.text.trimEnd(), open.length);
    if (typeof rule === "string") {
      diagnostics.push(diagnose("PF4021", lineSpan(path, logical.line), `${path}: ${rule}; the line is not used`));
      continue;
    }
    if (rule.kind === "if") open.push(rule);
    if (rule.kind === "endif") {
      const start = open.pop();
      if (start) start.end = rules.length;
    }
    if (rule.kind === "match" && rule.network && !rule.negative && open.length === 0) {
      shadows.network(logical.line, rule.network);
    }
    rules.push(rule);
  }
  for (const rule of open) rule.end = rules.length;
  return {
    reference,
    fixed: false,
    diagnostics: [...diagnostics, ...shadows.findings],
    lookup: (key) => {
      const address = parseAddress(key);
      const value = address && firstMatch(rules, address);
      return value === undefined ? none : found(value);
    },
  };
}

function firstMatch(rules: readonly Rule[], address: AddressBytes): string | undefined {
  for (let index = 0; index < rules.length; index += 1) {
    const rule = rules[index];
    if (!rule?.network) continue;
    const sameFamily = rule.network.bytes.length === address.length;
    const matched = sameFamily && contains(rule.network, address) !== rule.negative;
    if (rule.kind === "if") {
      if (!matched) index = rule.end;
    } else if (matched) return rule.value;
  }
  return undefined;
}

function readRule(text: string, nesting: number): Rule | string {
  const keyword = /^(if|endif)(?![A-Za-z0-9])(.*)$/is.exec(text);
  if (keyword?.[1]?.toLowerCase() === "endif") {
    if (keyword[2]?.trim() !== "") return "there is text after an endif";
    if (nesting === 0) return "an endif has no if";
    return { kind: "endif", network: undefined, negative: false, value: "", end: 0 };
  }
  const body = keyword ? (keyword[2] ?? "") : text;
  const parts = /^([!\s]*)(\S*)\s*(.*)$/s.exec(body);
  const negative = ((parts?.[1] ?? "").match(/!/g)?.length ?? 0) % 2 === 1;
  const pattern = keyword ? `${parts?.[2] ?? ""}${parts?.[3] ? ` ${parts[3]}` : ""}` : (parts?.[2] ?? "");
  if (pattern === "") return "an address is missing";
  const network = parseNetwork(pattern);
  if (typeof network === "string") return network;
  const value = keyword ? "" : (parts?.[3] ?? "").trim();
  if (!keyword && value === "") return "a result is missing";
  return { kind: keyword ? "if" : "match", network, negative, value, end: 0 };
}
