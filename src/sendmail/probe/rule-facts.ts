/**
 * rule-facts — what can be told of a rule and a shape, or of two rules, each told once
 */
import { classById } from "../ruleset/classes.ts";
import { OP, type Program, type Rule } from "../ruleset/program.ts";
import { isPlain, isWithin, mayMeet, type Shape, shapeOfRule, tokensOf } from "./shapes.ts";

/** Members of a class that are each held against a shape; of a larger one any word is taken for a member. */
const MEMBERS = 100;

export interface RuleFacts {
  /** Whether a workspace of the shape may match; `text`: the shape's elements with commas. */
  mayMatch(rule: Rule, shape: Shape, text: string): boolean;
  /** Whether every workspace of the shape matches (false where that cannot be told). */
  matchesAll(rule: Rule, shape: Shape, text: string): boolean;
  /** What these earlier rules of its ruleset did not match the rule cannot match. */
  isHidden(rule: Rule, passed: readonly Rule[]): boolean;
  /** Whether the rule hides one behind it. */
  hides(rule: Rule): boolean;
}

export function ruleFacts(program: Program): RuleFacts {
  const shapes = new Map<Rule, Shape>();
  const shapeOf = (rule: Rule): Shape => {
    const known = shapes.get(rule) ?? shapeOfRule(rule);
    shapes.set(rule, known);
    return known;
  };
  const hiders = hidersOf(program, shapeOf);
  const hiding = new Set([...hiders.values()].flat());
  const members = new Map<Rule, readonly Shape[] | undefined>();
  const membersOf = (rule: Rule): readonly Shape[] | undefined => {
    if (!members.has(rule)) members.set(rule, memberShapes(program, rule));
    return members.get(rule);
  };
  return {
    mayMatch: toldOnce(
      (rule, shape) =>
        mayMeet(program, shape, shapeOf(rule)) &&
        membersOf(rule)?.some((own) => mayMeet(program, shape, own)) !== false,
    ),
    matchesAll: toldOnce((rule, shape) => isPlain(rule) && isWithin(shape, shapeOf(rule))),
    isHidden: (rule, passed) => hiders.get(rule)?.some((one) => passed.includes(one)) === true,
    hides: (rule) => hiding.has(rule),
  };
}

/** By rule, the earlier ones of its ruleset that match all that it matches. */
function hidersOf(program: Program, shapeOf: (rule: Rule) => Shape): ReadonlyMap<Rule, readonly Rule[]> {
  const hiders = new Map<Rule, readonly Rule[]>();
  for (const ruleset of program.rulesets) {
    const plain: Rule[] = [];
    for (const rule of ruleset?.rules ?? []) {
      const found = plain.filter((one) => isWithin(shapeOf(rule), shapeOf(one)));
      if (found.length > 0) hiders.set(rule, found);
      if (isPlain(rule)) plain.push(rule);
    }
  }
  return hiders;
}

function toldOnce(tell: (rule: Rule, shape: Shape) => boolean): RuleFacts["mayMatch"] {
  const told = new Map<Rule, Map<string, boolean>>();
  return (rule, shape, text) => {
    let ofRule = told.get(rule);
    if (!ofRule) {
      ofRule = new Map();
      told.set(rule, ofRule);
    }
    const known = ofRule.get(text);
    if (known !== undefined) return known;
    const answer = tell(rule, shape);
    ofRule.set(text, answer);
    return answer;
  };
}

/** The rule's shape with each member of the class that it tests; undefined where that is not a few texts. */
function memberShapes(program: Program, rule: Rule): readonly Shape[] | undefined {
  const at = rule.ops.indexOf(OP.inClass);
  if (at === -1 || at !== rule.ops.lastIndexOf(OP.inClass)) return undefined;
  const { words } = classById(program.classes, rule.args[at] ?? 0);
  if (words.size > MEMBERS) return undefined;
  return [...words].map((word) => shapeOfRule(rule, tokensOf(program, word)));
}
