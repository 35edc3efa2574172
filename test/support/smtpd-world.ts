import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { type DnsZone, type RunningPostfix, startPostfix } from "./peers/index.ts";
import { scratchDirectory } from "./postfix-peer.ts";

/** One host for questions to smtpd(8): its main.cf without restriction lists, and what DNS, a policy service and verify(8) say. */

/** What main.cf says of the host itself and of its users. */
export const hostLines = `compatibility_level = 3.6
myhostname = mail.example.com
mydomain = example.com
mydestination = $myhostname, example.com
alias_maps = inline:{ {staff = alice, bob}, {owner-list = alice} }
local_recipient_maps = $alias_maps inline:{alice=x, bob=x}
virtual_alias_domains = alias.example
virtual_alias_maps = inline:{ {info@alias.example = alice}, {all@example.com = alice, bob} }
virtual_mailbox_domains = box.example
virtual_mailbox_maps = inline:{ {carol@box.example = x} }
relay_domains = relay.example
relay_recipient_maps = inline:{ {dave@relay.example = x}, {@any.relay.example = x} }
transport_maps = inline:{ {closed@example.com = error:5.7.0 closed for good}, {slow.relay.example = retry:later} }
relocated_maps = inline:{ {gone@example.com = new@else.example} }
smtpd_error_sleep_time = 0
smtpd_hard_error_limit = 100000
smtpd_soft_error_limit = 100000
smtpd_junk_command_limit = 100000
smtpd_recipient_limit = 100000
smtpd_client_connection_rate_limit = 0
recipient_delimiter = +
`;

/** Addresses at the host's domains of every class, known and unknown. */
export const hostRecipients = [
  "alice@example.com",
  "alice+tag@example.com",
  "bob@example.com",
  "staff@example.com",
  "nobody@example.com",
  "postmaster",
  "all@example.com",
  "info@alias.example",
  "x@alias.example",
  "carol@box.example",
  "x@box.example",
  "dave@relay.example",
  "x@relay.example",
  "x@any.relay.example",
  "u@slow.relay.example",
  "far@elsewhere.example",
  "far%elsewhere.example@example.com",
  "closed@example.com",
  "gone@example.com",
];

const worldMain = `${hostLines}mynetworks = 127.0.0.0/8, 192.0.2.0/28, [2001:db8:1::]/48
inet_interfaces = all
canonical_maps = inline:{ {old@example.com = alice@example.com} }
smtpd_authorized_xclient_hosts = 127.0.0.1 static:all
smtpd_policy_service_retry_delay = 1
in_flow_delay = 0
address_verify_map = btree:/var/lib/postfix/verify_cache
address_verify_poll_count = 1
smtpd_sender_login_maps = inline:{ {alice@example.com = alice}, {bob@example.com = bob, alice}, {@box.example = carol} }
smtpd_restriction_classes = strict, kind
strict = reject_unauth_destination, check_recipient_access inline:{ {alice@example.com = REJECT strict}, {bob@ = WARN}, {box.example = DISCARD} }
kind = permit_mynetworks, check_client_access inline:{ {198.51.100 = OK} }
permit_mx_backup_networks = 198.18.0.0/16
`;

export const worldZone: DnsZone = {
  "mail.example.com": { A: ["192.0.2.1"] },
  "in.example": { A: ["192.0.2.5"], MX: [[10, "mx.in.example"]] },
  "mx.in.example": { A: ["198.18.1.1"] },
  "out.example": { A: ["203.0.113.9"], MX: [[10, "mx.bad.example"]], NS: ["ns.bad.example"] },
  "mx.bad.example": { A: ["198.18.2.2"] },
  "ns.bad.example": { A: ["198.18.3.3"], AAAA: ["2001:db8:53::1"] },
  "else.example": { A: ["198.18.4.4"], NS: ["ns.else.example"] },
  "ns.else.example": { A: ["198.18.4.5"] },
  "third.example": {
    MX: [
      [10, "mx1.third.example"],
      [20, "mx2.third.example"],
    ],
  },
  "mx1.third.example": { A: ["198.18.5.1"] },
  "mx2.third.example": { A: ["198.18.5.2"] },
  "nullmx.example": { MX: [[0, "."]] },
  "servfail.example": "SERVFAIL",
  "aliased.example": { CNAME: "third.example" },
  "backed.example": {
    MX: [
      [10, "mx1.third.example"],
      [20, "mail.example.com"],
    ],
  },
  "unbacked.example": {
    MX: [
      [10, "far.example"],
      [20, "mail.example.com"],
    ],
  },
  "far.example": { A: ["203.0.113.77"] },
  "elsewhere.example": { A: ["198.18.6.6"], MX: [[10, "elsewhere.example"]] },
  "listed.example": { A: ["198.18.7.7"] },
  "bare.example": { TXT: ["nothing else"] },
  "dangling.example": { MX: [[10, "nowhere.example"]] },
  "mail.client.example": { A: ["198.18.8.8"] },
  "client.example": { NS: ["ns.else.example"] },
  // DNS lists.
  "9.113.0.203.rbl.example": { A: ["127.0.0.2"] },
  "7.100.51.198.rbl.example": { A: ["127.0.0.4"], TXT: ["go away"] },
  "8.100.51.198.rbl.example": "SERVFAIL",
  "5.2.0.192.wl.example": { A: ["127.0.0.10"] },
  "8.100.51.198.wl.example": "SERVFAIL",
  "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.8.b.d.0.1.0.0.2.rbl.example": { A: ["127.0.0.3"] },
  "listed.example.rhs.example": { A: ["127.0.0.2"] },
  "out.example.rhs.example": { A: ["127.0.0.5"] },
  "x.evil.example.rhs.example": { A: ["127.0.0.2"] },
  "third.example.rhs.example": "SERVFAIL",
  "in.example.wl.example": { A: ["127.0.0.2"] },
};

