import type { ClientLimits } from "../model/client-limits.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { findRule, findRuleAnywhere, hasRuleset, ruleOrigin } from "./shared/ruleset-evidence.ts";

/** FEATUREs greet_pause, ratecontrol and conncontrol: rulesets of these names, and calls of them in check_relay. */
export function liftClientLimits({ config }: LiftContext): Lifted<ClientLimits> {
  const rate = findRuleAnywhere(config, /(?:)/, /\$>"?RateControl/);
  const connections = findRuleAnywhere(config, /(?:)/, /\$>"?ConnControl/);
  const value: ClientLimits = {
    greetingPause: greetingPause(config),
    connectionRate: rate ? { value: true, origins: [ruleOrigin(rate)], certainty: "inferred" } : undefined,
    connections: connections ? { value: true, origins: [ruleOrigin(connections)], certainty: "inferred" } : undefined,
  };
  return { value, claims: [], diagnostics: [] };
}

/** The milliseconds stand in the last rule: `R<?> <$*>  $# 5000`, or `R$*  $# 5000` without an access table. */
function greetingPause(config: LiftContext["config"]): ClientLimits["greetingPause"] {
  const names = ["greet_pause", "Local_greet_pause"];
  if (!hasRuleset(config, ["greet_pause"])) return undefined;
  const rule = findRule(config, names, /^(<\?><\$\*>|\$\*)$/, /^\$#\d+$/);
  const milliseconds = Number.parseInt(/\d+/.exec(rule?.rhs.text ?? "")?.[0] ?? "", 10);
  return {
    value: Number.isInteger(milliseconds) ? milliseconds : undefined,
    origins: rule ? [ruleOrigin(rule)] : [],
    certainty: "inferred",
  };
}
