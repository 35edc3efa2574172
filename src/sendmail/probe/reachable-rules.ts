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
import { type RuleFacts, ruleFacts } from "./rule-facts.ts";
import { anything, GAP, gapOf, isGap, levelBound, ONE, OPEN_GAP, oneOf, type Shape, settled } from "./shapes.ts";

/** Shapes of one place; where there are more, anything is taken for possible. */
const KEPT = 24;
/** Runs of one ruleset on one shape, all together; more than a large configuration needs by far. */
const RUNS = 20_000;

/** One shape in one ruleset. */
interface Task {
  readonly number: number;
  readonly shape: Shape;
}

/** What a rule can write, as far as the rulesets that it calls have returned something. */
interface Written {
  readonly places: readonly Place[];
  readonly results: ReadonlyMap<number, number>;
}

interface Flow {
  readonly program: Program;
  readonly inputs: Map<number, ShapeSet>;
  readonly results: Map<number, ShapeSet>;
  readonly reachable: Set<number>;
  readonly rules: RuleFacts;
  /** By rule and level. */
  readonly written: Map<Rule, Map<number, Written>>;
  /** Rulesets that the rule in hand calls, with the number of shapes that they had returned. */
  readonly asked: Map<number, number>;
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
    rules: ruleFacts(program),
    written: new Map(),
    asked: new Map(),
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
  added = 0;

  /** True when it was not there. */
  add(program: Program, shape: Shape): boolean {
    const text = shape.join();
    if (this.shapes.has(text) || this.isHeld(program, shape)) return false;
    this.added += 1;
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
  readonly text: string;
  readonly passed: readonly Rule[];
}

function placeOf(shape: Shape, passed: readonly Rule[] = []): Place {
  return { shape, text: shape.join(), passed };
}

function run(flow: Flow, number: number, input: Shape): void {
  const leave = (shape: Shape): void => giveBack(flow, number, shape);
  let places: readonly Place[] = [placeOf(input)];
  for (const rule of flow.program.rulesets[number]?.rules ?? []) {
    const next = new Map<string, Place>();
    const keep = (place: Place): void => {
      const known = next.get(place.text);
      if (known === undefined) next.set(place.text, place);
      else next.set(place.text, { ...place, passed: known.passed.filter((one) => place.passed.includes(one)) });
    };
    for (const place of places) through(flow, rule, place, keep, leave);
    places = [...next.values()];
    if (places.length > KEPT) {
      const shapes = places.map(({ shape }) => shape);
      places = [placeOf(anything(flow.program, shapes))];
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
  const { rules } = flow;
  const waiting: Place[] = [start];
  const seen = new Set<string>();
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (endsHere(flow.program, place.shape)) {
      leave(place.shape);
      continue;
    }
    const onward = (): void => keep(rules.hides(rule) ? { ...place, passed: [...place.passed, rule] } : place);
    if (!rules.mayMatch(rule, place.shape, place.text) || rules.isHidden(rule, place.passed)) {
      onward();
      continue;
    }
    flow.reachable.add(rule.id);
    if (!rules.matchesAll(rule, place.shape, place.text)) onward();
    for (const made of written(flow, rule, place.shape)) {
      if (rule.then === "return" || endsHere(flow.program, made.shape)) leave(made.shape);
      else if (rule.then === "next") keep(made);
      else if (!seen.has(made.text)) {
        const isMuch = seen.size >= KEPT;
        seen.add(made.text);
        waiting.push(isMuch ? placeOf(anything(flow.program, [made.shape])) : made);
      }
    }
  }
}

function endsHere({ atoms }: Program, shape: Shape): boolean {
  return (shape[0] ?? -1) >= 0 && atoms.heads[shape[0] ?? -1] === META.mailer;
}

/** What the right-hand side can make, each `$n` as far as the left-hand side tells it. */
function written(flow: Flow, rule: Rule, shape: Shape): readonly Place[] {
  const { program } = flow;
  const level = levelBound(program, rule, shape);
  const ofRule = flow.written.get(rule) ?? new Map<number, Written>();
  flow.written.set(rule, ofRule);
  const known = ofRule.get(level);
  if (known && isCurrent(flow, known)) return known.places;
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
  flow.asked.clear();
  const places = made(flow, rule, rule.body, bound).map((each) => placeOf(settled(program, each)));
  ofRule.set(level, { places, results: new Map(flow.asked) });
  return places;
}

/** Whether the rulesets that a rule calls have returned nothing more; this task asked them, too. */
function isCurrent(flow: Flow, { results }: Written): boolean {
  for (const [number, count] of results) if (returnedBy(flow, number) !== count) return false;
  for (const number of results.keys()) noteAsker(flow, number);
  return true;
}

function returnedBy(flow: Flow, number: number): number {
  return flow.results.get(number)?.added ?? 0;
}

function noteAsker({ askers, task }: Flow, number: number): void {
  const tasks = askers.get(number) ?? new Set();
  askers.set(number, tasks);
  if (task) tasks.add(task);
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
    noteAsker(flow, number);
    for (const shape of given) give(flow, number, shape);
    flow.asked.set(number, returnedBy(flow, number));
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
