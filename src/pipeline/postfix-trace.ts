import { leafText } from "../check/leaf.ts";
import { leafOfPostfix } from "../check/postfix-leaf.ts";
import { unquoteLocal } from "../postfix/address/quote.ts";
import { outgoingAddress } from "../postfix/resolve/outgoing.ts";
import type { Leaf, Resolution, Step } from "../postfix/resolve/resolution.ts";
import type { Resolver } from "../postfix/resolve/resolver.ts";
import { loadPostfix, type PostfixFlags } from "./postfix.ts";

/** What an address is asked as; `recipient` is routed, the others are rewritten. */
export type PostfixRole = "recipient" | "envelope-sender" | "header-sender" | "header-recipient";

export interface PostfixQuestion {
  /** One character a byte, as written in SMTP or in a header. */
  readonly address: string;
  readonly as: PostfixRole;
  /** The service of master.cf that carries the message out; `smtp` when undefined. */
  readonly mailer: string | undefined;
  readonly steps: boolean;
}

/** One thing that happened on the way. */
export type PostfixTraceStep =
  | {
      readonly step: "lookup";
      readonly stage: string;
      readonly parameter: string;
      readonly table: string;
      readonly key: string;
      /** Null: no entry, or the lookup failed, which `failed` then explains. */
      readonly value: string | null;
      readonly failed?: string;
    }
  | { readonly step: "changed"; readonly stage: string; readonly before: string; readonly after: readonly string[] }
  | { readonly step: "decided"; readonly stage: string; readonly text: string };

/** A leaf with its form in expectations (`leaf`) beside its parts. */
export type TracedLeaf = { readonly leaf: string } & Readonly<Record<string, string | null>>;

/** design.md section 4: one object an address. */
export interface PostfixAddressTrace {
  readonly address: string;
  readonly as: PostfixRole;
  /** After cleanup(8)'s rewriting and virtual aliases, as trivial-rewrite(8) resolves them; in unquoted form. */
  readonly recipients: readonly Pick<Resolution, "recipient" | "class" | "transport" | "nexthop">[];
  /** After local(8)'s aliases, :include: and .forward files. */
  readonly leaves: readonly TracedLeaf[];
  /** Why the message is not taken, or the first leaf that refuses it. */
  readonly error: { readonly code: string; readonly enhanced: string | null; readonly text: string } | null;
  readonly rewritten?: string;
  readonly steps?: readonly PostfixTraceStep[];
}

export interface PostfixTracer {
  readonly ok: true;
  trace(question: PostfixQuestion): PostfixAddressTrace;
  /** Names of master.cf's services that deliver. */
  readonly services: readonly string[];
  readonly remarks: readonly string[];
}

export type PostfixTracing = PostfixTracer | { readonly ok: false; readonly path: string; readonly reason: string };

/** Reads a Postfix directory once; the tracer then answers any number of addresses. */
export function openPostfixTracer(path: string, flags: PostfixFlags): PostfixTracing {
  const loaded = loadPostfix(path, flags);
  if (!loaded.ok) return loaded;
  const services = loaded.config.services.filter((service) => service.type === "unix").map((service) => service.name);
  return { ok: true, services, remarks: loaded.remarks, trace: (question) => tracePostfix(loaded.resolver, question) };
}

/** What a Postfix directory does with an address: routed to its leaves, and rewritten where it is no recipient. */
export function tracePostfix(resolver: Resolver, question: PostfixQuestion): PostfixAddressTrace {
  const { address, as } = question;
  const expansion = resolver.expandRecipient(unquoteLocal(withoutBrackets(address)), "", question.steps);
  const refused = expansion.error ?? expansion.leaves.find(isRefusal);
  const answer = {
    address,
    as,
    recipients: expansion.recipients.map(({ recipient, class: class_, transport, nexthop }) => ({
      recipient,
      class: class_,
      transport,
      nexthop,
    })),
    leaves: expansion.leaves.map(tracedLeaf),
    error: refused ? { code: `${refused.code}`, enhanced: refused.enhanced, text: refused.text } : null,
  };
  if (as === "recipient") return { ...answer, ...(question.steps ? { steps: expansion.steps.map(shownStep) } : {}) };
  const steps: Step[] = [];
  const service = question.mailer ?? "smtp";
  const bare = withoutBrackets(address);
  const isEnvelope = as === "envelope-sender";
  const role = outgoingRoles[as];
  const rewritten = outgoingAddress(
    resolver,
    { address: isEnvelope ? unquoteLocal(bare) : bare, role, service },
    steps,
  );
  return { ...answer, rewritten, ...(question.steps ? { steps: steps.map(shownStep) } : {}) };
}

const outgoingRoles = {
  "envelope-sender": "envelope_sender",
  "header-sender": "header_sender",
  "header-recipient": "header_recipient",
} as const;

function isRefusal(leaf: Leaf): leaf is Extract<Leaf, { readonly code: number }> {
  return leaf.kind === "reject" || leaf.kind === "defer";
}

/** `<user@domain>` as it stands in SMTP. */
function withoutBrackets(address: string): string {
  return address.startsWith("<") && address.endsWith(">") ? address.slice(1, -1) : address;
}

function tracedLeaf(leaf: Leaf): TracedLeaf {
  const text = leafText(leafOfPostfix(leaf));
  switch (leaf.kind) {
    case "local":
      return {
        leaf: text,
        kind: "local",
        user: leaf.user,
        mailbox: leaf.mailbox.kind,
        to: leaf.mailbox.kind === "command" ? leaf.mailbox.text : leaf.mailbox.path,
      };
    case "command":
      return { leaf: text, kind: "command", text: leaf.text, as: leaf.as ?? null };
    case "file":
      return { leaf: text, kind: "file", path: leaf.path, as: leaf.as ?? null };
    case "reject":
    case "defer":
      return { leaf: text, kind: "reject", code: `${leaf.code}`, enhanced: leaf.enhanced, text: leaf.text };
    case "virtual":
    case "discard":
      return { leaf: text, kind: leaf.kind, address: leaf.address };
    default:
      return { leaf: text, kind: leaf.kind, transport: leaf.service, nexthop: leaf.nexthop, address: leaf.address };
  }
}

function shownStep(step: Step): PostfixTraceStep {
  if (step.kind === "changed") return { step: "changed", stage: step.stage, before: step.before, after: step.after };
  if (step.kind === "decided") return { step: "decided", stage: step.stage, text: step.text };
  const { parameter, table, key, answer } = step.note;
  return {
    step: "lookup",
    stage: step.stage,
    parameter,
    table,
    key,
    value: answer.kind === "found" ? answer.value : null,
    ...(answer.kind === "failed" ? { failed: answer.reason } : {}),
  };
}
