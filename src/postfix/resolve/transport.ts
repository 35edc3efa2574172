import type { NoteLookup } from "../tables/maps.ts";
import { findAddress, type KeyForms } from "./find-address.ts";
import type { ResolveSettings } from "./resolve-address.ts";

/** What a transport(5) entry changes; absent parts stay as they are. */
export interface TransportChange {
  readonly transport?: string;
  readonly nexthop?: string;
}

/**
 * transport(5): user+ext@domain, user@domain, domain, .parent (or `parent` where parent_domain_matches_subdomains names
 * transport_maps), then `*`.
 */
export function transportFor(
  recipient: string,
  domain: string,
  with_: ResolveSettings,
  note: NoteLookup,
): TransportChange | undefined | "failed" {
  if (with_.transports.tables.length === 0) return undefined;
  const parents = with_.settings.words("parent_domain_matches_subdomains").includes("transport_maps");
  const forms: KeyForms = {
    withoutExtension: true,
    localPart: false,
    atDomain: false,
    domain: parents ? "parents" : "dotted-parents",
    unquotedToo: true,
  };
  let { answer } = findAddress(with_.transports, recipient, with_.context, forms, note);
  if (answer.kind === "none") answer = with_.transports.find("*", false, note);
  if (answer.kind === "failed") return "failed";
  return answer.kind === "none" ? undefined : readEntry(answer.value, domain);
}

/**
 * `transport:nexthop`. An empty transport keeps what there is; a transport without a next hop resets it to the
 * recipient's domain, or to a text for error and retry.
 */
function readEntry(value: string, domain: string): TransportChange {
  const colon = value.indexOf(":");
  const transport = colon === -1 ? value : value.slice(0, colon);
  const nexthop = colon === -1 ? "" : value.slice(colon + 1);
  if (transport === "") return nexthop === "" ? {} : { nexthop };
  if (nexthop !== "") return { transport, nexthop };
  const isText = transport === "error" || transport === "retry";
  return { transport, nexthop: isText ? "Address is undeliverable" : domain };
}
