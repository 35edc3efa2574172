import type { Fact } from "../model/fact.ts";
import type { LocalDomains } from "../model/local-domains.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources } from "./shared/class-facts.ts";
import { findRule, ruleOrigin } from "./shared/ruleset-evidence.ts";

/**
 * Class w: the names whose mail is for this host (op.me, "Class"). Members in brackets are address literals. FEATURE
 * bestmx_is_local adds every domain whose best mail exchanger is a member (class B limits it).
 */
export function liftLocalDomains({ config }: LiftContext): Lifted<LocalDomains> {
  const members = classFacts(config, "w");
  const bestMx = findRule(config, ["ParseLocal", "98", "Rcpt_ok"], /(?:)/, /@@\$\(bestmx/);
  const value: LocalDomains = {
    names: members.filter((member) => !isLiteral(member.value)).map(withoutFinalDot),
    addresses: members.filter((member) => isLiteral(member.value)).map(literalAddress),
    sources: classSources(config, "w"),
    byExchanger: bestMx
      ? { origins: [ruleOrigin(bestMx)], within: classFacts(config, "B").map((fact) => fact.value) }
      : undefined,
  };
  return { value, claims: [], diagnostics: [] };
}

function isLiteral(name: string): boolean {
  return name.startsWith("[") && name.endsWith("]");
}

function withoutFinalDot(fact: Fact<string>): Fact<string> {
  return { ...fact, value: fact.value.replace(/\.$/, "") };
}

function literalAddress(fact: Fact<string>): Fact<string> {
  return { ...fact, value: fact.value.slice(1, -1).replace(/^ipv6:/, "") };
}
