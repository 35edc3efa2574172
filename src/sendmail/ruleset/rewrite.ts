/**
 * rewrite — running a ruleset on a workspace (parseaddr.c, rewrite and callsubr)
 *
 * A workspace is an array of atoms and is changed in place. Order inside one rule: positions and `$&x` are put in,
 * then every map lookup from left to right, then every `$>` call from right to left.
 */
import { type Atom, intern, stripQuotes } from "./atoms.ts";
import { mapLookups } from "./lookups.ts";
import { matches } from "./match.ts";
import { META } from "./metasymbol.ts";
import { observingWatch } from "./observe.ts";
import { MAX_TOKENS } from "./prescan.ts";
import type { Program, Rule, Ruleset } from "./program.ts";
import { rulesetNumber } from "./ruleset-names.ts";
import { macroValue, type Session, STATUS, systemError, WORK_LIMIT } from "./session.ts";
import { tokenize } from "./tokenize.ts";

/** Tries of one rule before it is called a loop. */
const TRIES = 100;
/** Calls in one right-hand side, plus one (parseaddr.c, MAX_SUBR). */
const CALLS = 16;

/**
 * Runs a ruleset by number. Returns an exit status: 0, 75 when a map could not be asked, 78 or 65 when the rules are
 * broken (the workspace is then what it was before the broken rule).
 */
export function runRuleset(
  session: Session,
  workspace: Atom[],
  number: number,
  depth = 0,
  room: number = MAX_TOKENS,
): number {
  const { program, trace } = session;
  const ruleset = program.rulesets[number];
  const name = program.rulesetNames[number] ?? String(number);
  trace?.enter(name, workspace);
  if (depth > program.options.ruleRecursion) {
    systemError(session, `rewrite: excessive recursion (max ${program.options.ruleRecursion}), ruleset ${name}`);
    return STATUS.config;
  }
  if (room <= 0) return STATUS.usage;
  const status = ruleset ? applyRules(session, workspace, ruleset, depth + 1, room) : STATUS.ok;
  if (status >= 0) {
    trace?.leave(name, workspace);
    return status;
  }
  return -status;
}

function isMailer(program: Program, workspace: readonly Atom[]): boolean {
  const head = workspace[0];
  return head !== undefined && program.atoms.heads[head] === META.mailer;
}

function bitsOf(program: Program, workspace: readonly Atom[]): number {
  const { bits } = program.atoms;
  let all = 0;
  for (let at = 0; at < workspace.length; at += 1) all |= bits[workspace[at] ?? 0] ?? 0;
  return all;
}

/** A negative status: the ruleset was left in the middle, without the usual end. */
function applyRules(session: Session, workspace: Atom[], ruleset: Ruleset, depth: number, room: number): number {
  const { program, trace, bindings } = session;
  const { folded } = program.atoms;
  const macro = (id: number): string | undefined => seenMacro(session, "LHS", id);
  let status: number = STATUS.ok;
  let bits = bitsOf(program, workspace);
  let tries = 0;
  const watch = trace?.watch ?? (session.observer && observingWatch(program, session.observer));
  if (isMailer(program, workspace)) return status;
  for (let index = 0; index < ruleset.rules.length; ) {
    const rule = ruleset.rules[index];
    if (!rule) break;
    trace?.trying(rule);
    tries += 1;
    if (tries > TRIES) {
      systemError(session, `554 5.3.5 Infinite loop in ruleset ${ruleset.name}, rule ${index + 1}`);
      trace?.looping(workspace);
      break;
    }
    if (
      (!watch && cannotMatch(rule, workspace, bits, folded)) ||
      !matches(program, rule, workspace, bindings, macro, watch)
    ) {
      trace?.fails();
      index += 1;
      tries = 0;
      continue;
    }
    session.work -= 1;
    if (session.work < 0) return endless(session, ruleset, index);
    if (session.fired) session.fired[rule.id] = (session.fired[rule.id] ?? 0) + 1;
    trace?.matched(rule);
    session.observer?.fired(rule);
    if (rule.then === "next") {
      index += 1;
      tries = 0;
    } else if (rule.then === "return") index = ruleset.rules.length;
    const applied = applyRule(session, workspace, rule, ruleset.name, depth, room);
    if (applied < 0) return applied;
    if (status === STATUS.ok || applied === STATUS.tempFail) status = applied;
    trace?.rewritten(workspace);
    if (isMailer(program, workspace)) break;
    bits = bitsOf(program, workspace);
  }
  return status;
}

/** What a glance tells: a literal that is nowhere, too few tokens, another first or last token. */
function cannotMatch(rule: Rule, workspace: readonly Atom[], bits: number, folded: readonly Atom[]): boolean {
  if ((rule.bits & ~bits) !== 0 || rule.least > workspace.length) return true;
  if (rule.first !== -1 && folded[workspace[0] ?? -1] !== rule.first) return true;
  return rule.last !== -1 && folded[workspace[workspace.length - 1] ?? -1] !== rule.last;
}

