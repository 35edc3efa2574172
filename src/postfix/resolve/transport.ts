import type { Settings } from "../read/settings.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import type { Answer } from "../tables/table.ts";
import { type AddressContext, findAddress, findDomain, type KeyForms } from "./find-address.ts";
import { remembered } from "./remembered.ts";

/** What a transport(5) entry changes; absent parts stay as they are. */
export interface TransportChange {
  readonly transport?: string;
  readonly nexthop?: string;
}

/** transport_maps, ready to be asked. */
export interface TransportTable {
  readonly maps: MapList;
  /** Whether parents are asked as `.parent`; as `parent` where parent_domain_matches_subdomains names transport_maps. */
  readonly dotted: boolean;
  /** The entry of a domain, of its parents, or `*`: it does not depend on the user. */
  readonly ofDomain: (domain: string) => Answer;
}

export function transportTable(maps: MapList, settings: Settings): TransportTable {
  const dotted = !settings.words("parent_domain_matches_subdomains").includes("transport_maps");
  return { maps, dotted, ofDomain: remembered((domain) => domainEntry(maps, domain, dotted)) };
}

function domainEntry(maps: MapList, domain: string, dotted: boolean, note?: NoteLookup): Answer {
  const answer = findDomain(maps, domain, dotted, note);
  return answer.kind === "none" ? maps.find("*", false, note) : answer;
}

const addressForms: KeyForms = {
  withoutExtension: true,
  localPart: false,
  atDomain: false,
  domain: "no",
  unquotedToo: true,
};

/**
 * transport(5): user+ext@domain, user@domain, domain, .parent (or `parent` where parent_domain_matches_subdomains names
 * transport_maps), then `*`. `domain` is the recipient's, in the form that routing left.
 */
export function transportFor(
  recipient: string,
  domain: string,
  table: TransportTable,
  context: AddressContext,
  note: NoteLookup | undefined,
): TransportChange | undefined | "failed" {
  if (table.maps.tables.length === 0) return undefined;
  let { answer } = findAddress(table.maps, recipient, context, addressForms, note);
  if (answer.kind === "none") {
    const own = recipient.slice(recipient.lastIndexOf("@") + 1);
    answer = note ? domainEntry(table.maps, own, table.dotted, note) : table.ofDomain(own);
  }
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
