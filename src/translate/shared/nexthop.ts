import type { DeliveryAgent } from "../../model/agents.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { Route } from "../../model/route.ts";
import { type PostfixVersion, postfixVersions } from "../../postfix/config.ts";
import { agentTransport } from "./agent-transport.ts";
import { errorTransport } from "./smtp-reply.ts";

/** A route as `transport:nexthop` (transport(5)), with a word on what differs, or why there is none. */
export type TransportValue = { readonly value: string; readonly remark?: string } | { readonly problem: string };

type RelayRoute = Extract<Route, { kind: "relay" }>;

/** Next hops may be lists since Postfix 3.5 (its RELEASE_NOTES). */
function severalHostsAllowed(version: PostfixVersion): boolean {
  return postfixVersions.indexOf(version) >= postfixVersions.indexOf("3.5");
}

/**
 * `smtp:[host]:port`, `relay:host`, `lmtp:unix:/socket`, `local:`, `error:5.1.1 text`, or the service of an agent of
 * the site.
 */
export function transportOf(route: Route, policy: MailPolicy, version: PostfixVersion): TransportValue {
  switch (route.kind) {
    case "relay":
      return relayTransport(route, policy, version);
    case "local":
      return { value: "local:" };
    case "agent":
      return { value: `${serviceOf(route.agent, policy) ?? route.agent.toLowerCase()}:${route.host}` };
    case "refuse":
      return { value: errorTransport(route.refusal) };
    case "here":
      return { problem: "the host is this host itself" };
    case "unknown-agent":
      return {
        value: "error:5.3.5 Unknown mailer",
        remark: `there is no mailer ${route.agent}; the old host refuses such mail, and so does this`,
      };
  }
}

function relayTransport(route: RelayRoute, policy: MailPolicy, version: PostfixVersion): TransportValue {
  const plain = route.protocol === "lmtp" ? "lmtp" : route.agent.toLowerCase() === "relay" ? "relay" : "smtp";
  const service = serviceOf(route.agent, policy) ?? plain;
  if (route.port?.startsWith("/")) return { value: `${service}:unix:${route.port}` };
  const hop = nextHop(route, version);
  return hop.remark === undefined
    ? { value: `${service}:${hop.text}` }
    : { value: `${service}:${hop.text}`, remark: hop.remark };
}

/** `host`, `[host]`, `[host]:port`, or several of these. */
export function nextHop(
  route: RelayRoute,
  version: PostfixVersion,
): { readonly text: string; readonly remark?: string } {
  const hosts = severalHostsAllowed(version) ? route.hosts : route.hosts.slice(0, 1);
  const text = hosts.map((hop) => hopText(hop, route.port)).join(", ");
  const lost = route.hosts.length - hosts.length;
  return lost > 0 ? { text, remark: `Postfix before 3.5 tries one host only; ${lost} more are left out` } : { text };
}

function hopText({ host, direct }: RelayRoute["hosts"][number], port: string | undefined): string {
  const isAddress = /^\d+(\.\d+){3}$/.test(host) || host.includes(":");
  const inBrackets = host.includes(":") && !host.startsWith("ipv6:") ? `ipv6:${host}` : host;
  const name = direct || isAddress ? `[${inBrackets}]` : host;
  return port === undefined || port === "25" || port === "smtp" ? name : `${name}:${port}`;
}

/** The service of master.cf for an agent of the old host. */
function serviceOf(agent: string, policy: MailPolicy): string | undefined {
  const found: DeliveryAgent | undefined = policy.agents.find((fact) => fact.value.name === agent.toLowerCase())?.value;
  return found && agentTransport(found)?.service;
}