/** What address verification has found, as an answers file says it: kept in verify(8)'s cache, so no probe is sent. */
const worldVerified: Readonly<Record<string, string>> = {
  "ok@else.example": "deliverable",
  "spam@else.example": "undeliverable host said: no",
  "spam2@third.example": "unknown",
  "far@elsewhere.example": "undeliverable no such user there",
  "carol@box.example": "deliverable",
  "dave@relay.example": "unknown",
  // What becomes of several recipients is deliverable to cleanup(8).
  "all@example.com": "deliverable",
  // Other probes are not answered: there is no queue manager.
  "*": "unknown",
};

export const worldPolicy: Readonly<Record<string, string>> = {
  "alice@example.com": "DUNNO",
  "bob@example.com": "REJECT policy says no",
  "dave@relay.example": "DEFER_IF_PERMIT greylisted",
  "staff@example.com": "OK",
  "x@any.relay.example": "450 4.7.9 later",
  "spam@else.example": "DEFER_IF_REJECT odd",
  "u@listed.example": "strict",
  "203.0.113.9": "PREPEND X-Seen: yes",
  "198.51.100.7": "DEFER",
  "in.example": "HOLD looks odd",
  "*": "DUNNO",
};

export const policyPort = 10023;

/** Entries of verify(8)'s cache (src/verify/verify.c): status, time of the probe, time of the answer, text. */
function verifyCache(now: number): string {
  const status: Readonly<Record<string, number>> = { deliverable: 0, undeliverable: 2, unknown: 3 };
  const rows = Object.entries(worldVerified)
    .filter(([address]) => address !== "*")
    .map(([address, said]) => {
      const [state = "", ...words] = said.split(" ");
      const isUnknown = state === "unknown";
      const text = isUnknown ? "Address verification in progress" : words.join(" ");
      return `${address} ${status[state]}:${now}:${isUnknown ? 0 : now}:${text}`;
    });
  return `${rows.join("\n")}\n`;
}

const hostname = "mail.example.com";
export const worldFacts: ReadonlyMap<string, string> = new Map([
  ["hostname", hostname],
  ["networks", "127.0.0.0/8"],
]);
export const worldAnswers = { [`inet:127.0.0.1:${policyPort}`]: worldPolicy, verify: worldVerified };

export interface RunningWorld {
  readonly directory: string;
  readonly postfix: RunningPostfix;
  stop(): Promise<void>;
}

/** Starts the real Postfix of this world with the given restriction lists. Messages stay where they are: no qmgr. */
export async function startWorld(lists: string): Promise<RunningWorld> {
  const services = standardServices.filter(({ name }) => name !== "qmgr" && name !== "pickup");
  const scratch = scratchDirectory({
    "main.cf": worldMain + lists,
    "master.cf": printMasterCf({ version: "3.7", parameters: [], services, tables: [] }).text,
    "build-tables": "postmap btree:/var/lib/postfix/verify_cache\nchown postfix /var/lib/postfix/verify_cache*\n",
  });
  const files = { "/var/lib/postfix/verify_cache": verifyCache(Math.floor(Date.now() / 1000)) };
  const postfix = await startPostfix(scratch.path, { hostname, dns: worldZone, files });
  return {
    directory: scratch.path,
    postfix,
    stop: async () => {
      await postfix.stop();
      scratch.remove();
    },
  };
}
