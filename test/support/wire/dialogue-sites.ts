import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assumedDns, type Dns, readDnsAnswers } from "../../../src/sendmail/dns.ts";
import { readSendmailConfig } from "../../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../../src/sendmail/ruleset/engine.ts";
import type { SmtpQuestion } from "../../../src/sendmail/ruleset/hooks.ts";
import { openSite } from "../../../src/source/site.ts";
import { parseCf } from "../../../src/syntax/sendmail-cf/parse.ts";
import { expandMc } from "../peers/index.ts";
import { askSendmailDialogues, zoneFor } from "./sendmail-dialogues.ts";

const hostname = "mail.example.com";

/** The files of a site whose tables hold one entry of every kind that the library knows. */
const siteFiles: Readonly<Record<string, string>> = {
  "etc/passwd": [
    "root:x:0:0:root:/root:/bin/sh",
    "joe:x:1001:1001:Joe User:/home/joe:/bin/sh",
    "ann:x:1002:1002:Ann:/home/ann:/bin/sh",
    "secret:x:1003:1003:S:/home/secret:/bin/sh",
    "",
  ].join("\n"),
  "etc/hosts": `127.0.0.1 localhost\n127.0.0.1 ${hostname} mail\n`,
  "etc/mail/service.switch": "hosts\tdns files\naliases\tfiles\n",
  "etc/mail/aliases": "postmaster: joe\nlist: ann, joe\nbroken: not-here\nloop1: loop2\nloop2: loop1\n",
  "etc/mail/access": [
    "spam.example\tREJECT",
    "From:bad@sender.example\tREJECT",
    "From:tmp@sender.example\tERROR:4.7.1:451 later please",
    "From:txt@sender.example\t550 We do not like you",
    "From:d@sender.example\tDISCARD",
    "ok.sender.example\tOK",
    "To:friend.example\tRELAY",
    "To:secret@\tERROR:5.7.1:550 secret is secret",
    "To:refused@example.com\tREJECT",
    "Spam:free@example.com\tFRIEND",
    "Connect:192.0.2.66\tREJECT",
    'Connect:192.0.2.77\tERROR:"554 5.7.1 go away"',
    "Connect:198.51.100\tRELAY",
    "Connect:trusted.example\tRELAY",
    "Connect:okclient.example\tOK",
    "Connect:203.0.113.9\tDISCARD",
    "Connect:203.0.113.10\t450 4.7.0 try later",
    "subnet.example\tSKIP",
    "",
  ].join("\n"),
  "etc/mail/local-host-names": "example.com\nother.example\n",
  "etc/mail/relay-domains": "relayed.example\n192.0.2.100\n",
  "etc/mail/virtusertable": [
    "info@virt.example\tjoe",
    "@catch.example\tann",
    "no@virt.example\terror:nouser 550 No such user here",
    "no2@virt.example\terror:5.7.0:551 moved",
    "out@virt.example\tsome@far.example",
    "",
  ].join("\n"),
  "etc/mail/virtual-domains": "virt.example\ncatch.example\n",
  "etc/mail/mailertable": "mt.example\tesmtp:[hub.example]\n.mtd.example\terror:5.7.0:550 no mail\n",
};

const access = "FEATURE(`access_db')dnl\n";

/** What each configuration has beside a local and an SMTP mailer. */
export const dialogueSites: Readonly<Record<string, string>> = {
  plain: "",
  access,
  "refused recipients": `${access}FEATURE(\`blocklist_recipients')dnl\n`,
  "late checks": `${access}FEATURE(\`delay_checks')dnl\n`,
  "late checks for friends": `${access}FEATURE(\`delay_checks',\`friend')dnl\nFEATURE(\`blocklist_recipients')dnl\n`,
  "relay for the domain": "FEATURE(`relay_entire_domain')dnl\n",
  "relay by sender": `${access}FEATURE(\`relay_local_from')dnl\n`,
  "relay by listed sender": `${access}FEATURE(\`relay_mail_from',\`domain')dnl\n`,
  "relay by MX": "FEATURE(`relay_based_on_MX')dnl\n",
  "relay for hosts alone": `${access}FEATURE(\`relay_hosts_only')dnl\n`,
  "relay for everybody": "FEATURE(`promiscuous_relay')dnl\n",
  loose: [
    "FEATURE(`loose_relay_check')dnl",
    "FEATURE(`accept_unqualified_senders')dnl",
    "FEATURE(`accept_unresolvable_domains')dnl",
    "",
  ].join("\n"),
  "virtual users": [
    `${access}FEATURE(\`virtusertable')dnl`,
    "VIRTUSER_DOMAIN_FILE(`/etc/mail/virtual-domains')dnl",
    "FEATURE(`mailertable')dnl",
    "",
  ].join("\n"),
  "no uucp": `${access}FEATURE(\`nouucp',\`reject')dnl\n`,
  "bad MX": `${access}FEATURE(\`badmx')dnl\n`,
  "named clients": `${access}FEATURE(\`require_rdns')dnl\n`,
  "bad HELO": `${access}FEATURE(\`block_bad_helo')dnl\n`,
  "unknown users refused": "define(`LUSER_RELAY',`error:5.1.1:550 nobody')dnl\n",
  "unknown users elsewhere": "define(`LUSER_RELAY',`relay:hub.example')dnl\n",
  hub: "define(`MAIL_HUB',`relay:hub.example')dnl\n",
  "lists of clients": `${access}FEATURE(\`dnsbl',\`bl.example')dnl\n`,
  "names below": `${access}FEATURE(\`lookupdotdomain')dnl\n`,
  "delivered at once": `${access}define(\`confDELIVERY_MODE',\`interactive')dnl\n`,
};

