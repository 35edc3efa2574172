/**
 * reachable-rules — rules that may run at all, followed through the rulesets from all that sendmail gives them
 *
 * Every ruleset is run on shapes of workspaces instead of workspaces (shapes.ts): what a rule makes of a shape is a
 * shape again, so that `< $H > $1` with an empty `$H` is known to begin with `< >` in the ruleset that it calls. What
 * cannot be told is taken for possible; a rule that is left out can never run, whatever tables, macros of a session and
 * the name service say.
 */
import { classById } from "../ruleset/classes.ts";
import { rootRulesets } from "../ruleset/live-rules.ts";
import { META } from "../ruleset/metasymbol.ts";
import { OP, type Program, type Rule } from "../ruleset/program.ts";
import {
  anything,
  GAP,
  gapOf,
  isGap,
  isPlain,
  isWithin,
  levelBound,
  mayMeet,
  ONE,
  OPEN_GAP,
  oneOf,
  type Shape,
  settled,
  shapeOfRule,
  tokensOf,
} from "./shapes.ts";

/** Shapes of one place; where there are more, anything is taken for possible. */
const KEPT = 24;
/** Members of a class that are each held against a shape; of a larger one any word is taken for a member. */
const MEMBERS = 100;
/** Runs of one ruleset on one shape, all together; more than a large configuration needs by far. */
const RUNS = 20_000;

/** One shape in one ruleset. */
interface Task {
  readonly number: number;
  readonly shape: Shape;
}

interface Flow {
  readonly program: Program;
  readonly inputs: Map<number, ShapeSet>;
  readonly results: Map<number, ShapeSet>;
  readonly reachable: Set<number>;
  readonly shapes: Map<Rule, Shape>;
  readonly waiting: Set<Task>;
  /** Tasks that asked what a ruleset returns: they run again when it returns more. */
  readonly askers: Map<number, Set<Task>>;
  task: Task | undefined;
}

/** Hooks that are given two texts with `$|` between them (srvrsmtp.c, conf.c, deliver.c). */
const TWO_TEXTS = ["check_relay", "check_compat", "check_eoh", "tls_client", "greet_pause", "ratecontrol"];

/** Ids of the rules; undefined where no end was found. */
export function reachableRules(program: Program): ReadonlySet<number> | undefined {
  const flow: Flow = {
    program,
    inputs: new Map(),
    results: new Map(),
    reachable: new Set(),
    shapes: new Map(),
    waiting: new Set(),
    askers: new Map(),
    task: undefined,
  };
  for (const number of rootRulesets(program)) give(flow, number, [GAP]);
  const bar = program.atoms.heads.indexOf(META.conditionalElse);
  for (const name of bar === -1 ? [] : TWO_TEXTS) {
    const number = program.rulesetNumbers.get(name);
    if (number === undefined) continue;
    give(flow, number, [GAP, bar, GAP]);
    give(flow, number, [GAP, bar, GAP, bar, GAP]);
  }
  let runs = 0;
  for (const task of flow.waiting) {
    runs += 1;
    if (runs > RUNS) return undefined;
    flow.waiting.delete(task);
    flow.task = task;
    run(flow, task.number, task.shape);
  }
  return flow.reachable;
}

/** Shapes by their text; one that says "anything" when they become too many. */
class ShapeSet {
  shapes = new Map<string, Shape>();
  newest: Shape = [];

  /** True when it was not there. */
  add(program: Program, shape: Shape): boolean {
    const text = shape.join();
    if (this.shapes.has(text) || this.isHeld(program, shape)) return false;
    this.newest = this.shapes.size < KEPT ? shape : anything(program, [...this.shapes.values(), shape]);
    if (this.shapes.size >= KEPT) this.shapes = new Map();
    this.shapes.set(this.newest.join(), this.newest);
    return true;
  }

  private isHeld(program: Program, shape: Shape): boolean {
    const [needed = GAP] = anything(program, [shape]);
    return [...this.shapes.values()].some(
      ([first = 0, ...rest]) => rest.length === 0 && first < 0 && first <= needed && isGap(first),
    );
  }
}

