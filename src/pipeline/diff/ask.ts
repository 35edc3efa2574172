import { type Leaf, leafText } from "../../check/leaf.ts";
import { postfixSide } from "../../check/postfix-side.ts";
import { sendmailSide } from "../../check/sendmail-side.ts";
import type { Side } from "../../check/side.ts";
import type { Question } from "../../diff/questions.ts";
import type { Answer, Ask } from "../../diff/witness.ts";
import { unquoteLocal } from "../../postfix/address/quote.ts";
import { outgoingAddress } from "../../postfix/resolve/outgoing.ts";
import { tracePostfix } from "../postfix-trace.ts";
import type { LoadedSendmail } from "../sendmail-source.ts";
import { traceAddress } from "../trace.ts";
import type { Party, PostfixParty } from "./party.ts";

/** How a party answers when both are of a kind: everything that the program would do is compared. */
export function askOf(party: Party): Ask {
  return party.kind === "postfix" ? askPostfix(party) : askSendmail(party.loaded);
}

function askPostfix({ opened }: PostfixParty): Ask {
  const { resolver } = opened;
  const side = postfixSide(resolver, opened.decider);
  const sides = new Map<string, Side>();
  return (question) => {
    if (question.kind === "decision") {
      const { service } = question;
      return decision(service === undefined ? side : serviceSide(opened, service, sides), question, false);
    }
    if (question.kind === "sender") {
      const isEnvelope = question.where === "envelope";
      const address = isEnvelope ? unquoteLocal(question.address) : question.address;
      const role = isEnvelope ? "envelope_sender" : "header_sender";
      return rewritten(outgoingAddress(resolver, { address, role, service: "smtp" }));
    }
    const trace = tracePostfix(resolver, {
      address: question.address,
      as: "recipient",
      mailer: undefined,
      steps: false,
    });
    const { recipients, leaves, error } = trace;
    const shown = {
      recipients: recipients.map((each) => `${each.recipient} (${each.class}) by ${each.transport}:${each.nexthop}`),
      leaves: leaves.map(({ leaf, to }) => (to ? `${leaf} in ${to}` : leaf)),
      ...(error ? { error } : {}),
    };
    const ways = recipients.map((each) => `${each.class} ${each.transport}`);
    const shape = [...new Set([...ways, ...leaves.map((each) => each.leaf.split(" ", 1)[0])])].sort().join(", ");
    return { shown, meaning: unordered([recipients.map((each) => each.recipient), leaves, [error]]), shape };
  };
}

/** The order of recipients and of leaves has no meaning. */
function unordered(lists: readonly (readonly unknown[])[]): string {
  return JSON.stringify(lists.map((list) => [...new Set(list.map((each) => JSON.stringify(each)))].sort()));
}

/** The smtpd(8) of another service, with its `-o` settings; by main.cf alone where it is not there. */
function serviceSide({ resolver, decider }: PostfixParty["opened"], name: string, known: Map<string, Side>): Side {
  const [service, type] = name.split("/");
  const found = resolver.environment.directory.services.find((each) => each.name === service && each.type === type);
  const side = known.get(name) ?? postfixSide(resolver, () => decider(found));
  known.set(name, side);
  return side;
}

function askSendmail(loaded: LoadedSendmail): Ask {
  const side = sendmailSide(loaded.engine);
  return (question) => {
    if (question.kind === "decision") return decision(side, question, false);
    if (question.kind === "sender") return becomes(side, question);
    const trace = traceAddress(loaded, { address: question.address, as: "recipient", mailer: undefined, steps: false });
    const { mailer, host, user, leaves, error } = trace;
    const shown = { mailer, host, user, leaves, ...(error ? { error } : {}) };
    const shape = [mailer, ...new Set(leaves.map((each) => each.mailer)), error?.code].join(" ");
    return { shown, meaning: JSON.stringify(shown), shape };
  };
}

/** How a party answers beside one of another kind: only what both programs mean alike is compared. */
export function askAlike(party: Party): Ask {
  const side =
    party.kind === "postfix"
      ? postfixSide(party.opened.resolver, party.opened.decider)
      : sendmailSide(party.loaded.engine);
  return (question) => {
    if (question.kind === "decision") return decision(side, question, true);
    if (question.kind === "sender") return becomes(side, question);
    const leaves = side.leaves(question.address).value;
    const shape = [...new Set(leaves.map(({ kind }) => kind))].sort().join(" ");
    const meaning = [...new Set(leaves.map(alike))].sort().join("\n");
    return { shown: { leaves: leaves.map(leafText) }, meaning, shape };
  };
}

function decision(side: Side, question: Extract<Question, { kind: "decision" }>, onlyKind: boolean): Answer {
  const { client, sender, recipient } = question;
  const { kind, code, enhanced, text } = side.answer({ client, helo: undefined, sender, recipient }).value;
  const shown = kind === "accept" ? { answer: kind } : { answer: kind, code, enhanced: enhanced ?? null, text };
  const shape = kind === "accept" ? kind : `${kind} ${code} ${enhanced}`;
  return { shown, meaning: onlyKind ? kind : JSON.stringify(shown), shape };
}

function becomes(side: Side, { address, where }: Extract<Question, { kind: "sender" }>): Answer | undefined {
  const { value } = side.becomes({ sender: address, where, via: undefined });
  return value === undefined ? undefined : rewritten(value);
}

function rewritten(address: string): Answer {
  return { shown: { rewritten: address }, meaning: address, shape: "rewritten" };
}

/** A leaf without what the programs spell differently: brackets of hosts, port 25, case of domains, reply texts. */
function alike(leaf: Leaf): string {
  if (leaf.kind === "reject") return `reject ${leaf.code[0]}`;
  const text = leafText(leaf);
  return leaf.kind === "command" || leaf.kind === "file" ? text : text.replace(/[[\]]|:25(?= )/g, "").toLowerCase();
}
