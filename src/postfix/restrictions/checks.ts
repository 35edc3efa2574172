import { findAddress, usualKeys } from "../resolve/find-address.ts";
import { isHostAddress, isHostname, literalAddress } from "../resolve/hostname.ts";
import { isListed, reversed, unknownDomain, unknownHelo } from "./dns-checks.ts";
import { unlisted } from "./listed.ts";
import { mxBackup } from "./mx-backup.ts";
import { listedReply } from "./rbl-reply.ts";
import type { DecisionStage, Session } from "./session.ts";
import { dunno, permit, reject, replyOf, temporaryFailure, type Verdict } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

/** What a restriction without a table is decided by. `argument` is the word after it, where it takes one. */
export interface Check {
  readonly session: Session;
  readonly world: RestrictionWorld;
  readonly stage: DecisionStage;
  readonly argument: string;
  /** `<name>: Kind` of the list, for replies that name no own subject. */
  readonly subject: string;
}

type Decide = (check: Check) => Verdict;

const code = (check: Check, parameter: string): number => check.world.settings.int(parameter);
const when = (holds: boolean, verdict: Verdict): Verdict => (holds ? verdict : dunno);

/** Restrictions that take no argument (postconf(5), smtpd_client_restrictions and the lists after it). */
export const plainChecks: Readonly<Record<string, Decide>> = {
  permit: () => permit,
  defer: (check) => reject(code(check, "defer_code"), "4.3.2", `${check.subject} rejected: Try again later`),
  reject: (check) => reject(code(check, "reject_code"), "5.7.1", `${check.subject} rejected: Access denied`),
  defer_if_permit: (check) => ({
    kind: "defer-if-permit",
    reply: replyOf(450, "4.7.0", `${check.subject} rejected: defer_if_permit requested`),
  }),
  defer_if_reject: (check) => ({
    kind: "defer-if-reject",
    reply: replyOf(450, "4.7.0", `${check.subject} rejected: defer_if_reject requested`),
  }),
  // Needs to see the client talk ahead of time, which a question about one recipient cannot show.
  reject_unauth_pipelining: ({ session, subject }) =>
    when(
      session.pipelined === true,
      reject(503, "5.5.0", `${subject} rejected: Improper use of SMTP command pipelining`),
    ),
  reject_plaintext_session: (check) =>
    when(!check.session.tls, reject(code(check, "plaintext_reject_code"), "5.7.1", "Session encryption is required")),
  permit_inet_interfaces: ({ session, world }) =>
    when(world.context.isLocalDomain(literalOf(session.client.address)) === true, permit),
  permit_mynetworks: ({ session, world }) => {
    const { name, address } = session.client;
    const found = world.mynetworks.matchesClient(name, address);
    return found === "failed" ? temporaryFailure(address) : when(found === "yes", permit);
  },
  permit_sasl_authenticated: ({ session }) => when((session.saslUser ?? "") !== "", permit),
  permit_tls_all_clientcerts: ({ session }) => when(session.certificateIsTrusted === true, permit),
  permit_tls_clientcerts: ({ session, world }) =>
    when(
      (session.fingerprints ?? []).some((each) => world.maps("relay_clientcerts").find(each).kind === "found"),
      permit,
    ),
  reject_unknown_client_hostname: (check) => unknownClient(check),
  reject_unknown_reverse_client_hostname: (check) => unknownReverse(check),
  reject_invalid_helo_hostname: (check) => invalidHelo(check),
  reject_non_fqdn_helo_hostname: (check) => nonFqdnHelo(check),
  reject_unknown_helo_hostname: (check) => {
    const { helo } = check.session;
    if (helo === undefined) return dunno;
    return helo.startsWith("[") ? invalidHelo(check) : unknownHelo(helo, check.world);
  },
  reject_non_fqdn_sender: (check) => nonFqdn(check, check.session.sender, "Sender address"),
  reject_non_fqdn_recipient: (check) => nonFqdn(check, check.session.recipient, "Recipient address"),
  reject_unknown_sender_domain: ({ session, world }) =>
    session.sender ? unknownDomain(session.sender, session.recipient ?? "", "Sender address", world) : dunno,
  reject_unknown_recipient_domain: ({ session, world }) =>
    session.recipient ? unknownDomain(session.recipient, session.sender ?? "", "Recipient address", world) : dunno,
  reject_unlisted_sender: ({ session, world }) =>
    session.sender ? unlisted(session.sender, session.recipient ?? "", "Sender address", world) : dunno,
  reject_unlisted_recipient: ({ session, world }) =>
    session.recipient ? unlisted(session.recipient, session.sender ?? "", "Recipient address", world) : dunno,
  permit_auth_destination: (check) =>
    when(check.session.recipient !== undefined && isOwnDestination(check) === true, permit),
  reject_unauth_destination: (check) => unauthorised(check, code(check, "relay_domains_reject_code"), "5.7.1"),
  defer_unauth_destination: (check) => unauthorised(check, 454, "4.7.1"),
  reject_multi_recipient_bounce: (check) =>
    when(
      check.session.sender === "" && (check.session.recipientCount ?? 0) > (check.stage === "rcpt" ? 0 : 1),
      reject(
        code(check, "multi_recipient_bounce_reject_code"),
        "5.5.3",
        `${check.subject} rejected: Multi-recipient bounce`,
      ),
    ),
  reject_unverified_sender: (check) => unverified(check, check.session.sender, "sender"),
  reject_unverified_recipient: (check) => unverified(check, check.session.recipient, "recipient"),
  reject_sender_login_mismatch: (check) => firstOf(loginMismatch(check, true), loginMismatch(check, false)),
  reject_known_sender_login_mismatch: (check) =>
    check.session.saslUser ? knownMismatch(check) : loginMismatch(check, false),
  reject_authenticated_sender_login_mismatch: (check) => loginMismatch(check, true),
  reject_unauthenticated_sender_login_mismatch: (check) => loginMismatch(check, false),
  permit_mx_backup: (check) =>
    check.session.recipient !== undefined && isOwnDestination(check) === true
      ? permit
      : mxBackup(check.session.recipient, check.session.sender, check.world),
};

