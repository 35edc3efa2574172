import type { RulesetSymbol, SendmailConfig } from "../../sendmail/config.ts";
import type { Origin } from "../../source/origin.ts";
import { written } from "../../source/origin.ts";
import type { RuleLine } from "../../syntax/sendmail-cf/ast.ts";

/**
 * What the rules of a configuration say where no symbol does. Rulesets are found by the names of the m4 library since
 * 8.10 or by the numbers before; a predicate looks for the one rule that a feature adds or takes away, in the forms of
 * 8.7 to 8.18 (cf/m4/proto.m4 of each), so that hand-edited files answer by what they hold.
 */

/** Header form of addresses: masquerading and the generics table. */
export const masqueradeRulesets = ["MasqHdr", "93"];
const recipientCheckRulesets = ["Rcpt_ok", "Basic_check_rcpt", "check_rcpt", "Local_check_rcpt", "checkrcpt"];
const relayCheckRulesets = ["Relay_ok", ...recipientCheckRulesets];
const senderCheckRulesets = ["Basic_check_mail", "check_mail", "Local_check_mail", "checkmail"];

export function rulesOf(config: SendmailConfig, names: readonly string[]): readonly RuleLine[] {
  return config.rulesets.filter((ruleset) => isOneOf(ruleset, names)).flatMap((ruleset) => ruleset.rules);
}

export function hasRuleset(config: SendmailConfig, names: readonly string[]): boolean {
  return config.rulesets.some((ruleset) => isOneOf(ruleset, names) && ruleset.rules.length > 0);
}

function isOneOf(ruleset: RulesetSymbol, names: readonly string[]): boolean {
  return names.includes(ruleset.name) || (ruleset.number !== undefined && names.includes(String(ruleset.number)));
}

/** The first rule of `names` whose sides, blanks squeezed, match. */
export function findRule(
  config: SendmailConfig,
  names: readonly string[],
  lhs: RegExp,
  rhs: RegExp = /(?:)/,
): RuleLine | undefined {
  return rulesOf(config, names).find((rule) => lhs.test(squeezed(rule.lhs.text)) && rhs.test(squeezed(rule.rhs.text)));
}

/** The first rule anywhere whose sides match. */
export function findRuleAnywhere(config: SendmailConfig, lhs: RegExp, rhs: RegExp = /(?:)/): RuleLine | undefined {
  for (const ruleset of config.rulesets) {
    const rule = ruleset.rules.find((one) => lhs.test(squeezed(one.lhs.text)) && rhs.test(squeezed(one.rhs.text)));
    if (rule) return rule;
  }
  return undefined;
}

/** Text of a rule's side with all blanks removed, which the tokenizer does too. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, "");
}

export function ruleOrigin(rule: RuleLine): Origin {
  return written(rule.span);
}

/** True when `from` is, or calls directly or through others, one of `targets`. */
export function reaches(config: SendmailConfig, from: string, targets: readonly string[]): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (targets.includes(name)) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const ruleset of config.rulesets) {
      if (!isOneOf(ruleset, [name])) continue;
      if (isOneOf(ruleset, targets)) return true;
      for (const rule of ruleset.rules) open.push(...calledBy(rule));
    }
  }
  return false;
}

