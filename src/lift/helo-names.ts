import type { HeloNames } from "../model/helo-names.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { ruleOrigin, rulesOf, squeezed } from "./shared/ruleset-evidence.ts";

/** FEATURE block_bad_helo (cf/README; the end of Basic_check_mail's and checkrcpt's neighbours in proto.m4). */
export function liftHeloNames({ config }: LiftContext): Lifted<HeloNames> {
  const rules = rulesOf(
    config,
    config.rulesets.map(({ name }) => name),
  ).filter(
    (rule) =>
      /^\$\*\$\|<\$\*>/.test(squeezed(rule.lhs.text)) && /\$#error.*bogusHELOname/i.test(squeezed(rule.rhs.text)),
  );
  const value: HeloNames =
    rules.length === 0 ? undefined : { value: true, origins: rules.map(ruleOrigin), certainty: "inferred" };
  return { value, claims: [], diagnostics: [] };
}
