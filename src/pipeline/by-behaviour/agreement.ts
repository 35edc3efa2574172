import type { DecisionExample, MailEnd, RecipientExample, SenderExample } from "../../model/behaviour.ts";
import type { Route } from "../../model/route.ts";
import { outgoingAddress } from "../../postfix/resolve/outgoing.ts";
import type { Leaf } from "../../postfix/resolve/resolution.ts";
import type { Resolver } from "../../postfix/resolve/resolver.ts";
import type { Decider } from "../../postfix/restrictions/decide.ts";

/** The ends that Postfix gives a recipient, as comparable text. */
function postfixEnds(address: string, resolver: Resolver): string {
  const expansion = resolver.expandRecipient(address);
  // cleanup(8) puts the message off, whoever sent it; that is no refusal.
  if (expansion.error) return "wait";
  return sentenceOf(expansion.leaves.map((leaf) => newEnd(leaf)));
}

/** Whether Postfix refuses a recipient in these words. */
export function refusesWith(address: string, text: string, resolver: Resolver): boolean {
  return resolver.expandRecipient(address).leaves.some((leaf) => "text" in leaf && leaf.text === text);
}

function oldEnds(ends: readonly MailEnd[]): string {
  return sentenceOf(ends.map(oldEnd));
}

/** Both answers for a recipient, in the same words where they are the same. */
export function recipientAnswers(
  { address, ends }: RecipientExample,
  { resolver, hasAccount }: { readonly resolver: Resolver; readonly hasAccount: (user: string) => boolean },
): { readonly old: string; readonly now: string } {
  const now = postfixEnds(address, resolver);
  // Without the flag w sendmail hands a name that has no account to the local mailer, and that sends the message back.
  const isLost = (end: MailEnd): boolean => end.kind === "local" && !hasAccount(end.user.replaceAll("\\", ""));
  const returned = sentenceOf(ends.map((end) => (isLost(end) ? "refuse" : oldEnd(end))));
  return { old: returned === now ? now : oldEnds(ends), now };
}

/** `mx.example[192.0.2.1] from=<a@b.example> to=<c@d.example>`. */
export function tripleText({ client, sender, recipient }: DecisionExample): string {
  return `${client.name ?? "unknown"}[${client.address}] from=<${sender}> to=<${recipient}>`;
}

export function oldDecision({ answer, code }: DecisionExample): string {
  return code === undefined ? answer : `${answer} ${code}`;
}

/** What smtpd tells the client at RCPT TO, in the same words. */
export function postfixDecision({ client, sender, recipient }: DecisionExample, decider: Decider): string {
  const { answer, reply } = decider.decide("rcpt", {
    client: { name: client.name ?? "unknown", address: client.address },
    helo: client.name ?? `[${client.address}]`,
    sender,
    recipient,
  });
  if (answer === "accept" || answer === "discard") return "accept";
  return `${answer === "tempfail" ? "wait" : "refuse"} ${reply?.code ?? 550}`;
}

function sentenceOf(ends: readonly string[]): string {
  return [...new Set(ends)].sort().join(" + ");
}

function oldEnd(end: MailEnd): string {
  switch (end.kind) {
    case "local":
      // `\user` is the user, with no further alias.
      return `local ${end.user.toLowerCase().replaceAll("\\", "")}`;
    case "command":
      return `command ${end.text.trim()}`;
    case "file":
      return `file ${end.text.trim()}`;
    case "refuse":
      return "refuse";
    case "route":
      return oldRoute(end.route, end.address);
  }
}

function oldRoute(route: Route, address: string): string {
  switch (route.kind) {
    case "relay": {
      const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
      const hosts = route.hosts.map(({ host, direct }) =>
        direct || /^\d+(\.\d+){3}$/.test(host) ? `[${host}]` : host,
      );
      const place = hosts.length === 0 ? domain : hosts.join(",");
      if (route.port?.startsWith("/")) return `${route.protocol} unix:${route.port} ${foldedAddress(address)}`;
      return `${route.protocol} ${place}${portText(route.port)} ${foldedAddress(address)}`;
    }
    case "agent":
      return `agent ${route.agent.toLowerCase()} ${route.host.toLowerCase()} ${userPart(address)}`;
    case "local":
      return `local ${address.toLowerCase()}`;
    default:
      return "refuse";
  }
}

function portText(port: string | undefined): string {
  return port === undefined || port === "25" || port === "smtp" ? "" : `:${port}`;
}

function newEnd(leaf: Leaf): string {
  switch (leaf.kind) {
    case "local":
      return `local ${leaf.user.toLowerCase()}`;
    case "virtual":
      return `virtual ${foldedAddress(leaf.address)}`;
    case "smtp":
    case "lmtp": {
      const nexthop = leaf.nexthop.replace(/, */g, ",").toLowerCase();
      return `${leaf.kind} ${nexthop.replace(/:(25|smtp)$/, "")} ${foldedAddress(leaf.address)}`;
    }
    case "pipe":
      return `agent ${agentOf(leaf.service)} ${leaf.nexthop.toLowerCase()} ${userPart(leaf.address)}`;
    case "command":
      return `command ${leaf.text.trim()}`;
    case "file":
      return `file ${leaf.path.trim()}`;
    case "discard":
      return "discard";
    default:
      return "refuse";
  }
}

/** Programs are told the user; the domain is what chose them. */
function userPart(address: string): string {
  return address.toLowerCase().replace(/@[^@]*$/, "");
}

/** Services are named after their agents, with a suffix where Postfix needs the name itself. */
function agentOf(service: string): string {
  return service.replace(/-agent$/, "");
}

/** Domains compare without case; local parts, too, since most agents fold them. */
export function foldedAddress(address: string): string {
  return address.toLowerCase().replace(/\.$/, "");
}

/** What an address of a message is when it leaves by the agent: cleanup(8), then the SMTP client's own maps. */
export function postfixAddress(
  { address, role, agent }: SenderExample,
  { resolver, serviceOf }: { readonly resolver: Resolver; readonly serviceOf: (agent: string) => string | undefined },
): string {
  const service = serviceOf(agent) ?? "local";
  return foldedAddress(outgoingAddress(resolver, { address, role: outgoingRoles[role], service }));
}

const outgoingRoles = {
  "envelope-sender": "envelope_sender",
  "header-sender": "header_sender",
  "header-recipient": "header_recipient",
} as const;
