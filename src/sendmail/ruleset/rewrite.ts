/**
 * rewrite — running a ruleset on a workspace (parseaddr.c, rewrite and callsubr)
 *
 * Order inside one rule: positions and `$&x` are put in, then every map lookup from left to right, then every `$>` call
 * from right to left. Rules run on tapes that are used again; arrays of atoms come in and go out.
 */
import type { Atom } from "./atoms.ts";
import { leftHandSide } from "./left-hand-side.ts";
import { mapLookups } from "./lookups.ts";
import { matches } from "./match.ts";
import { META } from "./metasymbol.ts";
import { observingWatch } from "./observe.ts";
import { MAX_TOKENS } from "./prescan.ts";
import type { Program, ReadyRuleset, Rule, Ruleset } from "./program.ts";
import { depthOf, firedBy, isRecallable, keepRun, knownRun, replay, slotOf } from "./recall.ts";
import { type LeadingCall, MACRO_BASE, type RightHandSide, rightHandSide } from "./right-hand-side.ts";
import { glanceAt, newGlance, nextCandidate, ruleIndex } from "./rule-index.ts";
import { callTarget } from "./ruleset-names.ts";
import { macroValue, type Session, STATUS, systemError, type Trace, WORK_LIMIT } from "./session.ts";
import { giveTape, loadTape, storeTape, type Tape, takeTape, tapeAtoms } from "./tape.ts";
import { tokenize } from "./tokenize.ts";

/** Tries of one rule before it is called a loop. */
const TRIES = 100;
/** Calls in one right-hand side, plus one (parseaddr.c, MAX_SUBR). */
const CALLS = 16;

/**
 * Runs a ruleset by number; the workspace is changed in place. Returns an exit status: 0, 75 when a map could not be
 * asked, 78 or 65 when the rules are broken (the workspace is then what it was before the broken rule).
 */
export function runRuleset(session: Session, workspace: Atom[], number: number): number {
  const tape = takeTape(session.spare);
  loadTape(tape, workspace);
  const status = runOn(session, tape, number, 0, MAX_TOKENS);
  storeTape(tape, workspace);
  giveTape(session.spare, tape);
  return status;
}

function runOn(session: Session, tape: Tape, number: number, depth: number, room: number): number {
  const { recall, program } = session;
  if (!recall || depth > program.options.ruleRecursion || !isRecallable(tape, room)) {
    return runAnew(session, tape, number, depth, room);
  }
  const slot = slotOf(recall, number, tape);
  const known = knownRun(recall, slot, number, tape, session.macros, program.macros);
  if (
    known !== -1 &&
    depth + depthOf(recall, known) <= program.options.ruleRecursion &&
    session.work > firedBy(recall, known)
  ) {
    session.work -= firedBy(recall, known);
    recall.deepest = Math.max(recall.deepest, depth + depthOf(recall, known));
    return replay(recall, slot, known, tape, session.fired, session.setMacro);
  }
  const { deepest, longest, fired, macros, said, asked } = recall;
  const before = {
    number,
    slot,
    tokens: tapeAtoms(tape),
    fired: fired.length,
    macros: macros.length,
    said,
    asked: asked.length,
  };
  recall.deepest = depth;
  recall.longest = tape.length;
  const status = runAnew(session, tape, number, depth, room);
  keepRun(recall, before, tape, recall.deepest - depth, status);
  recall.deepest = Math.max(recall.deepest, deepest);
  recall.longest = Math.max(recall.longest, longest);
  return status;
}

function runAnew(session: Session, tape: Tape, number: number, depth: number, room: number): number {
  const { program, trace, recall } = session;
  if (recall) recall.deepest = Math.max(recall.deepest, depth);
  const ruleset = program.rulesets[number];
  const name = program.rulesetNames[number] ?? String(number);
  trace?.enter(name, tapeAtoms(tape));
  if (depth > program.options.ruleRecursion) {
    systemError(session, `rewrite: excessive recursion (max ${program.options.ruleRecursion}), ruleset ${name}`);
    return STATUS.config;
  }
  if (room <= 0) return STATUS.usage;
  const status = ruleset ? applyRules(session, tape, ruleset, depth + 1, room) : STATUS.ok;
  if (status < 0) return -status;
  trace?.leave(name, tapeAtoms(tape));
  return status;
}

function readyRuleset(program: Program, ruleset: Ruleset): ReadyRuleset {
  const known = program.ready[ruleset.number];
  if (known) return known;
  const { rules } = ruleset;
  const ready = {
    rules,
    left: rules.map((rule) => leftHandSide(program.classes, rule)),
    right: rules.map((rule) => rightHandSide(program, rule)),
    index: ruleIndex(program.atoms, rules),
  };
  program.ready[ruleset.number] = ready;
  return ready;
}

function isMailer(program: Program, tape: Tape): boolean {
  return tape.length > 0 && program.atoms.heads[tape.tokens[0] ?? 0] === META.mailer;
}

