/**
 * compile-rule — an R line to a rule (readcf.c, case 'R')
 */
import type { Span } from "../../source/source-file.ts";
import { type Atom, type Atoms, internAll } from "./atoms.ts";
import { META, metaLetter } from "./metasymbol.ts";
import { prescan, RULE_ROOM } from "./prescan.ts";
import { OP, type Rule } from "./program.ts";
import type { TokenTable } from "./token-types.ts";

/** Wildcards a rule may have (sendmail.h, MAXMATCH). */
const WILDCARDS = 9;
/** Arguments of a lookup (sendmail.h, MAX_MAP_ARGS). */
const ARGUMENTS = 10;

export interface RuleSource {
  readonly id: number;
  readonly line: number;
  readonly span: Span | undefined;
  readonly text: string;
  /** Both sides with macros expanded. */
  readonly lhs: string;
  readonly rhs: string;
  readonly table: TokenTable;
}

const opByHead: ReadonlyMap<number, number> = new Map<number, number>([
  [META.anyTokens, OP.any],
  [META.someTokens, OP.some],
  [META.oneToken, OP.one],
  [META.inClass, OP.inClass],
  [META.notInClass, OP.notInClass],
  [META.host, OP.zero],
  [META.deferredMacro, OP.macro],
]);

const WILD: ReadonlySet<number> = new Set([OP.any, OP.some, OP.one, OP.inClass, OP.notInClass]);

export function compileRule(
  atoms: Atoms,
  source: RuleSource,
): { readonly rule: Rule; readonly errors: readonly string[] } {
  const errors: string[] = [];
  let lhs = tokensOf(source.lhs, source.table);
  if (!lhs) errors.push("R line: null LHS");
  lhs ??= [];
  const wildcards = checkLeft(lhs, errors);
  if (wildcards > WILDCARDS) {
    errors.push("R line: too many wildcards");
    lhs = [];
  }
  const rhs = tokensOf(source.rhs, source.table);
  if (!rhs) errors.push("R line: null RHS");
  else checkRight(rhs, wildcards, errors);
  return { rule: built(atoms, source, lhs, rhs ?? []), errors };
}

function tokensOf(text: string, table: TokenTable): readonly string[] | undefined {
  return prescan(text, { table, delimiter: "\t", room: RULE_ROOM, lenient: true }).tokens;
}

function built(atoms: Atoms, source: RuleSource, lhs: readonly string[], rhs: readonly string[]): Rule {
  const left = internAll(atoms, lhs);
  const right = internAll(atoms, rhs);
  const ops = lhs.map((token) => opByHead.get(token.charCodeAt(0)) ?? OP.literal);
  const args = ops.map((op, at) => argumentOf(atoms, op, left[at] ?? 0, lhs[at] ?? ""));
  const head = rhs[0]?.charCodeAt(0);
  const prefixed = head === META.user || head === META.host;
  return {
    id: source.id,
    line: source.line,
    span: source.span,
    text: source.text,
    ops,
    args,
    lhs: left,
    rhs: right,
    body: prefixed ? right.slice(1) : right,
    // biome-ignore lint/suspicious/noThenProperty: what follows the rule; nobody awaits a rule
    then: head === META.user ? "next" : head === META.host ? "return" : "again",
  };
}

function argumentOf(atoms: Atoms, op: number, atom: Atom, token: string): number {
  if (op === OP.literal) return atoms.folded[atom] ?? atom;
  return token.length > 1 ? token.charCodeAt(1) : 0;
}

/** Metasymbols that mean nothing on the left are said, and stay as literals. */
function checkLeft(tokens: readonly string[], errors: string[]): number {
  let wildcards = 0;
  for (const token of tokens) {
    const head = token.charCodeAt(0);
    const op = opByHead.get(head);
    if (op !== undefined && WILD.has(op)) wildcards += 1;
    else if (head === META.position) errors.push("Inappropriate use of $1-$9 on LHS");
    else if (LEFT_MISUSES.has(head)) errors.push(`Inappropriate use of $${metaLetter(head)} on LHS`);
  }
  return wildcards;
}

const LEFT_MISUSES: ReadonlySet<number> = new Set<number>([
  META.user,
  META.call,
  META.conditionalIf,
  META.conditionalEnd,
  META.hostBegin,
  META.hostEnd,
  META.mapBegin,
  META.mapEnd,
]);

const RIGHT_MISUSES: ReadonlySet<number> = new Set<number>([
  META.anyTokens,
  META.someTokens,
  META.oneToken,
  META.inClass,
  META.notInClass,
]);

function checkRight(tokens: readonly string[], wildcards: number, errors: string[]): void {
  let closing = 0;
  let inMap = false;
  let args = 0;
  for (const token of tokens) {
    const head = token.charCodeAt(0);
    if (head === META.position) {
      const index = token.charCodeAt(1) - 0x30;
      if (!(index >= 1 && index <= wildcards)) errors.push(`replacement $${token[1] ?? ""} out of bounds`);
    } else if (RIGHT_MISUSES.has(head)) errors.push(`Inappropriate use of $${metaLetter(head)} on RHS`);
    else if (head === META.host && inMap) {
      args += 1;
      if (args >= ARGUMENTS) errors.push("too many arguments for map lookup");
    } else if (head === META.hostBegin || head === META.mapBegin) {
      closing = head === META.hostBegin ? META.hostEnd : META.mapEnd;
      if (inMap) errors.push("cannot nest map lookups");
      inMap = true;
      args = 0;
    } else if (head === closing) {
      inMap = false;
      closing = 0;
    }
  }
  if (inMap) errors.push("missing map closing token");
}