function endless(session: Session, ruleset: Ruleset, index: number): number {
  if (session.work === -1) {
    const line = ruleset.rules[index]?.line ?? 0;
    systemError(
      session,
      `554 5.3.5 Ruleset ${ruleset.name}, rule ${index + 1} (line ${line}): given up after ${WORK_LIMIT} rules: the rulesets call each other without end`,
    );
  }
  return -STATUS.config;
}

/** Puts a matched rule's right-hand side in the workspace's place. */
function applyRule(
  session: Session,
  workspace: Atom[],
  rule: Rule,
  rulesetName: string,
  depth: number,
  room: number,
): number {
  const { atoms } = session.program;
  const built = substitute(session, workspace, rule, rulesetName, room);
  if (typeof built === "number") return -built;
  let acts = 0;
  for (let at = 0; at < built.length; at += 1) acts |= atoms.acts[built[at] ?? 0] ?? 0;
  let status: number = STATUS.ok;
  if ((acts & 1) !== 0) {
    const looked = mapLookups(session, built, room);
    if (looked < 0) return looked;
    // Lookups may bring tokens that call.
    acts |= 2;
    status = looked;
  }
  if ((acts & 2) !== 0) {
    const called = callRulesets(session, built, depth);
    if (status === STATUS.ok || called === STATUS.tempFail) status = called;
  }
  workspace.length = built.length;
  for (let at = 0; at < built.length; at += 1) workspace[at] = built[at] ?? 0;
  return status;
}

/** The right-hand side with `$1` and `$&x` put in; a status when that fails. */
function substitute(
  session: Session,
  workspace: readonly Atom[],
  rule: Rule,
  rulesetName: string,
  room: number,
): Atom[] | number {
  const { atoms } = session.program;
  const { first, last, count } = session.bindings;
  const out: Atom[] = [];
  for (let at = 0; at < rule.body.length; at += 1) {
    const atom = rule.body[at] ?? 0;
    const head = atoms.heads[atom];
    if (head === META.position) {
      const text = atoms.texts[atom] ?? "";
      const index = text.charCodeAt(1) - 0x31;
      if (!(index >= 0 && index < count)) {
        systemError(session, `554 5.3.5 rewrite: ruleset ${rulesetName}: replacement $${text[1] ?? ""} out of bounds`);
        return STATUS.config;
      }
      const to = last[index] ?? -1;
      session.trace?.position(index + 1, workspace.slice(first[index] ?? 0, to + 1));
      for (let from = first[index] ?? 0; from <= to; from += 1) {
        if (out.length >= room) return tooLong(session);
        out.push(workspace[from] ?? 0);
      }
    } else if (head === META.deferredMacro) {
      if (out.length >= room) return tooLong(session);
      const value = seenMacro(session, "RHS", (atoms.texts[atom] ?? "").charCodeAt(1)) ?? "";
      if (value === "") continue;
      const tokens = tokenize(session, value);
      if (!tokens) return STATUS.dataError;
      for (const token of tokens) {
        out.push(token);
        if (out.length >= room) return tooLong(session);
      }
    } else {
      if (out.length >= room) return tooLong(session);
      out.push(atom);
    }
  }
  return out;
}

function tooLong(session: Session): number {
  systemError(session, "554 5.3.0 rewrite: expansion too long");
  return STATUS.dataError;
}

function seenMacro(session: Session, side: "LHS" | "RHS", id: number): string | undefined {
  const value = macroValue(session, id);
  session.trace?.macro(side, id, value);
  return value;
}

/** Performs the `$>name` calls of a workspace, the last one first; each takes all that stands to its right. */
function callRulesets(session: Session, workspace: Atom[], depth: number): number {
  const { atoms, rulesets } = session.program;
  const calls: { readonly number: number; readonly at: number }[] = [];
  for (let at = 0; at < workspace.length; at += 1) {
    const next = workspace[at + 1];
    if (atoms.heads[workspace[at] ?? 0] !== META.call || next === undefined) continue;
    const name = stripQuotes(atoms.texts[next] ?? "");
    workspace[at + 1] = intern(atoms, name);
    const number = rulesetNumber(session, name);
    if (number < 0) {
      systemError(session, `554 5.3.5 Unknown ruleset ${name}`);
      return STATUS.config;
    }
    if (!rulesets[number]?.rules.length) {
      session.trace?.skipped(name, number);
      // The token that moves up here is not looked at again, nor are positions counted anew (callsubr's `continue`).
      workspace.splice(at, 2);
      continue;
    }
    if (calls.length + 1 >= CALLS) {
      systemError(session, `554 5.3.0 Too many subroutine calls (${CALLS} max)`);
      return STATUS.config;
    }
    calls.push({ number, at });
  }
  let status: number = STATUS.ok;
  for (const call of calls.reverse()) {
    const rest = workspace.slice(call.at + 2);
    const result = runRuleset(session, rest, call.number, depth, MAX_TOKENS - call.at);
    workspace.length = call.at;
    for (const atom of rest) workspace.push(atom);
    if (result !== STATUS.ok && result !== STATUS.tempFail) return result;
    if (status === STATUS.ok || result === STATUS.tempFail) status = result;
  }
  return status;
}
