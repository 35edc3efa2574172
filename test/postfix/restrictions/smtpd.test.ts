import { afterAll, beforeAll, expect, it } from "vitest";
import { standardServices } from "../../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../../src/postfix/print/index.ts";
import { createResolver } from "../../../src/postfix/resolve/resolver.ts";
import { createDecider } from "../../../src/postfix/restrictions/decide.ts";
import type { Dns, Session } from "../../../src/postfix/restrictions/session.ts";
import { peerSuite, type RunningPostfix, smtpDialogue, startPostfix } from "../../support/peers/index.ts";
import { type ScratchDirectory, scratchDirectory } from "../../support/postfix-peer.ts";
import { hostLines, hostRecipients } from "../../support/smtpd-world.ts";
import { readScratchAt } from "../read/postfix-directory.ts";

const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

const common = `${hostLines}mynetworks = 127.0.0.0/8, 192.0.2.0/28
smtpd_authorized_xclient_hosts = 127.0.0.1 192.0.2.0/24 198.51.100.0/23 203.0.113.0/24
`;

/** Restrictions that differ in what they look at. */
const lists: Readonly<Record<string, string>> = {
  "the defaults": "",
  "access tables of every kind": `
smtpd_client_restrictions = check_client_access inline:{ {192.0.2 = OK}, {198.51.100.7 = REJECT}, {198.51.100 = 450 4.7.9 slow}, {bad.example = REJECT bad name}, {.worse.example = 554 5.7.7 worse} }
smtpd_helo_restrictions = check_helo_access inline:{ {evil = REJECT}, {.evil.example = DEFER later}, {maybe.example = DEFER_IF_PERMIT}, {often.example = DEFER_IF_REJECT} }
smtpd_sender_restrictions = check_sender_access inline:{ {spam@else.example = REJECT no spam}, {else.example = OK}, {<> = DUNNO}, {spam2@ = 550 spam2}, {listed.example = strict}, {broken.example = no_such_thing}, {time.example = 12345} } reject_non_fqdn_sender
smtpd_restriction_classes = strict
strict = reject_unauth_destination, check_recipient_access inline:{ {alice@example.com = REJECT strict}, {bob@ = WARN}, {box.example = DISCARD} }
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{ {bob@example.com = REJECT bob is away}, {alice+tag@example.com = 551 5.1.6 tag}, {relay.example = HOLD} } permit
smtpd_delay_reject = yes
`,
  "syntax checks, warnings and unlisted senders": `
smtpd_helo_required = yes
smtpd_helo_restrictions = warn_if_reject reject_non_fqdn_helo_hostname, reject_invalid_helo_hostname
smtpd_sender_restrictions = reject_non_fqdn_sender
smtpd_reject_unlisted_sender = yes
smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination
smtpd_recipient_restrictions = reject_non_fqdn_recipient, reject_multi_recipient_bounce, permit_auth_destination, reject
soft_bounce = no
access_map_reject_code = 571
unknown_local_recipient_reject_code = 450
show_user_unknown_table_name = no
`,
};

const clients = [
  ["localhost", "127.0.0.1"],
  ["in.example", "192.0.2.5"],
  ["out.example", "203.0.113.9"],
  ["x.bad.example", "198.51.101.1"],
  ["a.worse.example", "198.51.101.2"],
  ["host7", "198.51.100.7"],
  ["host8", "198.51.100.8"],
] as const;
const helos = [
  "mail.client.example",
  "evil",
  "x.evil.example",
  "maybe.example",
  "often.example",
  "bare",
  "-x",
  "[192.0.2.1]",
];
const senders = [
  "",
  "spam@else.example",
  "ok@else.example",
  "spam2@third.example",
  "u@listed.example",
  "u@broken.example",
  "u@time.example",
  "nobody@example.com",
  "bare",
];

const dns: Dns = { lookup: () => ({ kind: "found", values: ["192.0.2.1"] }) };

/** Small mixed sample of the product, the same in every run. */
function sessions(): readonly (Session & {
  readonly recipient: string;
  readonly sender: string;
  readonly helo: string;
})[] {
  const all = [];
  let turn = 0;
  for (const [name, address] of clients) {
    for (const recipient of hostRecipients) {
      turn += 1;
      for (let step = 0; step < 1; step += 1) {
        const helo = helos[(turn * 5 + step * 3) % helos.length] ?? "";
        const sender = senders[(turn * 7 + step * 4) % senders.length] ?? "";
        all.push({ client: { name, address }, helo, sender, recipient });
      }
    }
  }
  return all;
}

for (const [name, text] of Object.entries(lists)) {
  peerSuite(["postfix"], `deciding by ${name} beside the real smtpd`, () => {
    let scratch: ScratchDirectory;
    let postfix: RunningPostfix;

    beforeAll(async () => {
      scratch = scratchDirectory({ "main.cf": common + text, "master.cf": master });
      postfix = await startPostfix(scratch.path, { hostname: "mail.example.com" });
    });
    afterAll(async () => {
      await postfix?.stop();
      scratch?.remove();
    });

    it("gives the same reply to every recipient", async () => {
      const decider = createDecider(createResolver(readScratchAt(scratch.path, "mail.example.com")), { dns });
      const asked = sessions();
      const lines = asked.flatMap((each) => [
        "RSET",
        `XCLIENT NAME=${each.client.name} ADDR=${each.client.address}`,
        `EHLO ${each.helo}`,
        `MAIL FROM:<${each.sender}>`,
        `RCPT TO:<${each.recipient}>`,
      ]);
      const replies = await smtpDialogue(postfix, {
        port: 25,
        host: "127.0.0.1",
        lines: ["EHLO first.example", ...lines],
      });
      const theirs = asked.map((each, index) => `${show(each)} ${lastLine(replies[2 + index * 5 + 4] ?? "nothing")}`);
      const ours = asked.map((each) => {
        const { answer, reply } = decider.decide("rcpt", each);
        const said = reply ? `${reply.code} ${reply.enhanced} ${reply.text}` : `250 2.1.5 Ok`;
        return `${show(each)} ${answer === "discard" ? "250 2.1.5 Ok" : said}`;
      });
      expect(ours).toEqual(theirs);
    }, 120_000);
  });
}

function show(session: Session): string {
  return `${session.client.name}[${session.client.address}] ${session.helo} <${session.sender}> <${session.recipient}>:`;
}

function lastLine(reply: string): string {
  return reply.trim().split(/\r?\n/).at(-1) ?? "";
}
