import type { DnsList, DnsLists } from "../model/dns-lists.ts";
import type { Fact } from "../model/fact.ts";
import type { RulesetSymbol } from "../sendmail/config.ts";
import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { refusalOf } from "./shared/refusal.ts";
import { findRuleAnywhere, ruleOrigin, squeezed } from "./shared/ruleset-evidence.ts";

/** A look-up of the client's address turned round: FEATUREs dnsbl, enhdnsbl and the RBL of 8.9. */
const clientLookup = /\$\((?:dnsbl|ednsbl|host|\w*bl\w*)\$4\.\$3\.\$2\.\$1\.([\w.-]+?)\.?\$:OK\$\)/i;
/** A look-up of the sender's domain: FEATURE rhsbl. */
const senderLookup = /\$\(\w+\$\d\.([\w.-]+?)\.?\$:OK\$\)/i;

/**
 * The rules that FEATUREs dnsbl, enhdnsbl and rhsbl add to Basic_check_relay: a look-up, what is let through, what is
 * answered while the list is silent, and what is refused.
 */
export function liftDnsLists({ config }: LiftContext): Lifted<DnsLists> {
  const reverse = findRuleAnywhere(config, /^\$\*\$\|FAIL$/, /FixreverseDNS/);
  const value: DnsLists = {
    lists: config.rulesets.flatMap(listsIn),
    sources: ["dnsbl", "ednsbl"].flatMap((name) => config.maps.get(name)?.origin ?? []),
    requiresReverseName: reverse ? { value: true, origins: [ruleOrigin(reverse)], certainty: "inferred" } : undefined,
  };
  return { value, claims: [], diagnostics: [] };
}

function listsIn(ruleset: RulesetSymbol): readonly Fact<DnsList>[] {
  return ruleset.rules.flatMap((rule, index): readonly Fact<DnsList>[] => {
    const rhs = squeezed(rule.rhs.text);
    const client = clientLookup.exec(rhs)?.[1];
    const zone = client ?? (rhs.includes("{RHS}") ? senderLookup.exec(rhs)?.[1] : undefined);
    if (zone === undefined) return [];
    const following = answersOf(ruleset.rules.slice(index + 1));
    return [
      {
        value: listOf(client === undefined ? "sender" : "client", zone, following),
        origins: [rule, ...following].map(ruleOrigin),
        certainty: "stated",
      },
    ];
  });
}

/** The rules that look at the answer: all begin with the mark `<?>`. */
function answersOf(rules: readonly RuleLine[]): readonly RuleLine[] {
  const end = rules.findIndex((rule) => !squeezed(rule.lhs.text).startsWith("<?>"));
  return end === -1 ? rules : rules.slice(0, end);
}

function listOf(asks: DnsList["asks"], zone: string, rules: readonly RuleLine[]): DnsList {
  const failure = rules.find((rule) => /<TMP>$/.test(squeezed(rule.lhs.text)));
  const hits = rules.filter((rule) => /\$#(error|discard)/.test(squeezed(rule.rhs.text)) && rule !== failure);
  const first = hits[0];
  const action = actionOf(first);
  return {
    asks,
    zone,
    answers: hits.flatMap((rule) => answerPattern(squeezed(rule.lhs.text).slice("<?>".length))),
    action,
    refusal: action === "refuse" && first ? refusalIn(first, zone) : undefined,
    defersOnFailure: failure !== undefined && /\$#error/.test(squeezed(failure.rhs.text)),
  };
}

function actionOf(rule: RuleLine | undefined): DnsList["action"] {
  const rhs = squeezed(rule?.rhs.text ?? "");
  if (/\$#discard/.test(rhs)) return "discard";
  return /\$@quarantine/.test(rhs) ? "quarantine" : "refuse";
}

/** `127.0.0.2.` or `127.0.0.$-.`; `$+` is any answer. */
function answerPattern(lhs: string): readonly string[] {
  if (lhs === "$+" || lhs === "") return [];
  return [lhs.replace(/\.$/, "").replace(/\$[-+*]/g, "*")];
}

/** The text, with the macros for the client's address as the words that Postfix and people use. */
function refusalIn(rule: RuleLine, zone: string): DnsList["refusal"] {
  const parts = /\$#\s*error\s*(?:\$@\s*(\S+))?\s*\$:\s*(.*)$/s.exec(rule.rhs.text);
  const raw = parts?.[2] ?? "";
  const text = raw
    .replace(/\$&?\{client_addr\}/g, " {client} ")
    .replace(/\$&?\{RHS\}/g, " {sender-domain} ")
    .replace(/"/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const usual = new RegExp(
    `^550 (Rejected: \\{client\\} listed at ${escaped(zone)}|Mail from \\{sender-domain\\} refused by )`,
  );
  return usual.test(text) ? undefined : refusalOf(parts?.[1], text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
