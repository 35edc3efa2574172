/** destination: where a next hop is, as smtp(8) finds it: brackets, ports, MX records */
import { isIP } from "node:net";
import type { Settings } from "../../postfix/read/settings.ts";
import type { NameService } from "../names.ts";
import type { Endpoint } from "./dialogue.ts";

export interface Hop {
  /** `mx.example.com[192.0.2.1]:25`, as the log and bounces name it. */
  readonly name: string;
  readonly host: string;
  readonly endpoint: Endpoint;
}

export type Destination =
  | { readonly kind: "hops"; readonly hops: readonly Hop[] }
  | { readonly kind: "refused" | "later"; readonly dsn: string; readonly text: string };

export interface DestinationNeeds {
  readonly names: NameService;
  readonly settings: Settings;
  /** Parameter names begin with it. */
  readonly program: "smtp" | "lmtp";
  /** A path of the configuration on this machine. */
  readonly located: (path: string) => string;
}

/** `[host]:port`, `host:port`, `host`, `unix:path`, `inet:host:port` (smtp(8), lmtp(8)). */
export async function findDestination(nexthop: string, needs: DestinationNeeds): Promise<Destination> {
  if (nexthop.startsWith("unix:")) {
    const path = nexthop.slice("unix:".length);
    const { settings } = needs;
    const whole = path.startsWith("/") ? path : `${settings.text("queue_directory")}/${path}`;
    return { kind: "hops", hops: [{ name: whole, host: whole, endpoint: { path: needs.located(whole) } }] };
  }
  const { host, port, exact } = readNextHop(nexthop.replace(/^inet:/, ""), needs);
  const bare = literal(host) ?? host;
  if (isIP(bare)) return { kind: "hops", hops: [hopOf(bare, bare, port)] };
  const usesMx = !exact && needs.program === "smtp" && asksDns(needs.settings);
  const answer = usesMx ? await needs.names.lookup(host, "MX") : { kind: "none" as const };
  if (answer.kind === "failed") return notKnown("later", host, "MX", "Host not found, try again");
  if (answer.kind !== "found") return hopsOf([host], host, port, needs);
  const exchangers = [...answer.values]
    .map((value) => ({ preference: Number.parseInt(value, 10), name: value.replace(/^\d+\s+/, "").replace(/\.$/, "") }))
    .sort((a, b) => a.preference - b.preference);
  if (exchangers.length === 1 && exchangers[0]?.name === "") {
    return { kind: "refused", dsn: "5.1.0", text: `Domain ${host} does not accept mail (nullMX)` };
  }
  const own = exchangers.find(({ name }) => name.toLowerCase() === needs.settings.text("myhostname").toLowerCase());
  const better = own ? exchangers.filter(({ preference }) => preference < own.preference) : exchangers;
  if (better.length === 0) return { kind: "refused", dsn: "5.4.6", text: `mail for ${host} loops back to myself` };
  return hopsOf(
    better.map(({ name }) => name),
    host,
    port,
    needs,
  );
}

interface NextHop {
  readonly host: string;
  readonly port: number;
  /** In brackets: no MX is asked for. */
  readonly exact: boolean;
}

const services: Readonly<Record<string, number>> = {
  smtp: 25,
  submission: 587,
  submissions: 465,
  smtps: 465,
  lmtp: 24,
};

function readNextHop(text: string, { settings, program }: DestinationNeeds): NextHop {
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(.+))?$/.exec(text);
  const standard = settings.text(program === "lmtp" ? "lmtp_tcp_port" : "smtp_tcp_port") || program;
  const port = match?.[3] ?? standard;
  return {
    host: match?.[1] ?? match?.[2] ?? text,
    port: services[port] ?? (Number.parseInt(port, 10) || 25),
    exact: match?.[1] !== undefined,
  };
}

/** `ipv6:` of an address literal goes. */
function literal(host: string): string | undefined {
  return /^ipv6:(.*)$/i.exec(host)?.[1];
}

function asksDns(settings: Settings): boolean {
  return settings.text("smtp_dns_support_level") !== "disabled" && !settings.bool("disable_dns_lookups");
}

async function hopsOf(
  names: readonly string[],
  domain: string,
  port: number,
  needs: DestinationNeeds,
): Promise<Destination> {
  const hops: Hop[] = [];
  let later = false;
  for (const name of names) {
    for (const type of addressTypes(needs.settings)) {
      const answer = await needs.names.lookup(name, type);
      if (answer.kind === "failed") later = true;
      if (answer.kind === "found") hops.push(...answer.values.map((address) => hopOf(name, address, port)));
    }
  }
  if (hops.length > 0) return { kind: "hops", hops };
  return later
    ? notKnown("later", domain, "A", "Host not found, try again")
    : notKnown("refused", domain, "A", "Host not found");
}

/** Postfix connects by the protocols of inet_protocols only. */
function addressTypes(settings: Settings): readonly ("A" | "AAAA")[] {
  const protocols = settings.words("inet_protocols");
  const all = protocols.length === 0 || protocols.includes("all");
  return (["A", "AAAA"] as const).filter((type) => all || protocols.includes(type === "A" ? "ipv4" : "ipv6"));
}

function hopOf(host: string, address: string, port: number): Hop {
  return { name: `${host}[${address}]:${port}`, host, endpoint: { address, port } };
}

function notKnown(kind: "refused" | "later", name: string, type: string, why: string): Destination {
  const text = `Host or domain name not found. Name service error for name=${name} type=${type}: ${why}`;
  return { kind, dsn: kind === "later" ? "4.4.3" : "5.4.4", text };
}
