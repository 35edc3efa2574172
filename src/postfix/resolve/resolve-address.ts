import { quoteLocal } from "../address/quote.ts";
import { internalForm, isOperator, scan, type Token } from "../address/tokens.ts";
import type { MapList } from "../tables/maps.ts";
import { type ClassSettings, classRoute } from "./class-route.ts";
import { type AddressContext, findAddress, usualKeys } from "./find-address.ts";
import { isHostAddress } from "./hostname.ts";
import { noteInto, type Resolution, type Step } from "./resolution.ts";
import { lastIndexOf, type RewriteContext, type RewriteSettings, rewriteTokens, withoutFinalDot } from "./rewrite.ts";
import { type TransportTable, transportFor } from "./transport.ts";

/** What trivial-rewrite(8) resolves with, read from the settings once. */
export interface ResolveSettings {
  readonly context: AddressContext;
  readonly rewrite: RewriteSettings;
  readonly local: RewriteContext;
  readonly myhostname: string;
  readonly emptyRecipient: string;
  readonly resolveNullDomain: boolean;
  readonly resolveNumericDomain: boolean;
  readonly resolveDequoted: boolean;
  readonly allowMinUser: boolean;
  /** Whether a text is a host name or an address in brackets (src/util/valid_hostname.c, valid_mailhost_addr.c). */
  readonly isDomain: (name: string) => boolean;
  readonly classes: ClassSettings;
  readonly transports: TransportTable;
  readonly relocated: MapList;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Resolves a recipient (unquoted form) to transport, next hop and class (src/trivial-rewrite/resolve.c): local domains
 * are stripped and routing characters obeyed until a domain is left that is not local; the class gives the transport;
 * transport_maps and relocated_maps override.
 */
export function resolveAddress(address: string, sender: string, with_: ResolveSettings, steps?: Step[]): Resolution {
  const stripped = plainDomain(address, with_) ?? stripLocalDomains(address, with_);
  if (stripped === "failed") return failure(address);
  let { recipient, isLocal } = stripped;
  let domain = recipient.slice(recipient.lastIndexOf("@") + 1);
  let valid = with_.isDomain(domain);
  if (!valid && !domain.startsWith("[")) {
    valid = with_.resolveNumericDomain && isHostAddress(domain);
    if (valid) {
      recipient = `${recipient.slice(0, recipient.length - domain.length)}[${domain}]`;
      domain = `[${domain}]`;
      const own = with_.context.isLocalDomain(domain);
      if (own === "failed") return failure(recipient);
      isLocal ||= own;
    }
  }
  if (!valid) {
    return { recipient, class: "default", transport: "", nexthop: "", error: "syntax", isRouted: false };
  }
  const isRouted = recipient.slice(recipient.search(/[@!%]/) + 1) !== domain;
  const byClass = classRoute(domain, isLocal, sender, with_.classes, noteInto(steps, "resolve"));
  if (byClass === "failed") return failure(recipient);
  const route: Mutable<Resolution> = {
    recipient,
    class: byClass.class,
    transport: byClass.transport,
    nexthop: byClass.nexthop,
    isRouted,
  };
  if (applyMaps(route, domain, with_, steps) === "failed") return failure(recipient);
  if (!with_.allowMinUser && recipient.startsWith("-")) return { ...route, error: "syntax" };
  return route;
}

function failure(recipient: string): Resolution {
  return { recipient, class: "default", transport: "", nexthop: "", error: "failed", isRouted: false };
}

/** Nothing to quote, no routing characters, no final dot: nearly every address that a host sees. */
const PLAIN = /^[\w+=/#$&'*?^`{}~-]+(?:\.[\w+=/#$&'*?^`{}~-]+)*@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** What stripLocalDomains() finds for a plain address, without its token lists. */
function plainDomain(address: string, with_: ResolveSettings): Stripped | "failed" | undefined {
  if (!PLAIN.test(address)) return undefined;
  const isLocal = with_.context.isLocalDomain(address.slice(address.indexOf("@") + 1));
  return isLocal === "failed" ? "failed" : { recipient: address, isLocal };
}

interface Stripped {
  readonly recipient: string;
  readonly isLocal: boolean;
}

/** The preliminary resolver: what is left when local domains and local routing are gone. */
function stripLocalDomains(address: string, with_: ResolveSettings): Stripped | "failed" {
  const { rewrite } = with_;
  let tokens: readonly Token[] = scan(quoteLocal(address));
  let saved: readonly Token[] | undefined;
  for (let round = 0; round <= address.length + 100; round += 1) {
    if (lastIndexOf(tokens, "@") !== -1) tokens = withoutFinalDot(tokens);
    if (with_.resolveNullDomain && isOperator(tokens.at(-1), "@")) tokens = tokens.slice(0, -1);
    const at = lastIndexOf(tokens, "@");
    if (at !== -1) {
      const domain = tokens.slice(at + 1);
      const isLocal = domain.length === 0 || with_.context.isLocalDomain(internalForm(domain));
      if (isLocal === "failed") return "failed";
      if (!isLocal) return { recipient: internalForm(tokens), isLocal: false };
      saved = tokens.slice(at);
      tokens = tokens.slice(0, at);
    }
    if (hasRouting(tokens, rewrite)) {
      tokens = rewriteTokens(tokens, rewrite, with_.local);
      continue;
    }
    const cracked = with_.resolveDequoted ? crackedOpen(tokens, rewrite) : undefined;
    if (cracked) {
      tokens = rewriteTokens(cracked, rewrite, with_.local);
      continue;
    }
    if (tokens.length === 0 || (tokens.length === 1 && tokens[0]?.kind === "quoted" && tokens[0].text === "")) {
      tokens = scan(with_.emptyRecipient);
      continue;
    }
    if (saved) return { recipient: internalForm([...tokens, ...saved]), isLocal: true };
    tokens = [...tokens, { kind: "operator", text: "@" }, ...scan(with_.myhostname)];
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

/** transport_maps, but for virtual alias domains, and relocated_maps. */
function applyMaps(
  route: Mutable<Resolution>,
  domain: string,
  with_: ResolveSettings,
  steps: Step[] | undefined,
): "failed" | undefined {
  const { context } = with_;
  if (route.class !== "virtual_alias") {
    const change = transportFor(route.recipient, domain, with_.transports, context, noteInto(steps, "transport"));
    if (change === "failed") return "failed";
    if (change?.transport !== undefined) route.transport = change.transport;
    if (change?.nexthop !== undefined) route.nexthop = change.nexthop;
  }
  const { answer } = findAddress(with_.relocated, route.recipient, context, usualKeys, noteInto(steps, "relocated"));
  if (answer.kind === "failed") return "failed";
  if (answer.kind === "found") {
    route.transport = "error";
    route.nexthop = `5.1.6 User has moved to ${answer.value}`;
  }
  return undefined;
}
