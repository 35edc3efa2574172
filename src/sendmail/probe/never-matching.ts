/**
 * never-matching — rules that cannot match whatever is asked, by what stands in the file
 *
 * Only what is certain: a class without members; a workspace that begins with `$#`, which ends every ruleset before its
 * first rule (parseaddr.c, rewrite); rules behind one that always matches and
 * leaves the ruleset.
 */
import { classById } from "../ruleset/classes.ts";
import { META } from "../ruleset/metasymbol.ts";
import { OP, type Program, type Rule } from "../ruleset/program.ts";
import { reachableRules } from "./reachable-rules.ts";

/** The same, and those that nothing which comes to their ruleset can match (reachable-rules.ts); it takes longer. */
export function neverRunning(program: Program): ReadonlySet<number> {
  const never = new Set(neverMatching(program));
  const reachable = reachableRules(program);
  if (reachable === undefined) return never;
  for (const ruleset of program.rulesets) {
    for (const { id } of ruleset?.rules ?? []) if (!reachable.has(id)) never.add(id);
  }
  return never;
}

/** The ids of the rules. */
export function neverMatching(program: Program): ReadonlySet<number> {
  const never = new Set<number>();
  for (const ruleset of program.rulesets) {
    let isLeft = false;
    for (const rule of ruleset?.rules ?? []) {
      if (isLeft || cannotMatch(program, rule)) never.add(rule.id);
      else if (alwaysLeaves(program, rule)) isLeft = true;
    }
  }
  return never;
}

function cannotMatch(program: Program, rule: Rule): boolean {
  const { heads } = program.atoms;
  if (heads[rule.lhs[0] ?? -1] === META.mailer) return true;
  return rule.ops.some(
    (op, at) => op === OP.inClass && classById(program.classes, rule.args[at] ?? 0).words.size === 0,
  );
}

/** `R$* ... $@ ...`, or `$#`: nothing behind it in its ruleset runs. */
function alwaysLeaves(program: Program, rule: Rule): boolean {
  if (rule.ops.length !== 1 || rule.ops[0] !== OP.any) return false;
  return rule.then === "return" || program.atoms.heads[rule.body[0] ?? -1] === META.mailer;
}
