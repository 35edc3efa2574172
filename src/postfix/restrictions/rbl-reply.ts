import { expandValue } from "../read/expand.ts";
import type { Reply, Session } from "./session.ts";
import { replyOf, splitStatus } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

/** What a DNS list said about a client, a name or an address. */
export interface Listing {
  /** Domain of the list. */
  readonly list: string;
  /** What was looked up (`192.0.2.1`, `spammer.example`), and what it is (`Client host`). */
  readonly what: string;
  readonly kind: string;
  /** The name that was asked, whose TXT record gives the reason. */
  readonly query: string;
}

/**
 * The reply to somebody whom a DNS list names: of rbl_reply_maps or default_rbl_reply, with `$rbl_what` and the like put
 * in (postconf(5); src/smtpd/smtpd_check.c, rbl_reject_reply).
 */
export function listedReply(listing: Listing, session: Session, world: RestrictionWorld): Reply {
  const { settings } = world;
  const own = world.maps("rbl_reply_maps").find(listing.list);
  const template = own.kind === "found" ? own.value : (settings.raw("default_rbl_reply") ?? "");
  const txt = world.needs.dns.lookup(listing.query, "TXT");
  const status = settings.int("maps_rbl_reject_code");
  const values: Readonly<Record<string, string>> = {
    ...sessionValues(session),
    rbl_code: `${status}`,
    rbl_domain: listing.list,
    rbl_what: listing.what,
    rbl_class: listing.kind,
    rbl_reason: txt.kind === "found" ? (txt.values[0] ?? "") : "",
  };
  const text = expandValue(template, (name) => values[name] ?? "", false).value;
  const [, code, rest] = /^([45]\d\d)\s+(.*)$/s.exec(text) ?? [undefined, `${status}`, text];
  const { enhanced, text: words } = splitStatus(rest ?? "", "4.7.1");
  return replyOf(Number(code), enhanced, words);
}

function sessionValues({ client, helo = "", sender = "", recipient = "" }: Session): Readonly<Record<string, string>> {
  return {
    client: `${client.name}[${client.address}]`,
    client_address: client.address,
    client_name: client.name,
    reverse_client_name: client.reverseName ?? client.name,
    helo_name: helo,
    ...partsOf("sender", sender),
    ...partsOf("recipient", recipient),
  };
}

function partsOf(name: string, address: string): Readonly<Record<string, string>> {
  const at = address.lastIndexOf("@");
  return {
    [name]: address,
    [`${name}_name`]: at === -1 ? address : address.slice(0, at),
    [`${name}_domain`]: at === -1 ? "" : address.slice(at + 1),
  };
}
