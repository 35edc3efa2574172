import type { Random } from "./random.ts";
import { policyPort } from "./smtpd-world.ts";

/**
 * Random restriction lists over the world of smtpd-world.ts. permit_inet_interfaces is not among them: it looks at where
 * the connection comes from, which XCLIENT does not change.
 */

const clientTable =
  "inline:{ {192.0.2 = OK}, {198.51.100.7 = REJECT}, {198.51.100 = 450 4.7.9 slow}, {bad.example = REJECT bad name}, {.worse.example = 554 5.7.7 worse}, {unknown = DEFER_IF_PERMIT who}, {203.0.113 = kind}, {2001:db8:1 = 521 5.7.1 six} }";
const heloTable =
  "inline:{ {evil = REJECT}, {.evil.example = DEFER later}, {maybe.example = DEFER_IF_PERMIT}, {often.example = DEFER_IF_REJECT}, {mail.client.example = permit_mynetworks}, {bare = DUNNO} }";
const senderTable =
  "inline:{ {spam@else.example = REJECT no spam}, {else.example = OK}, {<> = DUNNO}, {spam2@ = 550 spam2}, {listed.example = strict}, {broken.example = no_such_thing}, {time.example = 12345}, {third.example = reject_unknown_sender_domain, reject}, {alice@ = INFO hello} }";
const recipientTable =
  "inline:{ {bob@example.com = REJECT bob is away}, {alice+tag@example.com = 551 5.1.6 tag}, {relay.example = HOLD}, {staff@ = DEFER_IF_PERMIT 4.2.0 busy}, {elsewhere.example = RELAY}, {box.example = FILTER smtp:[127.0.0.9]}, {dave@ = REDIRECT x@y.example} }";
const serverTable =
  "inline:{ {198.18.2 = REJECT bad server}, {198.18.4.5 = 550 5.7.2 bad ns}, {198.18.5.1 = DEFER}, {mx2.third.example = WARN two}, {ns.bad.example = REJECT}, {203.0.113.9 = REJECT itself}, {198.18.1.1 = DUNNO}, {2001:db8:53::1 = DEFER} }";
const domainTable = "cidr:{{198.18.0.0/15 REJECT internal}, {203.0.113.0/24 DUNNO}, {::/0 REJECT six}}";
const loginTable = "inline:{ {alice = OK}, {mallory = REJECT 5.7.3 out} }";
const etrnTable = "inline:{ {relay.example = OK}, {else.example = REJECT} }";

const general = [
  "permit",
  "defer_if_permit",
  "defer_if_reject",
  "permit_mynetworks",
  "reject_unauth_pipelining",
  "reject_plaintext_session",
  "permit_tls_clientcerts",
  "permit_tls_all_clientcerts",
  "permit_sasl_authenticated",
  "strict",
  "kind",
  "no_such_restriction",
  `check_policy_service inet:127.0.0.1:${policyPort}`,
  `check_policy_service { inet:127.0.0.1:${policyPort}, timeout=10s, default_action=DUNNO }`,
];
const ofClient = [
  `check_client_access ${clientTable}`,
  `check_reverse_client_hostname_access ${clientTable}`,
  `check_client_a_access ${domainTable}`,
  `check_client_mx_access ${serverTable}`,
  `check_client_ns_access ${serverTable}`,
  `check_reverse_client_hostname_a_access ${serverTable}`,
  `check_reverse_client_hostname_mx_access ${serverTable}`,
  `check_reverse_client_hostname_ns_access ${serverTable}`,
  "reject_unknown_client_hostname",
  "reject_unknown_client",
  "reject_unknown_reverse_client_hostname",
  "reject_rbl_client rbl.example",
  "reject_rbl_client rbl.example=127.0.0.[2..3;7]",
  "reject_rhsbl_client rhs.example",
  "reject_rhsbl_reverse_client rhs.example=127.0.0.2",
  "permit_dnswl_client wl.example",
  "permit_dnswl_client wl.example=127.0.0.[10;20]",
  "permit_rhswl_client wl.example",
  `check_sasl_access ${loginTable}`,
  clientTable,
];
const ofHelo = [
  `check_helo_access ${heloTable}`,
  `check_helo_a_access ${domainTable}`,
  `check_helo_mx_access ${serverTable}`,
  `check_helo_ns_access ${serverTable}`,
  "reject_invalid_helo_hostname",
  "reject_invalid_hostname",
  "reject_non_fqdn_helo_hostname",
  "reject_unknown_helo_hostname",
  "reject_rhsbl_helo rhs.example",
  heloTable,
];
const ofSender = [
  `check_sender_access ${senderTable}`,
  `check_sender_a_access ${domainTable}`,
  `check_sender_mx_access ${serverTable}`,
  `check_sender_ns_access ${serverTable}`,
  "reject_non_fqdn_sender",
  "reject_unknown_sender_domain",
  "reject_unlisted_sender",
  "reject_rhsbl_sender rhs.example",
  "reject_sender_login_mismatch",
  "reject_known_sender_login_mismatch",
  "reject_authenticated_sender_login_mismatch",
  "reject_unauthenticated_sender_login_mismatch",
  "reject_unverified_sender",
  senderTable,
];
const ofRecipient = [
  `check_recipient_access ${recipientTable}`,
  `check_recipient_a_access ${domainTable}`,
  `check_recipient_mx_access ${serverTable}`,
  `check_recipient_ns_access ${serverTable}`,
  "reject_non_fqdn_recipient",
  "reject_unknown_recipient_domain",
  "reject_unlisted_recipient",
  "reject_rhsbl_recipient rhs.example",
  "reject_multi_recipient_bounce",
  "reject_unverified_recipient",
  "permit_auth_destination",
  "permit_mx_backup",
  "reject_unauth_destination",
  "defer_unauth_destination",
  recipientTable,
];
const ofEtrn = [`check_etrn_access ${etrnTable}`, "permit_mynetworks", "reject", etrnTable];
const ending = ["reject", "defer", "permit", "permit_auth_destination, reject", ""];

