import type { AddressSyntax } from "../model/address-syntax.ts";
import type { Fact } from "../model/fact.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, inferred } from "./shared/class-facts.ts";
import {
  findRule,
  findRuleAnywhere,
  hasRuleset,
  reaches,
  ruleOrigin,
  rulesOf,
  squeezed,
} from "./shared/ruleset-evidence.ts";

/**
 * The left-hand side of a rule for any host: not for those of one class or behind .UUCP, nor for what a message asks for
 * by a flag of its own.
 */
const anyHost = /^(?!.*(?:\.UUCP|\$=\{Canonify\}|\$\*c\$\*))/i;

const anyFocusedHost = new RegExp(`${anyHost.source}.*<@`, "i");
/**
 * FEATURE nocanonify leaves a rule for {daemon_flags} with `c`, which mail has that is handed over on the host itself
 * (main.c gives it "c u"), and daemons that ask for it.
 */
const submittedHost = /\$\*c\$\*/i;

const canonifyRulesets = ["canonify", "3", "Canonify2", "96"];

/** How addresses are read: what the rules of ruleset 3 and of local delivery make of `!`, `%`, `+` and short names. */
export function liftAddressSyntax({ config }: LiftContext): Lifted<AddressSyntax> {
  // Before 8.7 other rulesets than these complete names, and `$[ $2 $3 $]` spares the words of class P.
  const canonified =
    findRule(config, canonifyRulesets, anyHost, /\$\[(?:\$\d)+\$\]/) ??
    findRuleAnywhere(config, anyFocusedHost, /<@\$\[\$\d(?:\.?\$\d)?\$\]/);
  const submitted = findRule(config, canonifyRulesets, submittedHost, /\$\[(?:\$\d)+\$\]/);
  const completes = canonified ?? submitted;
  const moved = findRuleAnywhere(config, /\.REDIRECT\.?>/i, /\$#error/);
  const detail = findRuleAnywhere(config, /^\$\+\+\$\*$/, /^\$#\S+\$@\+?\$2\$:\$1/);
  const found = (rule: ReturnType<typeof findRule>): AddressSyntax["loopbackIsOwn"] =>
    inferred(rule !== undefined, rule ? [ruleOrigin(rule)] : []);
  // With delay_checks the sender is checked after it was rewritten: then it is no longer at localhost.
  // Where the library knows {mail_from} (8.16; Debian before), it is checked as the client wrote it.
  const isChecked =
    (hasRuleset(config, ["check_mail"]) && reaches(config, "check_mail", ["Basic_check_mail"])) ||
    findRuleAnywhere(config, /(?:)/, /\$>"?(checkmail|Basic_check_mail)"?\$&\{mail_from\}/) !== undefined;
  const loopbackRule = findRule(config, ["Basic_check_mail", "checkmail"], /@localhost/i, /client_name/);
  // 8.9 checks the address after ruleset 3 has given it the host's own name: its rules for localhost never fire.
  const isCheckedRewritten =
    loopbackRule !== undefined && isRewritten(config, "localhost") && comesCanonified(config, loopbackRule);
  const foreign = isChecked && !isCheckedRewritten ? loopbackRule : undefined;
  const isCheckedLate =
    !isChecked && findRuleAnywhere(config, /(?:)/, /\$>"?(checkmail|Basic_check_mail)"?<?\$&f>?/) !== undefined;
  return {
    value: {
      loopbackIsOwn: found(findRule(config, canonifyRulesets, /^\$\*<@localhost>\$\*$/i, /^\$:\$1<@\$j\.?>\$2$/)),
      ownLiteralsAreOwn: found(findRule(config, canonifyRulesets, /^\$\*<@@\$=w>\$\*$/, /^\$:\$1<@\$j\.?>\$3$/)),
      foreignLoopback: inferred(foreign ? "refuse" : "take", foreign ? [ruleOrigin(foreign)] : []),
      foreignLoopbackNames: otherLoopbackNames(config).filter(
        ({ value }) => isChecked || (isCheckedLate && !isRewritten(config, value)),
      ),
      undottedDomains: classFacts(config, "P").filter(({ value }) => /^[\w-]+$/.test(value)),
      foreignLiterals: foreignLiterals(config),
      decnetNames: found(findRuleAnywhere(config, /^\$\+@\$[-+]\.DECNET$/i, /^\$2::\$1$/)),
      uucpDomainRemoved: uucpDomainRemoved(config),
      completesShortNames: inferred(completes !== undefined, completes ? [ruleOrigin(completes)] : []),
      completesSubmittedOnly: submittedOnly(config, canonified ? undefined : submitted),
      bangPath: bangPath(config),
      percentHack: percentHack(config),
      quotedRoute: quotedRoute(config),
      extensionDelimiter: inferred(detail ? "+" : undefined, detail ? [ruleOrigin(detail)] : []),
      movedDomain: moved ? inferred("redirect", [ruleOrigin(moved)]) : undefined,
    },
    claims: [],
    diagnostics: [],
  };
}

/** All rules of ruleset 0 that send a literal somewhere: with a smart host, and without. */
function foreignLiterals(config: SendmailConfig): AddressSyntax["foreignLiterals"] {
  const rules = config.rulesets
    .flatMap((ruleset) => ruleset.rules)
    .filter(({ lhs, rhs }) => /^\$\*<@\[\$\+\](?::.*)?>/.test(squeezed(lhs.text)) && /^\$#/.test(squeezed(rhs.text)));
  return inferred(rules.length > 0, rules.map(ruleOrigin));
}

/** `R$* < @ localhost.localdomain > $*  $: $1 < @ $j . > $2`: what comes behind sees the host's own name. */
function isRewritten(config: SendmailConfig, name: string): boolean {
  const pattern = new RegExp(`^\\$\\*<@${name.replaceAll(".", "\\.")}>\\$\\*$`, "i");
  return findRule(config, canonifyRulesets, pattern, /^\$:\$1<@\$j\.?>\$2$/) !== undefined;
}

/** A rule before it in its ruleset runs ruleset 3 on the address. */
function comesCanonified(config: SendmailConfig, rule: NonNullable<ReturnType<typeof findRule>>): boolean {
  const rules = config.rulesets.find((ruleset) => ruleset.rules.includes(rule))?.rules ?? [];
  return rules.slice(0, rules.indexOf(rule)).some(({ rhs }) => /\$>\s*"?(?:CanonAddr|canonify|3)\b/.test(rhs.text));
}

/** The rule itself, and the one before it that puts the flags in front of every address, whether they have a `c` or not. */
function submittedOnly(config: SendmailConfig, rule: ReturnType<typeof findRule>): AddressSyntax["loopbackIsOwn"] {
  if (!rule) return inferred(false, []);
  const flags = findRule(config, canonifyRulesets, /(?:)/, /^\$:\$&\{daemon_flags\}\$\|/);
  return inferred(true, [rule, ...(flags ? [flags] : [])].map(ruleOrigin));
}

/** FEATURE nouucp, or no UUCP mailer: `host.uucp` is read as `host`; `localhost.UUCP` has a rule of its own. */
function uucpDomainRemoved(config: SendmailConfig): AddressSyntax["uucpDomainRemoved"] {
  const rule = findRule(config, canonifyRulesets, /^\$\*<@\$\+\.\.UUCP\.>\$\*$/i);
  const loopback = findRule(config, canonifyRulesets, /^\$\*<@localhost\.UUCP>\$\*$/i);
  return inferred(rule !== undefined, rule ? [rule, ...(loopback ? [loopback] : [])].map(ruleOrigin) : []);
}

/** Red Hat's library names more than `localhost` and `localhost.$m` (proto.m4 of 8.12 and 8.13 there). */
function otherLoopbackNames(config: SendmailConfig): readonly Fact<string>[] {
  return rulesOf(config, ["Basic_check_mail", "checkmail"]).flatMap((rule) => {
    const name = /^<@><\$\*@([\w.-]+)>$/.exec(squeezed(rule.lhs.text))?.[1]?.toLowerCase();
    if (name === undefined || !squeezed(rule.rhs.text).includes("client_name")) return [];
    return name === "localhost" || name === "localhost.uucp" ? [] : [inferred(name, [ruleOrigin(rule)])];
  });
}

/** FEATURE nouucp takes the `!` rules of ruleset 3 away; with `reject` the recipient check marks such addresses. */
function bangPath(config: SendmailConfig): AddressSyntax["bangPath"] {
  const route = findRule(config, canonifyRulesets, /^\$[-+]!\$\+$/);
  if (route) return inferred("route", [ruleOrigin(route)]);
  const refuse = findRuleAnywhere(config, /^\$\*!\$\*/, /BANG_PATH/);
  return refuse ? inferred("refuse", [ruleOrigin(refuse)]) : inferred("ordinary");
}

/** FEATURE nopercenthack does the same for `%`. */
function percentHack(config: SendmailConfig): AddressSyntax["percentHack"] {
  const route = findRule(config, canonifyRulesets, /^\$\*%\$\*$/);
  const twice = findRuleAnywhere(config, /^\$\+%\$=w@\$=w$/);
  if (route) return inferred("route", [route, ...(twice ? [twice] : [])].map(ruleOrigin));
  const refuse = findRuleAnywhere(config, /^\$\*%\$\*/, /PERCENT_HACK/);
  return refuse ? inferred("refuse", [ruleOrigin(refuse)]) : inferred("ordinary");
}

/**
 * A quoted local part is one token, which no rule takes apart (parseaddr.c, prescan), unless a map of class dequote
 * takes its quotes off, as the m4 library's Parse1 does for recipients at this host.
 */
function quotedRoute(config: SendmailConfig): AddressSyntax["quotedRoute"] {
  const names = [...config.maps.values()].filter(({ mapClass }) => mapClass.toLowerCase() === "dequote");
  for (const { name } of names) {
    const rule = findRuleAnywhere(config, /(?:)/, new RegExp(`\\$\\(${name.replace(/\W/g, "\\$&")}[$"]`, "i"));
    if (rule) return inferred(true, [ruleOrigin(rule)]);
  }
  return inferred(false, []);
}