/** Older names of the same restrictions (postconf(5)). */
export const olderNames: Readonly<Record<string, string>> = {
  reject_unknown_client: "reject_unknown_client_hostname",
  reject_invalid_hostname: "reject_invalid_helo_hostname",
  reject_unknown_hostname: "reject_unknown_helo_hostname",
  reject_non_fqdn_hostname: "reject_non_fqdn_helo_hostname",
  reject_unknown_address: "reject_unknown_sender_domain",
  check_relay_domains: "reject_unauth_destination",
  check_recipient_maps: "reject_unlisted_recipient",
  reject_rbl: "reject_rbl_client",
};

/** Restrictions followed by a DNS list, `domain` or `domain=d.d.d.d`. */
export const listChecks: Readonly<Record<string, Decide>> = {
  reject_rbl_client: (check) => blockedAddress(check),
  reject_rhsbl_client: (check) => blockedName(check, nameOf(check.session.client.name), "Client host"),
  reject_rhsbl_reverse_client: (check) =>
    blockedName(check, nameOf(check.session.client.reverseName ?? check.session.client.name), "Unverified Client host"),
  reject_rhsbl_helo: (check) => blockedName(check, check.session.helo, "Helo command"),
  reject_rhsbl_sender: (check) =>
    blockedName(check, domainOf(check.session.sender), "Sender address", check.session.sender),
  reject_rhsbl_recipient: (check) =>
    blockedName(check, domainOf(check.session.recipient), "Recipient address", check.session.recipient),
  permit_dnswl_client: (check) => allowed(check, reversed(check.session.client.address), check.session.client.address),
  permit_rhswl_client: (check) => allowed(check, nameOf(check.session.client.name)),
};

