import type { Settings } from "../read/settings.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import type { ListAnswer, MatchList } from "../tables/match-list.ts";
import { type AddressContext, findAddress, usualKeys } from "./find-address.ts";
import { remembered } from "./remembered.ts";
import type { AddressClass, Resolution } from "./resolution.ts";

/** What is routed by, for domains that are not this host's own (ADDRESS_CLASS_README). */
export interface ClassSettings {
  readonly context: AddressContext;
  readonly localTransport: string;
  readonly virtualTransport: string;
  readonly relayTransport: string;
  readonly defaultTransport: string;
  readonly relayhost: string;
  readonly aliasError: string;
  /** Keys that stand for the null sender. */
  readonly nullTransportKey: string;
  readonly nullRelayKey: string;
  readonly senderTransports: MapList;
  readonly senderRelays: MapList;
  /** The class that the three domain lists give a domain. */
  readonly classOf: (domain: string) => AddressClass | "failed";
}

export interface DomainLists {
  readonly virtualAlias: MatchList;
  readonly virtualMailbox: MatchList;
  readonly relay: MatchList;
}

export function classSettings(
  settings: Settings,
  context: AddressContext,
  lists: DomainLists,
  maps: Pick<ClassSettings, "senderTransports" | "senderRelays">,
): ClassSettings {
  const where = settings.bool("show_user_unknown_table_name") ? " in virtual alias table" : "";
  return {
    ...maps,
    context,
    localTransport: settings.text("local_transport"),
    virtualTransport: settings.text("virtual_transport"),
    relayTransport: settings.text("relay_transport"),
    defaultTransport: settings.text("default_transport"),
    relayhost: settings.text("relayhost"),
    aliasError: `5.1.1 User unknown${where}`,
    nullTransportKey: settings.text("empty_address_default_transport_maps_lookup_key"),
    nullRelayKey: settings.text("empty_address_relayhost_maps_lookup_key"),
    classOf: remembered((domain) => classOf(domain, lists)),
  };
}

function classOf(domain: string, lists: DomainLists): AddressClass | "failed" {
  const named = (answer: ListAnswer, found: AddressClass): AddressClass | "failed" | undefined =>
    answer === "yes" ? found : answer === "failed" ? "failed" : undefined;
  return (
    named(lists.virtualAlias.matchesText(domain), "virtual_alias") ??
    named(lists.virtualMailbox.matchesText(domain), "virtual_mailbox") ??
    named(lists.relay.matchesDomain(domain), "relay") ??
    "default"
  );
}

export type ClassRoute = Pick<Resolution, "class" | "transport" | "nexthop">;

/** The transport and next hop that the class of a domain gives, before transport_maps. */
export function classRoute(
  domain: string,
  isLocal: boolean,
  sender: string,
  by: ClassSettings,
  note: NoteLookup | undefined,
): ClassRoute | "failed" {
  if (isLocal) return withOwnNexthop("local", by.localTransport, domain);
  const class_ = by.classOf(domain);
  switch (class_) {
    case "failed":
      return "failed";
    case "virtual_alias":
      return { class: class_, transport: "error", nexthop: by.aliasError };
    case "virtual_mailbox":
      return withOwnNexthop(class_, by.virtualTransport, domain);
    default:
      return remoteRoute(class_, domain, sender, by, note);
  }
}

function remoteRoute(
  class_: AddressClass,
  domain: string,
  sender: string,
  by: ClassSettings,
  note: NoteLookup | undefined,
): ClassRoute | "failed" {
  let transport = by.relayTransport;
  if (class_ === "default") {
    const own = bySender(by.senderTransports, sender || by.nullTransportKey, by, note);
    if (own === "failed") return "failed";
    transport = own?.value ?? by.defaultTransport;
  }
  const relayhost = bySender(by.senderRelays, sender || by.nullRelayKey, by, note);
  if (relayhost === "failed") return "failed";
  return withOwnNexthop(class_, transport, relayhost?.value ?? (by.relayhost || domain));
}

function bySender(
  maps: MapList,
  key: string,
  by: ClassSettings,
  note: NoteLookup | undefined,
): { readonly value: string } | undefined | "failed" {
  if (maps.tables.length === 0) return undefined;
  const { answer } = findAddress(maps, key, by.context, usualKeys, note);
  if (answer.kind === "failed") return "failed";
  return answer.kind === "found" && answer.value.toLowerCase() !== "dunno" ? answer : undefined;
}

/** `transport:nexthop` of main.cf: the next hop given there wins. A transport may not be empty. */
function withOwnNexthop(class_: AddressClass, value: string, nexthop: string): ClassRoute | "failed" {
  const colon = value.indexOf(":");
  const transport = colon === -1 ? value : value.slice(0, colon);
  const own = colon === -1 ? "" : value.slice(colon + 1);
  return transport === "" ? "failed" : { class: class_, transport, nexthop: own || nexthop };
}
