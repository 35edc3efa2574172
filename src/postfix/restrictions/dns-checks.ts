import { isHostAddress, literalAddress } from "../resolve/hostname.ts";
import { parseAddress } from "../tables/network.ts";
import type { Dns, DnsType, Reply } from "./session.ts";
import { dunno, reject, replyOf, type Verdict } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

type Existence = "yes" | "no" | "null-mx" | "failed";

/** Whether a name has one of the records, asked in order. */
function exists(name: string, types: readonly DnsType[], dns: Dns): Existence {
  let isFailed = false;
  for (const type of types) {
    const answer = dns.lookup(name, type);
    if (answer.kind === "failed") isFailed = true;
    if (answer.kind !== "found") continue;
    return type === "MX" && answer.values.some((value) => /^\d+\s+\.?$/.test(value)) ? "null-mx" : "yes";
  }
  return isFailed ? "failed" : "no";
}

/** A DNS failure defers, at once or only when the mail would be accepted (`..._tempfail_action`). */
function onFailure(reply: Reply, parameter: string, world: RestrictionWorld): Verdict {
  const action = world.settings.text(parameter);
  return { kind: action === "defer_if_permit" ? "defer-if-permit" : "reject", reply };
}

/** reject_unknown_helo_hostname. */
export function unknownHelo(helo: string, world: RestrictionWorld): Verdict {
  const text = `<${helo}>: Helo command rejected: Host not found`;
  const found = exists(helo, ["A", "AAAA", "MX"], world.needs.dns);
  if (found === "yes" || found === "null-mx") return dunno;
  if (found === "failed") return onFailure(replyOf(450, "4.7.1", text), "unknown_helo_hostname_tempfail_action", world);
  return reject(world.settings.int("unknown_hostname_reject_code"), "4.7.1", text);
}

/** reject_unknown_sender_domain and reject_unknown_recipient_domain. */
export function unknownDomain(
  address: string,
  other: string,
  kind: "Sender address" | "Recipient address",
  world: RestrictionWorld,
): Verdict {
  const resolution = world.resolve(address, other);
  const domain = resolution.recipient.slice(resolution.recipient.lastIndexOf("@") + 1);
  const isFinal = ["local", "virtual_alias", "virtual_mailbox"].includes(resolution.class);
  if (isFinal || domain.startsWith("[")) return dunno;
  const isSender = kind === "Sender address";
  const text = (what: string): string => `<${address}>: ${kind} rejected: ${what}`;
  const detail = isSender ? "4.1.8" : "4.1.2";
  switch (exists(domain, ["MX", "A", "AAAA"], world.needs.dns)) {
    case "yes":
      return dunno;
    case "null-mx":
      return reject(
        isSender ? 550 : 556,
        isSender ? "4.7.27" : "4.1.10",
        text(`Domain ${domain} does not accept mail (nullMX)`),
      );
    case "failed":
      return onFailure(replyOf(450, detail, text("Domain not found")), "unknown_address_tempfail_action", world);
    default:
      return reject(world.settings.int("unknown_address_reject_code"), detail, text("Domain not found"));
  }
}

/** A DNS list entry `domain=d.d.d.d`: whether the query has an answer that the filter takes. */
export function isListed(query: string, filter: string | undefined, dns: Dns): "yes" | "no" | "failed" {
  const answer = dns.lookup(query, "A");
  if (answer.kind === "failed") return "failed";
  if (answer.kind !== "found") return "no";
  if (filter === undefined) return "yes";
  return answer.values.some((value) => matchesFilter(value, filter)) ? "yes" : "no";
}

/** `127.0.0.[1..4;8]`: numbers and ranges in brackets, separated by semicolons. */
function matchesFilter(address: string, filter: string): boolean {
  const bytes = parseAddress(address);
  const parts = filter.match(/\[[^\]]*\]|\d+/g);
  return (
    bytes?.length === 4 &&
    parts?.length === 4 &&
    parts.every((part, index) => {
      const value = bytes[index] ?? -1;
      if (!part.startsWith("[")) return Number(part) === value;
      return part
        .slice(1, -1)
        .split(";")
        .some((range) => {
          const [from = "", to = from] = range.split("..");
          return value >= Number(from) && value <= Number(to);
        });
    })
  );
}

/** The name under which a DNS list holds an address. */
export function reversed(address: string): string {
  const bytes = parseAddress(address) ?? [];
  if (bytes.length === 4) return [...bytes].reverse().join(".");
  return bytes
    .flatMap((byte) => [byte >> 4, byte & 15])
    .reverse()
    .map((nibble) => nibble.toString(16))
    .join(".");
}

/** Names and addresses of the MX, NS or A hosts of a domain (check_..._mx_access and the like). */
export function serversOf(domain: string, type: "MX" | "NS" | "A", dns: Dns): readonly string[] {
  const literal = /^\[(.*)\]$/s.exec(domain)?.[1];
  const address = literal === undefined ? domain : literalAddress(literal);
  // An address has no name servers.
  if (address !== undefined && isHostAddress(address)) return type === "NS" ? [] : [address];
  const hosts = type === "A" ? [domain] : namesOf(domain, type, dns);
  return hosts.flatMap((host) => [host, ...addressesOf(host, dns)]);
}

function namesOf(domain: string, type: "MX" | "NS", dns: Dns): readonly string[] {
  for (let name = domain; name.includes(".") || name === domain; name = name.slice(name.indexOf(".") + 1)) {
    const answer = dns.lookup(name, type);
    if (answer.kind === "found") return answer.values.map((value) => value.replace(/^\d+\s+/, ""));
    // A domain without MX is its own host; name servers are those of the nearest parent.
    if (type === "MX") return [domain];
    if (!name.includes(".")) break;
  }
  return [];
}

function addressesOf(host: string, dns: Dns): readonly string[] {
  return (["A", "AAAA"] as const).flatMap((type) => {
    const answer = dns.lookup(host, type);
    return answer.kind === "found" ? answer.values : [];
  });
}