function firstOf(first: Verdict, second: Verdict): Verdict {
  return first.kind === "dunno" ? second : first;
}

function literalOf(address: string): string {
  return address.includes(":") ? `[IPv6:${address}]` : `[${address}]`;
}

function nameOf(name: string): string | undefined {
  return name.toLowerCase() === "unknown" ? undefined : name;
}

function domainOf(address: string | undefined): string | undefined {
  const at = address?.lastIndexOf("@") ?? -1;
  const domain = at === -1 ? undefined : address?.slice(at + 1);
  return domain === undefined || domain.startsWith("[") ? undefined : domain;
}

function unknownClient(check: Check): Verdict {
  const { client } = check.session;
  if (client.name !== "unknown") return dunno;
  const status = client.nameStatus === "temporary" ? 450 : code(check, "unknown_client_reject_code");
  return reject(status, "4.7.25", `Client host rejected: cannot find your hostname, [${client.address}]`);
}

function unknownReverse(check: Check): Verdict {
  const { client } = check.session;
  if ((client.reverseName ?? client.name) !== "unknown") return dunno;
  const status = client.nameStatus === "temporary" ? 450 : code(check, "unknown_client_reject_code");
  return reject(status, "4.7.1", `Client host rejected: cannot find your reverse hostname, [${client.address}]`);
}

function invalidHelo(check: Check): Verdict {
  const { helo } = check.session;
  if (helo === undefined) return dunno;
  const refused = (what: string): Verdict =>
    reject(code(check, "invalid_hostname_reject_code"), "5.5.2", `<${helo}>: Helo command rejected: ${what}`);
  if (helo.startsWith("[")) {
    return when(literalAddress(helo.replace(/^\[|\]$/g, "")) === undefined, refused("invalid ip address"));
  }
  const name = helo.replace(/\.$/, "");
  return when(!isHostname(name, false) && !isHostAddress(name), refused("Invalid name"));
}

function nonFqdnHelo(check: Check): Verdict {
  const { helo } = check.session;
  if (helo === undefined) return dunno;
  if (helo.startsWith("[")) return invalidHelo(check);
  const text = `<${helo}>: Helo command rejected: need fully-qualified hostname`;
  const name = helo.replace(/\.$/, "");
  const isFull = isHostname(name, false) && name.includes(".");
  return when(!isFull, reject(code(check, "non_fqdn_reject_code"), "5.5.2", text));
}

function nonFqdn(check: Check, address: string | undefined, kind: string): Verdict {
  if (!address) return dunno;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  if (address.includes("@") && domain.startsWith("[") && domain.endsWith("]")) return dunno;
  const name = domain.replace(/\.$/, "");
  const isFull = address.includes("@") && isHostname(name, check.world.resolver.environment.utf8) && name.includes(".");
  const text = `<${address}>: ${kind} rejected: need fully-qualified address`;
  return when(!isFull, reject(code(check, "non_fqdn_reject_code"), "4.5.2", text));
}

/** A recipient of this host's own or relayed domains, without routing characters in it. */
function isOwnDestination(check: Check): boolean | "failed" {
  const { recipient, sender } = check.session;
  if (!recipient) return true;
  const resolution = check.world.resolve(recipient, sender ?? "");
  if (resolution.error === "failed") return "failed";
  if (resolution.isRouted && !check.world.settings.bool("allow_untrusted_routing")) return false;
  return resolution.class !== "default";
}

function unauthorised(check: Check, status: number, enhanced: string): Verdict {
  const { recipient } = check.session;
  if (!recipient) return dunno;
  const own = isOwnDestination(check);
  if (own === "failed") return temporaryFailure(recipient);
  return when(!own, reject(status, enhanced, `<${recipient}>: Relay access denied`));
}

function blockedAddress(check: Check): Verdict {
  const { address } = check.session.client;
  return blocked(check, address, "Client host", reversed(address));
}

function blockedName(check: Check, name: string | undefined, kind: string, what = name): Verdict {
  return name === undefined ? dunno : blocked(check, what ?? name, kind, name);
}