function calledBy(rule: RuleLine): readonly string[] {
  return [...rule.rhs.text.matchAll(/\$>\s*"?([A-Za-z0-9_]+)/g)].map((match) => match[1] ?? "");
}

/** Rulesets that a mailer applies: `S=envelope/header`, `R=envelope/header`; one name stands for both. */
export function mailerRulesets(
  config: SendmailConfig,
  mailerName: string,
  field: "S" | "R",
): { readonly envelope: string; readonly header: string } | undefined {
  const value = config.mailers.get(mailerName)?.equates.get(field)?.value.text.trim();
  if (value === undefined || value === "") return undefined;
  const [envelope = "", header = envelope] = value.split("/").map((part) => part.trim());
  return { envelope, header };
}

/** FEATURE relay_entire_domain: `$=m` grants. */
export function ownDomainMayRelay(config: SendmailConfig): RuleLine | undefined {
  return findRule(config, relayCheckRulesets, /\$\*\$=m>?$/, /^\$@(RELAY|OK)/);
}

/** FEATURE relay_hosts_only: class R is compared with the whole host. */
export function relayByWholeHost(config: SendmailConfig): RuleLine | undefined {
  const bySuffix = findRule(config, relayCheckRulesets, /\$\*\$=R>?$/);
  return bySuffix ? undefined : findRule(config, relayCheckRulesets, /(@|<\?>)\$=R>?$/, /^\$@(RELAY|OK)/);
}

/** FEATURE relay_local_from. */
export function localSendersMayRelay(config: SendmailConfig): RuleLine | undefined {
  return findRule(config, relayCheckRulesets, /^<\?>\$\+<@\$=w>$/, /^\$@(RELAY|OK)/);
}

/** FEATURE relay_mail_from, with its argument `domain`. */
export function listedSendersMayRelay(
  config: SendmailConfig,
): { readonly rule: RuleLine; readonly byDomain: boolean } | undefined {
  const rule = findRule(config, relayCheckRulesets, /^<\?>\$\+<@\$\+>$/, /SearchList<!From>/);
  return rule ? { rule, byDomain: /<[DE]:\$2>/.test(squeezed(rule.rhs.text)) } : undefined;
}

/** No rule of check_rcpt asks who the client is: FEATURE promiscuous_relay, or a file from before 8.9. */
export function everybodyMayRelay(config: SendmailConfig): boolean {
  if (!hasRuleset(config, ["Basic_check_rcpt", "check_rcpt", "checkrcpt"])) return true;
  return (
    findRule(config, relayCheckRulesets, /(?:)/, /\$>"?(Relay_ok|CheckRelay)/) === undefined &&
    findRule(config, relayCheckRulesets, /(?:)/, /\$#error.*(5\.7\.1|elaying|571)/i) === undefined
  );
}

/** The rules that send mail for any host on: without a check, they serve everybody. */
export function onwardRules(config: SendmailConfig): readonly RuleLine[] {
  const isNetwork = (name: string): boolean =>
    /^\[(IPC|TCP)\]/i.test(config.mailers.get(name.toLowerCase())?.equates.get("P")?.value.text.trim() ?? "");
  return config.rulesets
    .flatMap((ruleset) => ruleset.rules)
    .filter((rule) => {
      const named = /^(?:\$[@:]\s*)?\$#\s*(\$?[\w-]+)/.exec(rule.rhs.text.trim())?.[1];
      return named !== undefined && (named.startsWith("$") || isNetwork(named));
    });
}

/**
 * Before 8.12 the host's own clients were let through only when class w held `[127.0.0.1]`; with DontProbeInterfaces it
 * does not (proto.m4 of 8.9 to 8.11, Relay_ok). The rule that refuses them.
 */
export function loopbackIsRefused(config: SendmailConfig): RuleLine | undefined {
  const known = findRule(config, relayCheckRulesets, /^127\.0\.0\.1$/);
  const asked = findRule(config, relayCheckRulesets, /^\$=w$/, /^\$@/);
  const holds = (name: string): boolean =>
    (config.classes.get(name)?.members ?? []).some(({ text }) => /^\[?127\.0\.0\.1\]?$/.test(text));
  if (known || !asked || holds("w") || holds("R")) return undefined;
  return findRule(config, relayCheckRulesets, /^\$\*$|^\$\+$/, /\$#error.*elaying/i);
}

/** FEATURE loose_relay_check: user%host@relay is not looked into. */
export function looseRelayCheck(config: SendmailConfig): RuleLine | undefined {
  if (!hasRuleset(config, ["Rcpt_ok"])) return undefined;
  const strict = findRule(config, ["Rcpt_ok"], /(?:)/, /\$>"?(ParseRecipient)/);
  return strict ? undefined : findRule(config, ["Rcpt_ok"], /^\$\*$/, /\$>"?CanonAddr/);
}

/** FEATURE blocklist_recipients (blacklist_recipients before 8.16): the access table may refuse recipients. */
export function recipientsAreChecked(config: SendmailConfig): RuleLine | undefined {
  return findRule(config, recipientCheckRulesets, /^<REJECT>|^<\$\*REJECT/i, /\$#error/);
}

/** FEATURE(access_db, , relaytofulladdress). */
export function fullAddressMayGrantRelay(config: SendmailConfig): RuleLine | undefined {
  return (
    findRule(config, recipientCheckRulesets, /(?:)/, /<\+To>\$\|<F:\$1@\$2><D:\$2><F:\$1@>/) ??
    findRule(config, recipientCheckRulesets, /(?:)/, /\(accessTo:\$1@\$2/)
  );
}

/** FEATURE lookupdotdomain: keys that begin with a dot. */
export function dottedKeysCount(config: SendmailConfig): RuleLine | undefined {
  return findRuleAnywhere(config, /^<\?><\$\+\.\$\+>/, /\(access\S*?\.\$2\$:/);
}

/** FEATURE(access_db, , skip). */
export function skipCounts(config: SendmailConfig): RuleLine | undefined {
  return findRuleAnywhere(config, /^<SKIP>/);
}

/** FEATURE delay_checks and its argument. */
export function delayedChecks(config: SendmailConfig): "no" | "plain" | "friend" | "hater" {
  if (!hasRuleset(config, ["checkrcpt", "checkmail", "checkrelay"])) return "no";
  if (findRule(config, ["check_rcpt"], /^<FRIEND>/)) return "friend";
  if (findRule(config, ["check_rcpt"], /^<HATER>/)) return "hater";
  return "plain";
}

/** Without FEATURE accept_unqualified_senders. */
export function unqualifiedSendersAreRefused(config: SendmailConfig): RuleLine | undefined {
  return findRule(config, senderCheckRulesets, /(?:)/, /\$#error.*(Domainnamerequired|Realdomainnamerequired)/i);
}

/** Without FEATURE accept_unresolvable_domains: a look-up marks such domains, and a rule refuses what is marked. */
export function unresolvableSendersAreRefused(config: SendmailConfig): RuleLine | undefined {
  const marked = findRule(config, senderCheckRulesets, /(?:)/, /<PERM>|\$\[\$\d\$/);
  return marked && findRule(config, senderCheckRulesets, /(?:)/, /\$#error.*(doesnotexist|senderdomainmust)/i);
}

/** The mailertable is searched for `.parent` keys and for `.`, by a ruleset that routing comes to. */
export function mailertableSearchesParents(config: SendmailConfig): {
  readonly parents: boolean;
  readonly any: boolean;
} {
  return {
    parents: isReachedByRouting(config, /\(mailertable\.\$/),
    any: isReachedByRouting(config, /\(mailertable\.(\$@|\$:|\$\))/),
  };
}

/** Some ruleset that ruleset 0 comes to has a rule with this right-hand side. */
function isReachedByRouting(config: SendmailConfig, rhs: RegExp): boolean {
  return config.rulesets.some(
    (ruleset) =>
      ruleset.rules.some((rule) => rhs.test(squeezed(rule.rhs.text))) &&
      ["0", "parse"].some((start) => reaches(config, start, namesOf(ruleset))),
  );
}

function namesOf(ruleset: RulesetSymbol): readonly string[] {
  return ruleset.number === undefined ? [ruleset.name] : [ruleset.name, String(ruleset.number)];
}
