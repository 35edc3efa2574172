/**
 * deciding-place — the line of main.cf or master.cf behind an answer that the source does not give
 */
import { unquoteLocal } from "../../postfix/address/quote.ts";
import type { AddressClass, Step } from "../../postfix/resolve/resolution.ts";
import type { Span } from "../../source/source-file.ts";
import { limitParameters } from "../verification/postfix-answer.ts";
import type { ReportedDifference } from "../verification/result.ts";
import { type CheckedPostfix, placesOf, startOfMainCf } from "./subject.ts";

/** What makes a domain one of a class, the more telling first (ADDRESS_CLASS_README). */
const classParameters: Readonly<Record<AddressClass, readonly string[]>> = {
  local: ["mydestination", "local_transport", "local_recipient_maps"],
  virtual_alias: ["virtual_alias_domains", "virtual_alias_maps"],
  virtual_mailbox: ["virtual_mailbox_domains", "virtual_mailbox_maps", "virtual_transport"],
  relay: ["relay_domains", "relay_transport"],
  default: ["relayhost", "default_transport", "mydestination"],
};

const restrictionLists = ["client", "helo", "sender", "relay", "recipient"].map((name) => `smtpd_${name}_restrictions`);

const rewriting = [
  "sender_canonical_maps",
  "canonical_maps",
  "masquerade_domains",
  "smtp_generic_maps",
  "myorigin",
  "mydomain",
  "myhostname",
];

/** The place of the parameter that decided as far as it can be told; the start of main.cf where none is set. */
export function decidingPlace(subject: CheckedPostfix, difference: ReportedDifference): Span {
  for (const name of decidingParameters(subject, difference)) {
    const set = placesOf(subject, name).find(({ at }) => at !== undefined);
    if (set?.at) return set.at;
  }
  return startOfMainCf(subject);
}

/** Names of parameters, the likeliest first. */
function decidingParameters(subject: CheckedPostfix, difference: ReportedDifference): readonly string[] {
  const { address, question, sender = "", postfix } = difference;
  if (question === "limit") return isLimit(address) ? [limitParameters[address]] : [];
  if (question === "decision" || postfix.decidedBy !== undefined) return listsWith(subject, postfix.decidedBy);
  const bare = unquoteLocal(address.replace(/^<(.*)>$/s, "$1"));
  if (question !== "recipient") {
    const steps: Step[] = [];
    subject.resolver.cleanSender(bare, steps);
    return [...found(steps), ...rewriting];
  }
  const { steps, recipients } = subject.resolver.expandRecipient(bare, sender);
  return [...found(steps), ...recipients.flatMap((one) => classParameters[one.class])];
}

function isLimit(name: string): name is keyof typeof limitParameters {
  return Object.hasOwn(limitParameters, name);
}

/** Parameters whose tables answered or whose value decided, the last one first. */
function found(steps: readonly Step[]): readonly string[] {
  return steps
    .flatMap((step) => {
      if (step.kind === "lookup") return step.note.answer.kind === "found" ? [step.note.parameter] : [];
      return step.kind === "decided" ? [step.text.split(" ", 1)[0] ?? ""] : [];
    })
    .reverse();
}

/** Restriction lists that name what decided, then all others: what is accepted passed each of them. */
function listsWith(
  { directory }: CheckedPostfix,
  decidedBy: string | readonly string[] | undefined,
): readonly string[] {
  const [first = ""] = typeof decidedBy === "string" ? decidedBy.split(" ") : (decidedBy ?? []);
  const holds = (name: string): boolean => first !== "" && directory.settings.words(name).includes(first);
  return [...restrictionLists.filter(holds), ...restrictionLists, "mynetworks", "relay_domains", "mydestination"];
}