/** A failing list never refuses mail (postconf(5), reject_rbl_client). */
function blocked(check: Check, what: string, kind: string, name: string): Verdict {
  const [list = "", filter] = check.argument.split("=");
  const query = `${name}.${list}`;
  if (isListed(query, filter, check.world.needs.dns) !== "yes") return dunno;
  return { kind: "reject", reply: listedReply({ list, what, kind, query }, check.session, check.world) };
}

function allowed(check: Check, query: string | undefined, name = query): Verdict {
  if (query === undefined) return dunno;
  // "For safety" it never overrides reject_unauth_destination (postconf(5), permit_dnswl_client).
  if (check.stage === "rcpt" && check.session.recipient !== undefined && isOwnDestination(check) !== true) return dunno;
  const [list = "", filter] = check.argument.split("=");
  const listed = isListed(`${query}.${list}`, filter, check.world.needs.dns);
  if (listed !== "failed") return when(listed === "yes", permit);
  // Mail that would be refused is put off instead while the list cannot be asked.
  const reply = replyOf(450, "4.7.1", `<${name}>: Client host rejected: Service unavailable`);
  return { kind: "defer-if-reject", reply };
}

/**
 * reject_unverified_sender and reject_unverified_recipient: a code of 2xx takes the address all the same, one of 4xx
 * puts it off as unverified_..._tempfail_action says (src/smtpd/smtpd_check.c, reject_unverified_address).
 */
function unverified(check: Check, address: string | undefined, kind: "sender" | "recipient"): Verdict {
  const found = address ? check.world.needs.verify?.(address) : undefined;
  if (!address || found === undefined || found.state === "deliverable") return dunno;
  const { settings } = check.world;
  const isUnknown = found.state === "unknown";
  const status = settings.int(`unverified_${kind}_${isUnknown ? "defer" : "reject"}_code`);
  if (status < 300) return dunno;
  const reason = settings.text(`unverified_${kind}_reject_reason`) || found.reason;
  const what = `${status < 500 ? "unverified" : "undeliverable"} address${reason === "" ? "" : `: ${reason}`}`;
  const title = kind === "sender" ? "Sender" : "Recipient";
  const text = `<${address}>: ${title} address rejected: ${what}`;
  const reply = replyOf(status, kind === "sender" ? "4.1.7" : "4.1.1", text);
  const waits = status < 500 && settings.text(`unverified_${kind}_tempfail_action`) === "defer_if_permit";
  return { kind: waits ? "defer-if-permit" : "reject", reply };
}

/** The logins that own a sender address (smtpd_sender_login_maps). */
function ownersOf(check: Check, address: string): readonly string[] | undefined {
  const maps = check.world.maps("smtpd_sender_login_maps");
  const { recipient } = check.world.resolve(address, check.session.recipient ?? "");
  const { answer } = findAddress(maps, recipient, check.world.context, usualKeys);
  return answer.kind === "found" ? answer.value.split(/[\s,]+/).map((each) => each.toLowerCase()) : undefined;
}

function loginMismatch(check: Check, authenticated: boolean): Verdict {
  const { sender, saslUser } = check.session;
  if (!sender || !check.world.settings.bool("smtpd_sasl_auth_enable") || (saslUser !== undefined) !== authenticated) {
    return dunno;
  }
  const owners = ownersOf(check, sender);
  if (saslUser !== undefined) {
    const isOwner = owners?.includes(saslUser.toLowerCase()) ?? false;
    return when(!isOwner, reject(553, "5.7.1", `<${sender}>: Sender address rejected: not owned by user ${saslUser}`));
  }
  return when(owners !== undefined, reject(553, "5.7.1", `<${sender}>: Sender address rejected: not logged in`));
}

function knownMismatch(check: Check): Verdict {
  const { sender } = check.session;
  return sender && ownersOf(check, sender) === undefined ? dunno : loginMismatch(check, true);
}
