import type { DeliveryAgent } from "../../model/agents.ts";
import { standardServices } from "../../postfix/catalogue/standard-services.ts";

/** How routes name an agent in Postfix: `transport:nexthop`. */
export interface AgentTransport {
  /** Service of master.cf; undefined: nothing in Postfix can do this agent's work. */
  readonly service: string;
  /** Every message goes there, whatever the route says. */
  readonly fixedNexthop?: string;
  /** Port that a route has to name when it names none itself. */
  readonly port?: string;
}

const taken = new Set(standardServices.map((service) => service.name));

/** The name of an agent's own entry in master.cf: its own, unless Postfix needs that name for a service of its own. */
export function ownName(name: string): string {
  const word =
    name
      .toLowerCase()
      .replace(/[^a-z0-9_-]/g, "-")
      .replace(/^-+/, "") || "agent";
  return taken.has(word) ? `${word}-agent` : word;
}

/** Whether an SMTP agent does something that the plain services do not, so that it needs an entry of its own. */
export function needsOwnClient(agent: DeliveryAgent): boolean {
  const { traits } = agent;
  return (
    agent.used &&
    (traits.has("on-request-only") ||
      traits.has("plain-smtp-only") ||
      // smtp8: sends 8-bit text as it is to hosts that do not speak ESMTP (cf/README, MAILER(smtp)).
      (traits.has("eight-bit") && !traits.has("extended-smtp")))
  );
}

/** The transport of an agent: the plain client, the relay client, local(8), or an entry of its own in master.cf. */
export function agentTransport(agent: DeliveryAgent): AgentTransport | undefined {
  const { work } = agent;
  if (agent.role === "local" && (work.kind !== "smtp" || work.host !== undefined)) return { service: "local" };
  switch (work.kind) {
    case "local":
    case "commands":
    case "files":
    case "lists":
      return { service: "local" };
    case "smtp": {
      const plain = work.lmtp ? "lmtp" : agent.name === "relay" ? "relay" : "smtp";
      return {
        service: needsOwnClient(agent) ? ownName(agent.name) : plain,
        ...(work.host === undefined ? {} : { fixedNexthop: work.host }),
        ...(work.port === undefined ? {} : { port: work.port }),
      };
    }
    case "lmtp-socket":
      return { service: "lmtp", fixedNexthop: `unix:${work.path}` };
    case "program":
      return { service: ownName(agent.name) };
    case "refuse":
      return { service: "error" };
    case "discard":
      return { service: "discard" };
    case "broken":
      return undefined;
  }
}
