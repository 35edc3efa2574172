/**
 * header-values — what the rules that look at header fields (`HSubject: $>Check_subject`) do to values made for them
 */
import type { Decision } from "../ruleset/check.ts";
import type { RulesetEngine } from "../ruleset/engine.ts";
import { rulesetsFrom } from "../ruleset/live-rules.ts";
import type { Rule } from "../ruleset/program.ts";
import { type FreshWords, freshWords } from "./fresh.ts";
import { matchingTexts } from "./left-hand-side.ts";

export interface HeaderExample {
  readonly name: string;
  readonly value: string;
  readonly decision: Decision;
}

/** Examples of one rule: enough to see what it is for. */
const EXAMPLES = 3;
/** What a field is called that no H line names. */
const ANY_FIELD = "X-Field";

/** By Rule.id, for each rule that runs for header fields alone and that a value was found for: up to three examples. */
export function headerExamples(engine: RulesetEngine): ReadonlyMap<number, readonly HeaderExample[]> {
  const { headers } = engine.live();
  const examples = new Map<number, HeaderExample[]>();
  if (headers.length === 0) return examples;
  const { program } = engine;
  const fresh = freshWords(new Set(program.atoms.ids.keys()));
  for (const [field, { ruleset }] of program.headerChecks) {
    const number = program.rulesetNumbers.get(ruleset);
    if (number === undefined) continue;
    const reached = rulesetsFrom(program, [number]);
    const name = field === "*" ? ANY_FIELD : field.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
    const rules = headers.filter((rule) => [...reached].some((one) => program.rulesets[one]?.rules.includes(rule)));
    for (const rule of rules) askFor(engine, name, rule, fresh, examples);
  }
  return examples;
}

function askFor(
  engine: RulesetEngine,
  name: string,
  rule: Rule,
  fresh: FreshWords,
  examples: Map<number, HeaderExample[]>,
): void {
  for (const value of matchingTexts(engine, rule, fresh, " ")) {
    const fired: Rule[] = [];
    const observer = { test: () => undefined, fired: (one: Rule) => void fired.push(one) };
    const decision = engine.checkHeader({ name, value }, { observer });
    for (const { id } of new Set(fired)) {
      const known = examples.get(id) ?? [];
      const isNew = known.length < EXAMPLES && !known.some((one) => one.name === name && one.value === value);
      if (isNew) examples.set(id, [...known, { name, value, decision }]);
    }
  }
}
