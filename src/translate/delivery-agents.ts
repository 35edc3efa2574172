import type { Claim, Disposition } from "../diagnostics/disposition.ts";
import type { AgentWork, DeliveryAgent } from "../model/agents.ts";
import type { Fact } from "../model/fact.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { Service } from "../postfix/config.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import { agentCodes } from "./delivery-agents/codes.ts";
import { translateLocalAgent, translateShell } from "./delivery-agents/local.ts";
import { pipeParts } from "./delivery-agents/pipe.ts";
import { flagRemarksOf, lostSettings } from "./delivery-agents/remarks.ts";
import { agentTransport, needsOwnClient } from "./shared/agent-transport.ts";
import { claimsFor } from "./shared/setting.ts";

/** M lines: clients, local delivery and programs (master(5), pipe(8), local(8), smtp(8)). */
export function translateDeliveryAgents(context: TranslateContext): Partial<Translated> {
  const parts = context.policy.agents.map((fact) => agentParts(fact, context));
  return {
    parameters: parts.flatMap((part) => part.parameters ?? []),
    words: [...parts.flatMap((part) => part.words ?? []), ...heldTransports(context.policy)],
    services: parts.flatMap((part) => part.services ?? []),
    claims: parts.flatMap((part) => part.claims ?? []),
    diagnostics: parts.flatMap((part) => part.diagnostics ?? []),
  };
}

function agentParts(fact: Fact<DeliveryAgent>, context: TranslateContext): Partial<Translated> {
  const agent = fact.value;
  switch (agent.work.kind) {
    case "local":
      return translateLocalAgent(fact, agent.work.mailbox, context);
    case "commands":
      return translateShell(fact, agent.work.shell, context);
    case "files":
    case "lists":
      return ended(fact, "default", "local(8) delivers to files and reads lists by itself.");
    case "smtp":
      return agent.role === "local" && agent.work.host !== undefined
        ? translateLocalAgent(fact, { transport: networkTransport(agent.work) }, context)
        : clientParts(fact);
    case "lmtp-socket":
      return agent.role === "local"
        ? translateLocalAgent(fact, { transport: `lmtp:unix:${agent.work.path}` }, context)
        : ended(fact, "exact", `Routes name it lmtp:unix:${agent.work.path}.`);
    case "program":
      return pipeParts(fact, agent.work.program, context);
    case "refuse":
      return ended(fact, "default", "Postfix refuses mail by tables and by its error(8) service.");
    case "discard":
      return ended(fact, "default", "Postfix drops mail by its discard(8) service.");
    case "broken":
      return {};
  }
}

/** `lmtp:inet:host:24`, `smtp:[host]:port` (postconf(5), mailbox_transport). */
function networkTransport({ lmtp, host, port }: Extract<AgentWork, { kind: "smtp" }>): string {
  const end = port === undefined ? "" : `:${port}`;
  return lmtp ? `lmtp:inet:${host ?? ""}${end}` : `smtp:[${host ?? ""}]${end}`;
}

function ended(fact: Fact<DeliveryAgent>, disposition: Disposition, note: string): Partial<Translated> {
  return { claims: claimsFor(fact.origins, disposition, agentCodes, note) };
}

/** An SMTP client: one of the plain services, or a copy with its own switches when something uses it. */
function clientParts(fact: Fact<DeliveryAgent>): Partial<Translated> {
  const agent = fact.value;
  const transport = agentTransport(agent);
  const differences = clientDifferences(agent);
  const service = transport?.service ?? "smtp";
  const where = agent.used || agent.name === service ? `It is the service ${service}.` : "Nothing names it.";
  const note = [where, ...differences].join(" ");
  const claims: readonly Claim[] = claimsFor(
    fact.origins,
    differences.length > 0 ? "approximate" : agent.used ? "exact" : "default",
    agentCodes,
    note,
  );
  if (!needsOwnClient(agent)) return { claims };
  const own: Service = {
    name: service,
    type: "unix",
    private: "-",
    unprivileged: "-",
    chroot: "n",
    wakeup: "-",
    processLimit: "-",
    command: "smtp",
    options: [
      ["syslog_name", "postfix/$service_name"],
      ...(agent.traits.has("plain-smtp-only") ? ([["smtp_never_send_ehlo", "yes"]] as const) : []),
      ...(agent.traits.has("eight-bit") ? ([["disable_mime_output_conversion", "yes"]] as const) : []),
    ],
    args: [],
    origins: fact.origins,
  };
  return { services: [own], claims };
}

/** What an SMTP client of Postfix cannot do for one service alone. */
function clientDifferences(agent: DeliveryAgent): readonly string[] {
  if (!agent.used) return [];
  const { traits } = agent;
  return [
    traits.has("seven-bit") ? "Postfix converts 8-bit text for hosts that cannot take it, and strips nothing." : "",
    traits.has("privileged-port") ? "Postfix never sends from a privileged port." : "",
    traits.has("adds-sender-domain") ? "Bare addresses in headers get $myorigin, not the sender's domain." : "",
    agent.messageSize === undefined
      ? ""
      : "A size limit for one client does not exist; message_size_limit holds for all.",
    agent.queueGroup === undefined ? "" : "There are no queue groups.",
    traits.has("strips-comments") ? "Comments stay in header addresses." : "",
    traits.has("no-exchanger-lookup") && agent.work.kind === "smtp" && agent.work.host === undefined
      ? "Mail exchangers are looked up unless the route names the host in brackets."
      : "",
    ...flagRemarksOf(agent),
    ...lostSettings(agent, "MQ"),
  ].filter((text) => text !== "");
}

/** Transports that deliver only when told to: `F=%`, and `F=e` while expensive mail is held (postconf(5)). */
function heldTransports(policy: MailPolicy): readonly ListWord[] {
  const hold = policy.queue.holdExpensive?.value === true;
  return policy.agents.flatMap((fact): readonly ListWord[] => {
    const { traits, used } = fact.value;
    const held = traits.has("on-request-only") || (hold && traits.has("expensive"));
    const transport = used && held ? agentTransport(fact.value) : undefined;
    if (!transport || transport.service === "local") return [];
    const origins = [...fact.origins, ...(hold ? (policy.queue.holdExpensive?.origins ?? []) : [])];
    return [{ parameter: "defer_transports", rank: 20, word: transport.service, origins, group: "queue" }];
  });
}
