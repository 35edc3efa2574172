import { quoteLocal } from "../address/quote.ts";
import { internalForm, isOperator, scan, type Token } from "../address/tokens.ts";
import type { Settings } from "../read/settings.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import type { MatchList } from "../tables/match-list.ts";
import { type AddressContext, findAddress, usualKeys } from "./find-address.ts";
import { isAddressLiteral, isHostAddress, isHostname } from "./hostname.ts";
import type { AddressClass, Resolution, Step } from "./resolution.ts";
import { lastIndexOf, type RewriteContext, type RewriteSettings, rewriteTokens, withoutFinalDot } from "./rewrite.ts";
import { transportFor } from "./transport.ts";

/** What trivial-rewrite(8) resolves with. */
export interface ResolveSettings {
  readonly settings: Settings;
  readonly context: AddressContext;
  readonly rewrite: RewriteSettings;
  readonly local: RewriteContext;
  readonly utf8: boolean;
  readonly virtualAliasDomains: MatchList;
  readonly virtualMailboxDomains: MatchList;
  readonly relayDomains: MatchList;
  readonly senderTransports: MapList;
  readonly senderRelays: MapList;
  readonly transports: MapList;
  readonly relocated: MapList;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Resolves a recipient (unquoted form) to transport, next hop and class (src/trivial-rewrite/resolve.c): local domains
 * are stripped and routing characters obeyed until a domain is left that is not local; the class gives the transport;
 * transport_maps and relocated_maps override.
 */
export function resolveAddress(address: string, sender: string, with_: ResolveSettings, steps: Step[]): Resolution {
  const fail = (recipient: string): Resolution => ({
    recipient,
    class: "default",
    transport: "",
    nexthop: "",
    error: "failed",
    isRouted: false,
  });
  const stripped = stripLocalDomains(address, with_);
  if (stripped === "failed") return fail(address);
  let recipient = internalForm(stripped.tokens);
  let { isLocal } = stripped;
  let domain = recipient.slice(recipient.lastIndexOf("@") + 1);
  let valid = true;
  if (domain.startsWith("[")) valid = isAddressLiteral(domain);
  else if (!isHostname(domain, with_.utf8)) {
    valid = with_.settings.bool("resolve_numeric_domain") && isHostAddress(domain);
    if (valid) {
      recipient = `${recipient.slice(0, recipient.length - domain.length)}[${domain}]`;
      domain = `[${domain}]`;
      const own = with_.context.isLocalDomain(domain);
      if (own === "failed") return fail(recipient);
      isLocal ||= own;
    }
  }
  if (!valid) {
    return { recipient, class: "default", transport: "", nexthop: "", error: "syntax", isRouted: false };
  }
  const isRouted = recipient.slice(recipient.search(/[@!%]/) + 1) !== domain;
  const note: NoteLookup = (each) => steps.push({ kind: "lookup", stage: "resolve", note: each });
  const byClass = isLocal ? localRoute(domain, with_) : remoteRoute(domain, sender, with_, note);
  if (byClass === "failed") return fail(recipient);
  const route: Mutable<Resolution> = { recipient, ...byClass, isRouted };
  if (applyMaps(route, domain, with_, steps) === "failed") return fail(recipient);
  if (!with_.settings.bool("allow_min_user") && recipient.startsWith("-")) return { ...route, error: "syntax" };
  return route;
}

interface Stripped {
  readonly tokens: readonly Token[];
  readonly isLocal: boolean;
}

/** The preliminary resolver: what is left when local domains and local routing are gone. */
function stripLocalDomains(address: string, with_: ResolveSettings): Stripped | "failed" {
  const { settings, rewrite } = with_;
  let tokens: readonly Token[] = scan(quoteLocal(address));
  let saved: readonly Token[] | undefined;
  const rewritten = (): readonly Token[] => rewriteTokens(tokens, rewrite, with_.local);
  for (let round = 0; round <= address.length + 100; round += 1) {
    if (lastIndexOf(tokens, "@") !== -1) tokens = withoutFinalDot(tokens);
    if (settings.bool("resolve_null_domain") && isOperator(tokens.at(-1), "@")) tokens = tokens.slice(0, -1);
    const at = lastIndexOf(tokens, "@");
    if (at !== -1) {
      const domain = tokens.slice(at + 1);
      const isLocal = domain.length === 0 || with_.context.isLocalDomain(internalForm(domain));
      if (isLocal === "failed") return "failed";
      if (!isLocal) return { tokens, isLocal: false };
      saved = tokens.slice(at);
      tokens = tokens.slice(0, at);
    }
    if (hasRouting(tokens, rewrite)) {
      tokens = rewritten();
      continue;
    }
    const cracked = settings.bool("resolve_dequoted_address") ? crackedOpen(tokens, rewrite) : undefined;
    if (cracked) {
      tokens = cracked;
      tokens = rewritten();
      continue;
    }
    if (tokens.length === 0 || (tokens.length === 1 && tokens[0]?.kind === "quoted" && tokens[0].text === "")) {
      tokens = scan(settings.text("empty_address_recipient"));
      continue;
    }
    if (saved) return { tokens: [...tokens, ...saved], isLocal: true };
    tokens = [...tokens, { kind: "operator", text: "@" }, ...scan(settings.text("myhostname"))];
  }
  return "failed";
}

function hasRouting(tokens: readonly Token[], rewrite: RewriteSettings): boolean {
  return tokens.some(
    (token) =>
      isOperator(token, "@") ||
      (rewrite.swapBangpath && isOperator(token, "!")) ||
      (rewrite.percentHack && isOperator(token, "%")),
  );
}

/** A quoted local part that holds routing characters, read again without its quotes. */
function crackedOpen(tokens: readonly Token[], rewrite: RewriteSettings): readonly Token[] | undefined {
  const [only] = tokens;
  if (tokens.length !== 1 || only?.kind !== "quoted") return undefined;
  const { text } = only;
  const at = text.lastIndexOf("@");
  const percent = rewrite.percentHack ? text.lastIndexOf("%") : -1;
  const bang = rewrite.swapBangpath ? text.lastIndexOf("!") : -1;
  const place = at !== -1 ? at : percent;
  if (place !== -1) return scan(quoteLocal(`${text.slice(0, place)}@${text.slice(place + 1)}`));
  return bang === -1 ? undefined : scan(text);
}

type ClassRoute = Pick<Resolution, "class" | "transport" | "nexthop">;

function localRoute(domain: string, with_: ResolveSettings): ClassRoute | "failed" {
  return withOwnNexthop("local", with_.settings.text("local_transport"), domain);
}

/** `transport:nexthop` of main.cf: the next hop given there wins. A transport may not be empty. */
function withOwnNexthop(class_: AddressClass, value: string, nexthop: string): ClassRoute | "failed" {
  const colon = value.indexOf(":");
  const transport = colon === -1 ? value : value.slice(0, colon);
  const own = colon === -1 ? "" : value.slice(colon + 1);
  return transport === "" ? "failed" : { class: class_, transport, nexthop: own || nexthop };
}

function remoteRoute(domain: string, sender: string, with_: ResolveSettings, note: NoteLookup): ClassRoute | "failed" {
  const { settings } = with_;
  const alias = with_.virtualAliasDomains.matchesText(domain);
  if (alias === "failed") return "failed";
  if (alias === "yes") {
    const where = settings.bool("show_user_unknown_table_name") ? " in virtual alias table" : "";
    return { class: "virtual_alias", transport: "error", nexthop: `5.1.1 User unknown${where}` };
  }
  const mailbox = with_.virtualMailboxDomains.matchesText(domain);
  if (mailbox === "failed") return "failed";
  if (mailbox === "yes") return withOwnNexthop("virtual_mailbox", settings.text("virtual_transport"), domain);
  const relay = with_.relayDomains.matchesDomain(domain);
  if (relay === "failed") return "failed";
  const bySender = (maps: MapList, nullKey: string): string | undefined | "failed" => {
    if (maps.tables.length === 0) return undefined;
    const { answer } = findAddress(maps, sender || settings.text(nullKey), with_.context, usualKeys, note);
    if (answer.kind === "failed") return "failed";
    return answer.kind === "found" && answer.value.toLowerCase() !== "dunno" ? answer.value : undefined;
  };
  let transport = settings.text("relay_transport");
  if (relay === "no") {
    const own = bySender(with_.senderTransports, "empty_address_default_transport_maps_lookup_key");
    if (own === "failed") return "failed";
    transport = own ?? settings.text("default_transport");
  }
  const relayhost = bySender(with_.senderRelays, "empty_address_relayhost_maps_lookup_key");
  if (relayhost === "failed") return "failed";
  const nexthop = relayhost ?? (settings.text("relayhost") || domain);
  return withOwnNexthop(relay === "yes" ? "relay" : "default", transport, nexthop);
}

/** transport_maps, but for virtual alias domains, and relocated_maps. */
function applyMaps(
  route: Mutable<Resolution>,
  domain: string,
  with_: ResolveSettings,
  steps: Step[],
): "failed" | undefined {
  if (route.class !== "virtual_alias") {
    const change = transportFor(route.recipient, domain, with_, (note) =>
      steps.push({ kind: "lookup", stage: "transport", note }),
    );
    if (change === "failed") return "failed";
    if (change?.transport !== undefined) route.transport = change.transport;
    if (change?.nexthop !== undefined) route.nexthop = change.nexthop;
  }
  const { answer } = findAddress(with_.relocated, route.recipient, with_.context, usualKeys, (note) =>
    steps.push({ kind: "lookup", stage: "relocated", note }),
  );
  if (answer.kind === "failed") return "failed";
  if (answer.kind === "found") {
    route.transport = "error";
    route.nexthop = `5.1.6 User has moved to ${answer.value}`;
  }
  return undefined;
}