function give(flow: Flow, number: number, shape: Shape): void {
  const set = flow.inputs.get(number) ?? new ShapeSet();
  flow.inputs.set(number, set);
  if (set.add(flow.program, settled(flow.program, shape))) flow.waiting.add({ number, shape: set.newest });
}

function giveBack(flow: Flow, number: number, shape: Shape): void {
  const set = flow.results.get(number) ?? new ShapeSet();
  flow.results.set(number, set);
  if (!set.add(flow.program, settled(flow.program, shape))) return;
  for (const task of flow.askers.get(number) ?? []) flow.waiting.add(task);
}

/** A shape on its way through a ruleset, with the rules that it passed since it last changed. */
interface Place {
  readonly shape: Shape;
  readonly passed: readonly Rule[];
}

function run(flow: Flow, number: number, input: Shape): void {
  const leave = (shape: Shape): void => giveBack(flow, number, shape);
  let places: readonly Place[] = [{ shape: input, passed: [] }];
  for (const rule of flow.program.rulesets[number]?.rules ?? []) {
    const next = new Map<string, Place>();
    const keep = (place: Place): void => {
      const known = next.get(place.shape.join());
      const passed = known ? known.passed.filter((one) => place.passed.includes(one)) : place.passed;
      next.set(place.shape.join(), { shape: place.shape, passed });
    };
    for (const place of places) through(flow, rule, place, keep, leave);
    places = [...next.values()];
    if (places.length > KEPT) {
      places = [
        {
          shape: anything(
            flow.program,
            places.map(({ shape }) => shape),
          ),
          passed: [],
        },
      ];
    }
  }
  for (const { shape } of places) leave(shape);
}

/** One rule: what goes on behind it, and what leaves the ruleset by it. */
function through(
  flow: Flow,
  rule: Rule,
  start: Place,
  keep: (place: Place) => void,
  leave: (shape: Shape) => void,
): void {
  const waiting: Place[] = [start];
  const seen = new Set<string>();
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (endsHere(flow.program, place.shape)) {
      leave(place.shape);
      continue;
    }
    if (!mayFire(flow, rule, place)) {
      keep({ shape: place.shape, passed: [...place.passed, rule] });
      continue;
    }
    flow.reachable.add(rule.id);
    if (!(isPlain(rule) && isWithin(place.shape, shapeOf(flow, rule)))) {
      keep({ shape: place.shape, passed: [...place.passed, rule] });
    }
    for (const made of written(flow, rule, place.shape)) {
      const shape = settled(flow.program, made);
      if (rule.then === "return" || endsHere(flow.program, shape)) leave(shape);
      else if (rule.then === "next") keep({ shape, passed: [] });
      else if (!seen.has(shape.join())) {
        const isMuch = seen.size >= KEPT;
        seen.add(shape.join());
        waiting.push({ shape: isMuch ? anything(flow.program, [shape]) : shape, passed: [] });
      }
    }
  }
}

function endsHere({ atoms }: Program, shape: Shape): boolean {
  return (shape[0] ?? -1) >= 0 && atoms.heads[shape[0] ?? -1] === META.mailer;
}

function shapeOf(flow: Flow, rule: Rule): Shape {
  const known = flow.shapes.get(rule) ?? shapeOfRule(rule);
  flow.shapes.set(rule, known);
  return known;
}

/** A rule that an earlier one would have matched as well cannot match what passed that one. */
function mayFire(flow: Flow, rule: Rule, { shape, passed }: Place): boolean {
  const own = shapeOf(flow, rule);
  if (!mayMeet(flow.program, shape, own)) return false;
  if (!membersMayMeet(flow.program, rule, shape)) return false;
  return !passed.some((one) => isPlain(one) && isWithin(own, shapeOf(flow, one)));
}

/** Whether a member of the class that the rule tests can stand there. */
function membersMayMeet(program: Program, rule: Rule, shape: Shape): boolean {
  const at = rule.ops.indexOf(OP.inClass);
  if (at === -1 || at !== rule.ops.lastIndexOf(OP.inClass)) return true;
  const { words } = classById(program.classes, rule.args[at] ?? 0);
  if (words.size > MEMBERS) return true;
  return [...words].some((word) => mayMeet(program, shape, shapeOfRule(rule, tokensOf(program, word))));
}

