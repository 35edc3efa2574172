import { createHash } from "node:crypto";

/** Length of a fingerprint: 48 bits of SHA-256 in base64url. */
export const fingerprintLength = 8;

/**
 * A short name for what a rewriting rule says, whoever typed it: blanks do not count, nor does text that a site chooses
 * without changing what the rule decides (the wording of a refusal, the zone of a DNS list, a number of milliseconds).
 * Two rules with the same fingerprint are the same rule. The comment field is not part of a rule (readcf.c).
 */
export function fingerprint(lhs: string, rhs: string): string {
  return createHash("sha256")
    .update(normalisedRule(lhs, rhs), "latin1")
    .digest("base64url")
    .slice(0, fingerprintLength);
}

/** The text that is hashed; exported for the tests that say what counts and what does not. */
export function normalisedRule(lhs: string, rhs: string): string {
  return `${withoutSiteText(lhs)}\t${withoutRefusalText(withoutSiteText(rhs))}`;
}

/** Blanks shrink to one; zones, list answers and delays of the cf library's features become placeholders. */
function withoutSiteText(side: string): string {
  return (
    side
      .replace(/[ \t\r\n]+/g, " ")
      .trim()
      // FEATURE(dnsbl), (enhdnsbl), (rbl), (rhsbl): $(dnsbl $4.$3.$2.$1.ZONE. $: OK $).
      .replace(/(\$\d\.)(?:[\w-]+\.)+(?= \$:)/g, "$1<zone>.")
      .replace(/(\$@)(?:[\w-]+\.)+[\w-]+(?= \$: \?)/g, "$1<zone>")
      // The answers that an enhdnsbl list is matched against.
      .replace(/^<\?>127\.0\.0\.\d+\.$/, "<?>127.0.0.<n>.")
      // FEATURE(greet_pause) takes milliseconds.
      .replace(/^\$# ?\d+$/, "$# <number>")
      .replace(/\$: \d{2,} \$\)/g, "$: <number> $)")
  );
}

/**
 * `$#error $@ 5.7.1 $: "550 Get lost"` keeps its mailer and the first digits of its codes: whether it refuses for good or
 * for now decides; the words do not.
 */
function withoutRefusalText(rhs: string): string {
  const refusal = /^(.*?\$# ?(?:error|discard)\b.*?\$:) ?(.*)$/.exec(rhs);
  if (!refusal) return rhs;
  const [, decision = "", words = ""] = refusal;
  const forGoodOrForNow = decision.replace(/(\$@ ?[245])\.\d\.\d{1,3}\b/, "$1");
  return `${forGoodOrForNow} ${/^["']?\s*([245])\d\d\b/.exec(words)?.[1] ?? ""}<text>`;
}
