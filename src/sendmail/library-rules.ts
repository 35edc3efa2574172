import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import catalogue from "./catalogue/generated/library-rules.json" with { type: "json" };
import type { SendmailConfig } from "./config.ts";
import { fingerprint, fingerprintLength } from "./rule-fingerprint.ts";

/** Where a rewriting rule comes from: a release of sendmail's m4 library, or a person. */
export type RuleSource =
  | {
      readonly kind: "library";
      /** The FEATURE, MAILER or define that brings the rule; `base` for what every configuration has. */
      readonly feature: string;
    }
  | { readonly kind: "hand-written" };

/** Features by fingerprint, for one ruleset. */
type KnownRules = ReadonlyMap<string, string>;

const handWritten: RuleSource = { kind: "hand-written" };

/**
 * Says of every rule whether it is text of sendmail's own configuration library (4.3BSD to 8.18) or was written at the
 * site. A rule counts as library text only inside the ruleset that the library puts it in, so a rule that a person
 * copied to another place is hand-written.
 */
export function recognise(config: SendmailConfig): ReadonlyMap<RuleLine, RuleSource> {
  const sources = new Map<RuleLine, RuleSource>();
  for (const ruleset of config.rulesets) {
    const known = knownRules(ruleset.number === undefined ? ruleset.name : String(ruleset.number));
    for (const rule of ruleset.rules) {
      const feature = featureOf(rule, known);
      sources.set(rule, feature === undefined ? handWritten : { kind: "library", feature });
    }
  }
  return sources;
}

/** Text that a site chose and that is lifted with the feature does not make a rule of the library another one. */
function featureOf(rule: RuleLine, known: KnownRules | undefined): string | undefined {
  const found = known?.get(fingerprint(rule.lhs.text, rule.rhs.text)) ?? known?.get(listRefusal(rule));
  if (found !== undefined || domainAdded(rule) === undefined) return found;
  // Other rulesets add the host's own name in the same words, and no feature puts another in its place there.
  const added = known?.get(fingerprint(rule.lhs.text, "$@ $1 < @ *LOCAL* >"));
  return added === "always_add_domain" ? added : undefined;
}

/** The domain that a rule of FEATURE(always_add_domain) adds where it was given one: `R$+ $@ $1 < @ DOMAIN >`. */
export function domainAdded({ lhs, rhs }: RuleLine): string | undefined {
  if (lhs.text.trim() !== "$+") return undefined;
  return /^\$@\s*\$1\s*<\s*@\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*>$/.exec(rhs.text.trim())?.[1]?.replace(/\s+/g, "");
}

/**
 * The message of FEATURE(dnsbl) and its kin may have a reply code of another class than the library's 550; the list is
 * lifted with the code it has. Other rules decide by theirs.
 */
function listRefusal({ lhs, rhs }: RuleLine): string {
  const isList = /^<\?>\s*(\$\+|127\.)/.test(lhs.text.trim());
  return isList ? fingerprint(lhs.text, rhs.text.replace(/(\$:\s*["']?)4(?=\d\d\b)/, "$15")) : "";
}

/** ruleset -> feature -> fingerprints, one after the other. */
const rulesets: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(Object.entries(catalogue.rulesets));
const unpacked = new Map<string, KnownRules>();

/** The catalogue's rules of one ruleset, by number where it has one. */
function knownRules(ruleset: string): KnownRules | undefined {
  const before = unpacked.get(ruleset);
  if (before) return before;
  const packed = rulesets.get(ruleset);
  if (!packed) return undefined;
  const rules = new Map<string, string>();
  for (const [feature, hashes] of Object.entries(packed)) {
    for (let at = 0; at < hashes.length; at += fingerprintLength) {
      rules.set(hashes.slice(at, at + fingerprintLength), feature);
    }
  }
  unpacked.set(ruleset, rules);
  return rules;
}