const own: Readonly<Record<string, readonly string[]>> = {
  client: ofClient,
  helo: ofHelo,
  sender: ofSender,
  relay: ofRecipient,
  recipient: ofRecipient,
  data: [
    "reject_multi_recipient_bounce",
    `check_policy_service inet:127.0.0.1:${policyPort}`,
    "reject_unauth_pipelining",
  ],
  end_of_data: [`check_policy_service inet:127.0.0.1:${policyPort}`, "reject_multi_recipient_bounce"],
  etrn: ofEtrn,
};
const everything = [...ofClient, ...ofHelo, ...ofSender, ...ofRecipient].filter(
  (each) => !/^(inline|cidr):/.test(each),
);

const switches: readonly (readonly string[])[] = [
  ["", "", "smtpd_delay_reject = no"],
  ["", "", "", "soft_bounce = yes"],
  ["", "", "smtpd_reject_unlisted_sender = yes"],
  ["", "", "smtpd_reject_unlisted_recipient = no"],
  ["", "", "", "smtpd_relay_before_recipient_restrictions = no"],
  ["", "", "parent_domain_matches_subdomains = smtpd_access_maps"],
  ["", "access_map_reject_code = 571\naccess_map_defer_code = 421\nreject_code = 550\ndefer_code = 451"],
  ["", "unknown_address_reject_code = 553\nunknown_hostname_reject_code = 554\nunknown_client_reject_code = 550"],
  ["", "unverified_sender_reject_code = 550\nunverified_recipient_reject_code = 550"],
  ["", "unknown_address_tempfail_action = defer\nunknown_helo_hostname_tempfail_action = defer"],
  ["", "", "allow_untrusted_routing = yes"],
  ["", "", "show_user_unknown_table_name = no"],
  ["", "smtpd_sasl_auth_enable = yes"],
  ["", "", "", "smtpd_null_access_lookup_key = null@@"],
  ["", "", "unverified_recipient_defer_code = 250"],
];

/** Restriction lists and switches of main.cf, some out of their place. */
export function randomLists(random: Random): string {
  const lines = switches.map((choices) => random.pick(choices)).filter((text) => text !== "");
  for (const [name, restrictions] of Object.entries(own)) {
    const isRecipient = name === "relay" || name === "recipient";
    if (!isRecipient && random.oneIn(3)) continue;
    const words = Array.from({ length: 1 + random.below(4) }, () => {
      const word = random.oneIn(4)
        ? random.pick(general)
        : random.oneIn(6)
          ? random.pick(everything)
          : random.pick(restrictions);
      return random.oneIn(9) ? `warn_if_reject ${word}` : word;
    });
    const last =
      name === "relay"
        ? "reject_unauth_destination"
        : isRecipient
          ? random.pick(ending)
          : random.oneIn(6)
            ? random.pick(ending)
            : "";
    lines.push(`smtpd_${name}_restrictions = ${[...words, last].filter((word) => word !== "").join(", ")}`);
  }
  return `${lines.join("\n")}\n`;
}