/** What the right-hand side can make, each `$n` as far as the left-hand side tells it. */
function written(flow: Flow, rule: Rule, shape: Shape): readonly Shape[] {
  const level = levelBound(flow.program, rule, shape);
  const one = oneOf(level);
  const gap = gapOf(level);
  const bindings: Shape[] = [];
  for (const op of rule.ops) {
    if (op === OP.any) bindings.push([gap]);
    else if (op === OP.some || op === OP.inClass) bindings.push([one, gap]);
    else if (op === OP.one || op === OP.notInClass) bindings.push([one]);
  }
  const counts = !rule.ops.some((op) => op === OP.zero || op === OP.macro);
  const bound = (position: number): Shape => (counts ? bindings[position - 1] : undefined) ?? [gap];
  return made(flow, rule, rule.body, bound);
}

function made(flow: Flow, rule: Rule, body: readonly number[], bound: (position: number) => Shape): readonly Shape[] {
  const { heads, texts, folded } = flow.program.atoms;
  let out: readonly Shape[] = [[]];
  const append = (...choices: readonly Shape[]): void => {
    out = out.flatMap((shape) => choices.map((choice) => [...shape, ...choice]));
    if (out.length > KEPT) out = [anything(flow.program, out)];
  };
  for (let at = 0; at < body.length; at += 1) {
    const atom = body[at] ?? 0;
    const head = heads[atom];
    if (head === META.position) append(bound((texts[atom] ?? "").charCodeAt(1) - 0x30));
    else if (head === META.deferredMacro) append([], [ONE, GAP]);
    else if (head === META.mapBegin || head === META.hostBegin) {
      const end = head === META.mapBegin ? META.mapEnd : META.hostEnd;
      while (at < body.length && heads[body[at] ?? 0] !== end) at += 1;
      append([GAP]);
    } else if (head === META.call) {
      const given = made(flow, rule, body.slice(at + 2), bound);
      append(...called(flow, rule, body[at + 1] ?? -1, given));
      break;
    } else if (head === META.conditionalIf) return [[OPEN_GAP]];
    else append([folded[atom] ?? atom]);
  }
  return out;
}

/** What a ruleset has returned so far; one without rules returns what it is given. */
function called(flow: Flow, rule: Rule, name: number, given: readonly Shape[]): readonly Shape[] {
  return targets(flow.program, rule, name).flatMap((number): readonly Shape[] => {
    if (!flow.program.rulesets[number]?.rules.length) return given;
    const askers = flow.askers.get(number) ?? new Set();
    flow.askers.set(number, askers);
    if (flow.task) askers.add(flow.task);
    for (const shape of given) give(flow, number, shape);
    return [...(flow.results.get(number)?.shapes.values() ?? [])];
  });
}

/** The ruleset of a name; `$>$1` those of a class where `$1` is one of its members, else any. */
function targets(program: Program, rule: Rule, name: number): readonly number[] {
  const { atoms, rulesets } = program;
  const text = (atoms.texts[name] ?? "").replaceAll('"', "");
  if (atoms.heads[name] === META.position) {
    const members = membersBound(program, rule, text.charCodeAt(1) - 0x30);
    // Members are kept in lower case.
    if (members) {
      return [...program.rulesetNumbers].flatMap(([known, number]) =>
        members.has(known.toLowerCase()) || members.has(known) ? [number] : [],
      );
    }
  }
  if (atoms.heads[name] === META.position || atoms.heads[name] === META.deferredMacro) {
    return rulesets.flatMap((ruleset) => (ruleset ? [ruleset.number] : []));
  }
  return [numberOf(program, text)];
}

function numberOf({ rulesetNumbers }: Program, name: string): number {
  return rulesetNumbers.get(name) ?? (/^\d+$/.test(name) ? Number(name) : -1);
}

function membersBound({ classes }: Program, rule: Rule, position: number): ReadonlySet<string> | undefined {
  if (rule.ops.some((op) => op === OP.zero || op === OP.macro)) return undefined;
  const wildcards = rule.ops.flatMap((op, at) => (op === OP.literal ? [] : [at]));
  const at = wildcards[position - 1];
  return at !== undefined && rule.ops[at] === OP.inClass ? classById(classes, rule.args[at] ?? 0).words : undefined;
}
