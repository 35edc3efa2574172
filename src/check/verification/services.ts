/**
 * services — which service of master.cf does the work of a mailer
 */
import type { Resolver } from "../../postfix/resolve/resolver.ts";
import type { CoveringSet } from "../../sendmail/probe/covering.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";

/** Recipients that are asked for one mailer before it is given up. */
const TRIES = 50;

/**
 * The service that Postfix gives a recipient to, for each mailer that sendmail gives one to. A recipient with one end
 * on both sides tells; the first that does counts.
 */
export function servicesByMailer(
  engine: RulesetEngine,
  resolver: Resolver,
  { probes, answers }: Pick<CoveringSet, "probes" | "answers">,
): ReadonlyMap<string, string> {
  const services = new Map<string, string>();
  const tries = new Map<string, number>();
  for (const probe of probes) {
    if (probe.question !== "recipient") continue;
    const { leaves } = answers.resolution(probe) ?? engine.resolve(probe.address);
    const [leaf] = leaves;
    if (leaves.length !== 1 || !leaf || leaf.error) continue;
    const mailer = leaf.mailer.toLowerCase();
    const tried = tries.get(mailer) ?? 0;
    if (services.has(mailer) || tried >= TRIES) continue;
    tries.set(mailer, tried + 1);
    const [recipient, ...more] = resolver.resolveRecipient(probe.address).recipients;
    if (recipient && more.length === 0 && recipient.error === undefined) services.set(mailer, recipient.transport);
  }
  return services;
}