/** A negative status: the ruleset was left in the middle, without the usual end. */
function applyRules(session: Session, tape: Tape, ruleset: Ruleset, depth: number, room: number): number {
  const { program, trace } = session;
  if (isMailer(program, tape)) return STATUS.ok;
  const ready = readyRuleset(program, ruleset);
  const { rules } = ready;
  const count = rules.length;
  const watch = trace?.watch ?? (session.observer && observingWatch(program, session.observer));
  const glance = newGlance();
  let seen = false;
  let status: number = STATUS.ok;
  let tries = 0;
  for (let index = 0; index < count; ) {
    if (tries >= TRIES) {
      sayLoop(session, tape, ruleset, index);
      break;
    }
    // Whoever watches the steps of the matcher sees those of every rule. For the last one a glance does not pay.
    let candidate = index;
    if (!watch && index + 1 < count) {
      if (!seen) glanceAt(program.atoms, tape, glance);
      seen = true;
      candidate = nextCandidate(ready.index, index, glance, tape.length);
    }
    if (candidate > index) {
      if (trace) for (const skipped of rules.slice(index, candidate)) tellSkipped(trace, skipped);
      index = candidate;
      tries = 0;
      continue;
    }
    const rule = rules[index];
    const left = ready.left[index];
    const right = ready.right[index];
    if (!rule || !left || !right) break;
    trace?.trying(rule);
    tries += 1;
    if (!matches(program, left, tape, session.bindings, session.leftMacro, watch)) {
      trace?.fails();
      index += 1;
      tries = 0;
      continue;
    }
    session.work -= 1;
    if (session.work < 0) return endless(session, ruleset, index);
    if (session.fired) session.fired[rule.id] = (session.fired[rule.id] ?? 0) + 1;
    session.recall?.fired.push(rule.id);
    trace?.matched(rule);
    session.observer?.fired(rule);
    if (rule.then === "next") {
      index += 1;
      tries = 0;
    } else if (rule.then === "return") index = count;
    const applied = applyRule(session, tape, right, ruleset.name, depth, room);
    if (applied < 0) return applied;
    if (status === STATUS.ok || applied === STATUS.tempFail) status = applied;
    if (session.recall && tape.length > session.recall.longest) session.recall.longest = tape.length;
    trace?.rewritten(tapeAtoms(tape));
    if (isMailer(program, tape)) break;
    seen = false;
  }
  return status;
}

function tellSkipped(trace: Trace, rule: Rule): void {
  trace.trying(rule);
  trace.fails();
}

/** The 101st try of a rule is a loop, whether it would match or not; the workspace is the answer then. */
function sayLoop(session: Session, tape: Tape, ruleset: Ruleset, index: number): void {
  const rule = ruleset.rules[index];
  if (rule) session.trace?.trying(rule);
  systemError(session, `554 5.3.5 Infinite loop in ruleset ${ruleset.name}, rule ${index + 1}`);
  session.trace?.looping(tapeAtoms(tape));
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

const LOOKS_UP = 1;

/** Puts a matched rule's right-hand side in the workspace's place. */
function applyRule(
  session: Session,
  tape: Tape,
  right: RightHandSide,
  rulesetName: string,
  depth: number,
  room: number,
): number {
  const { leading } = right;
  const built = takeTape(session.spare);
  const act = substitute(session, tape, built, right, rulesetName, room - 2 * leading.length);
  if (act < 0) {
    giveTape(session.spare, built);
    return act;
  }
  let status: number = STATUS.ok;
  if (act === 0 && leading.length > 0) status = callLeading(session, built, leading, depth);
  else if (act !== 0) {
    putBack(built, leading, leading.length);
    status = lookUpAndCall(session, built, act, depth, room);
    if (status < 0) {
      giveTape(session.spare, built);
      return status;
    }
  }
  const { tokens } = tape;
  tape.tokens = built.tokens;
  tape.length = built.length;
  built.tokens = tokens;
  giveTape(session.spare, built);
  return status;
}

/** Lookups first, then calls. Negative: a lookup is broken. */
function lookUpAndCall(session: Session, built: Tape, act: number, depth: number, room: number): number {
  if ((act & LOOKS_UP) === 0) return callRulesets(session, built, depth);
  const status = mapLookups(session, built, room);
  if (status < 0) return status;
  if (session.recall && built.length > session.recall.longest) session.recall.longest = built.length;
  // Lookups may bring tokens that call.
  const called = callRulesets(session, built, depth);
  return status === STATUS.ok || called === STATUS.tempFail ? called : status;
}

/**
 * The right-hand side with `$1` and `$&x` put in: which of lookups and calls are in it, or a status below zero when
 * that fails.
 */
function substitute(
  session: Session,
  tape: Tape,
  built: Tape,
  right: RightHandSide,
  rulesetName: string,
  room: number,
): number {
  const { acts } = session.program.atoms;
  const { first, last, count } = session.bindings;
  const { codes } = right;
  const { tokens } = tape;
  const out = built.tokens;
  let { acts: act } = right;
  let length = 0;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code >= 0) {
      if (length >= room) return -tooLong(session);
      out[length] = code;
      length += 1;
    } else if (code > MACRO_BASE) {
      const index = -1 - code - 0x31;
      if (!(index >= 0 && index < count)) return -outOfBounds(session, rulesetName, -1 - code);
      const from = first[index] ?? 0;
      const to = last[index] ?? -1;
      session.trace?.position?.(index + 1, Array.from(tokens.subarray(from, to + 1)));
      if (length + to + 1 - from > room) return -tooLong(session);
      for (let each = from; each <= to; each += 1) {
        const atom = tokens[each] ?? 0;
        act |= acts[atom] ?? 0;
        out[length] = atom;
        length += 1;
      }
    } else {
      if (length >= room) return -tooLong(session);
      const id = MACRO_BASE - code;
      const value = macroValue(session, id);
      session.trace?.macro("RHS", id, value);
      if (value === undefined || value === "") continue;
      const inner = tokenize(session, value);
      if (!inner) return -STATUS.dataError;
      if (length + inner.length >= room) return -tooLong(session);
      for (const atom of inner) {
        act |= acts[atom] ?? 0;
        out[length] = atom;
        length += 1;
      }
    }
  }
  built.length = length;
  if (session.recall && length > session.recall.longest) session.recall.longest = length;
  return act;
}