const clients: readonly SmtpQuestion["client"][] = [
  { name: "localhost", address: "127.0.0.1" },
  { name: "mx.far.example", address: "192.0.2.1" },
  { name: undefined, address: "192.0.2.2" },
  { name: "c.spam.example", address: "192.0.2.3" },
  { name: "x.example.com", address: "192.0.2.4" },
  { name: "h.trusted.example", address: "192.0.2.5" },
  { name: "okclient.example", address: "192.0.2.8" },
  { name: "a.b.c.example", address: "192.0.2.66" },
  { name: "e.e.example", address: "192.0.2.77" },
  { name: "r.relayed.example", address: "192.0.2.100" },
  { name: "h.subnet.example", address: "192.0.2.101" },
  { name: "in.net.example", address: "198.51.100.7" },
  { name: "dd.example", address: "203.0.113.9" },
  { name: "tt.example", address: "203.0.113.10" },
];
const senders = [
  "",
  "joe",
  "u@[192.0.2.1]",
  "u@[192.0.2.66]",
  "a@b@c",
  "host!user",
  '"a b"@far.example',
  "x@lone",
].concat(
  ["a@far.example", "bad@sender.example", "tmp@sender.example", "txt@sender.example", "d@sender.example"],
  ["x@spam.example", "x@sub.spam.example", "y@ok.sender.example", "u@subnet.example", "a@nonexistent.invalid"],
  ["joe@example.com", "u@example.com.", "q%r@far.example"],
);
const recipients = ["joe", "loop1", "postmaster", "a@@b", "a@far", "u@x.com@y.com", "far.example!a"].concat(
  ["joe@", "list@", "broken@", "refused@", "nosuch@", "secret@", "free@", "joe+x@", '"joe"@', '"a@far.example"@'].map(
    (local) => `${local}example.com`,
  ),
  [
    "a%far.example@example.com",
    "a%joe@example.com",
    "far.example!a@example.com",
    "JOE@EXAMPLE.COM",
    "joe@example.com.",
  ],
  ["@far.example:a@example.com", "@example.com:a@far.example", "@example.com:joe@example.com", "joe@[192.0.2.1]"],
  ["joe@other.example", "joe@mail.example.com", "a.b@sub.example.com", "a@far.example", "a@friend.example"],
  ["a@x.friend.example", "a@relayed.example", "a@x.relayed.example", "u@spam.example", "abuse@[127.0.0.1]"],
  ["info@virt.example", "no@virt.example", "no2@virt.example", "any@virt.example", "out@virt.example"],
  ["z@catch.example", "u@mt.example", "u@q.mtd.example"],
);

/** Every recipient, sender and client once, then as many mixed ones as asked for. */
export function dialogueQuestions(mixed: number, seed = 1): readonly SmtpQuestion[] {
  const [own, other] = clients;
  if (!own || !other) return [];
  let state = seed;
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return list[(state >>> 8) % list.length] as T;
  };
  const sender = "a@far.example";
  return [
    ...recipients.flatMap((recipient) => [own, other].map((client) => ({ client, sender, recipient }))),
    ...senders.map((from) => ({ client: other, sender: from, recipient: "joe@example.com" })),
    ...clients.flatMap((client) =>
      ["joe@example.com", "a@far.example"].map((recipient) => ({ client, sender, recipient })),
    ),
    ...Array.from({ length: mixed }, () => ({
      client: pick(clients),
      sender: pick(senders),
      recipient: pick(recipients),
    })),
  ];
}

export interface DialogueAnswer {
  readonly question: SmtpQuestion;
  readonly ours: string;
  readonly theirs: string;
}

/** The questions to our engine and, as SMTP dialogues, to the real sendmail, both with the same site and DNS. */
export async function dialogueAnswers(
  features: string,
  questions: readonly SmtpQuestion[],
  root: string,
): Promise<readonly DialogueAnswer[]> {
  for (const [path, text] of Object.entries(siteFiles)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const around = "OSTYPE(`linux')dnl\ndefine(`ALIAS_FILE',`/etc/mail/aliases')dnl\nFEATURE(`use_cw_file')dnl\n";
  const text = expandMc(`${around}${features}MAILER(\`local')dnl\nMAILER(\`smtp')dnl\n`);
  const site = openSite(root);
  const facts = { hostname, hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parseCf({ path: "sendmail.cf", text }).ast, site, facts);
  const engine = compileRulesets(config, site, { dns: sameDns(questions) });
  const theirs = await askSendmailDialogues(text, questions, { hostname, root });
  return questions.map((question, at) => {
    const { stage, decision } = engine.decide(question);
    const refused = decision.kind === "reject" || decision.kind === "tempfail";
    // To the client a message that is thrown away looks accepted.
    const ours = refused ? `${stage} ${decision.code} ${decision.enhanced ?? ""} ${decision.text}` : "rcpt 250";
    return { question, ours: comparable(ours), theirs: comparable(theirs[at] ?? "") };
  });
}

/** A client that check_relay refuses hears it at MAIL (srvrsmtp.c, nullserver); the address before `...` is left out. */
function comparable(text: string): string {
  return text
    .replace(/^connect/, "mail")
    .replace(/<[^>]*>\.\.\. |\S+\.\.\. /, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The clients' names, and for all others what the sandbox's DNS says. */
function sameDns(questions: readonly SmtpQuestion[]): Dns {
  const { "*": _others, ...zone } = zoneFor(questions);
  const known = readDnsAnswers(zone).dns;
  const assumed = assumedDns("example.com");
  const source = (name: string): Dns => (name.toLowerCase().replace(/\.$/, "") in zone ? known : assumed);
  return {
    ask: (name, type) => source(name).ask(name, type),
    mx: (name) => source(name).mx(name),
    assumed: true,
  };
}
