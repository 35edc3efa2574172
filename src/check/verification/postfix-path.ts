/**
 * postfix-path — which way through a Postfix configuration a probe takes
 *
 * The sequence of tests is that of both sides together (two probes that sendmail's rules treat alike may be told apart
 * by a table that only Postfix has), so a probe is worth asking when either side has not seen its way yet.
 */
import { unquoteLocal } from "../../postfix/address/quote.ts";
import { outgoingAddress } from "../../postfix/resolve/outgoing.ts";
import type { Leaf, Step } from "../../postfix/resolve/resolution.ts";
import type { Probe } from "../../sendmail/probe/probe.ts";
import { outgoingQuestion, type PostfixSide, sessionOf, withoutBrackets } from "./postfix-answer.ts";
import { ownClient } from "./sendmail-answer.ts";

/** A key that probes share that take the same way: restrictions that spoke, tables that answered, kinds of ends. */
export function postfixPath(side: PostfixSide, probe: Probe, sender: string): string {
  if (probe.question === "limit") return "";
  if (probe.question === "decision") {
    const { answer, decidedBy = "", steps } = side.decider.decide("rcpt", sessionOf(probe));
    return `${answer} ${decidedBy} ${steps.map(withoutReply).join(";")}`;
  }
  if (probe.question === "recipient") return recipientPath(side, probe.address, sender);
  const steps: Step[] = [];
  outgoingAddress(side.resolver, outgoingQuestion(side, probe), steps);
  return steps.map(stepText).join(";");
}

function recipientPath(side: PostfixSide, address: string, sender: string): string {
  const recipient = unquoteLocal(withoutBrackets(address));
  const session = { client: ownClient, helo: "localhost", sender, recipient };
  const { answer, decidedBy = "" } = side.decider.decide("rcpt", session);
  if (answer !== "accept") return `${answer} ${decidedBy}`;
  const { steps, leaves, error } = side.resolver.expandRecipient(recipient, sender);
  return `${steps.map(stepText).join(";")} ${leaves.map(endOf).join(" ")} ${error?.code ?? ""}`;
}

/** A restriction and what it said, without the reply: that names the address. */
function withoutReply(step: string): string {
  return step.replace(/^(.*?: \w+).*$/s, "$1");
}

function stepText(step: Step): string {
  if (step.kind !== "lookup") return step.kind === "changed" ? step.stage : "";
  const { table, key, answer } = step.note;
  if (answer.kind !== "found") return "";
  return `${table} ${/^(?:proxy:)?(?:pcre|regexp|cidr):/.test(table) ? answer.value : formOf(key)}`;
}

/** `user@domain`, `@domain`, `.domain`, `user@` or a bare word: rows of one form answer alike. */
function formOf(key: string): string {
  const at = key.lastIndexOf("@");
  if (at === -1) return key.startsWith(".") ? "." : "w";
  return `${at === 0 ? "" : "u"}@${at === key.length - 1 ? "" : "d"}`;
}

function endOf(leaf: Leaf): string {
  return "service" in leaf ? `${leaf.kind} ${leaf.service}` : leaf.kind;
}