function outOfBounds(session: Session, rulesetName: string, digit: number): number {
  const shown = digit === 0 ? "" : String.fromCharCode(digit);
  systemError(session, `554 5.3.5 rewrite: ruleset ${rulesetName}: replacement $${shown} out of bounds`);
  return STATUS.config;
}

function tooLong(session: Session): number {
  systemError(session, "554 5.3.0 rewrite: expansion too long");
  return STATUS.dataError;
}

/** Calls that stand before everything else, the last one first; each works on all there is. */
function callLeading(session: Session, tape: Tape, calls: readonly LeadingCall[], depth: number): number {
  let status: number = STATUS.ok;
  for (let at = calls.length - 1; at >= 0; at -= 1) {
    const result = runOn(session, tape, calls[at]?.number ?? 0, depth, MAX_TOKENS - 2 * at);
    if (result !== STATUS.ok && result !== STATUS.tempFail) {
      putBack(tape, calls, at);
      return result;
    }
    if (status === STATUS.ok || result === STATUS.tempFail) status = result;
  }
  return status;
}

/** The tokens of the first `count` calls before a workspace. */
function putBack(tape: Tape, calls: readonly LeadingCall[], count: number): void {
  if (count === 0) return;
  tape.tokens.copyWithin(2 * count, 0, tape.length);
  for (let at = 0; at < count; at += 1) {
    tape.tokens[2 * at] = calls[at]?.mark ?? 0;
    tape.tokens[2 * at + 1] = calls[at]?.name ?? 0;
  }
  tape.length += 2 * count;
}

/** Performs the `$>name` calls of a workspace, the last one first; each takes all that stands to its right. */
function callRulesets(session: Session, tape: Tape, depth: number): number {
  const { atoms, rulesets } = session.program;
  const places: number[] = [];
  const numbers: number[] = [];
  for (let at = 0; at + 1 < tape.length; at += 1) {
    if (atoms.heads[tape.tokens[at] ?? 0] !== META.call) continue;
    const target = callTarget(session, tape.tokens[at + 1] ?? 0);
    tape.tokens[at + 1] = target.name;
    const name = atoms.texts[target.name] ?? "";
    if (target.number < 0) {
      systemError(session, `554 5.3.5 Unknown ruleset ${name}`);
      return STATUS.config;
    }
    if (!rulesets[target.number]?.rules.length) {
      session.trace?.skipped(name, target.number);
      // The token that moves up here is not looked at again, nor are positions counted anew (callsubr's `continue`).
      tape.tokens.copyWithin(at, at + 2, tape.length);
      tape.length -= 2;
      continue;
    }
    if (places.length + 1 >= CALLS) {
      systemError(session, `554 5.3.0 Too many subroutine calls (${CALLS} max)`);
      return STATUS.config;
    }
    places.push(at);
    numbers.push(target.number);
  }
  let status: number = STATUS.ok;
  for (let call = places.length - 1; call >= 0; call -= 1) {
    const result = callOne(session, tape, places[call] ?? 0, numbers[call] ?? 0, depth);
    if (result !== STATUS.ok && result !== STATUS.tempFail) return result;
    if (status === STATUS.ok || result === STATUS.tempFail) status = result;
  }
  return status;
}

function callOne(session: Session, tape: Tape, at: number, number: number, depth: number): number {
  const rest = takeTape(session.spare);
  rest.length = Math.max(0, tape.length - at - 2);
  for (let each = 0; each < rest.length; each += 1) rest.tokens[each] = tape.tokens[at + 2 + each] ?? 0;
  const result = runOn(session, rest, number, depth, MAX_TOKENS - at);
  for (let each = 0; each < rest.length; each += 1) tape.tokens[at + each] = rest.tokens[each] ?? 0;
  tape.length = at + rest.length;
  giveTape(session.spare, rest);
  return result;
}
