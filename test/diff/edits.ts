/** One edit of a file: the text that is replaced, and what diff must find. */
export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** Path of the change; none: the edit has no meaning. */
  readonly path?: string;
  /** Part of a witness's question or answers; absent where no question of ours can show it. */
  readonly witness?: RegExp;
}

/** A small host with every kind of table that its parameters can name. */
export const postfixFiles: Readonly<Record<string, string>> = {
  "etc/postfix/main.cf": `# who we are
compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, localhost, example.com
mynetworks = 127.0.0.0/8 192.0.2.0/28
relay_domains = relay.example
relayhost = [smart.example.net]
recipient_delimiter = +
alias_maps = hash:/etc/aliases
virtual_alias_domains = list.example
virtual_alias_maps = hash:/etc/postfix/virtual
virtual_mailbox_domains = /etc/postfix/mailbox-domains
virtual_mailbox_maps = hash:/etc/postfix/mailboxes
transport_maps = hash:/etc/postfix/transport, regexp:/etc/postfix/transport.re
canonical_maps = hash:/etc/postfix/canonical
smtp_generic_maps = hash:/etc/postfix/generic
smtpd_client_restrictions = check_client_access cidr:/etc/postfix/clients.cidr
smtpd_sender_restrictions = check_sender_access hash:/etc/postfix/senders
smtpd_recipient_restrictions = reject_unauth_destination, reject_non_fqdn_sender
header_checks = pcre:/etc/postfix/header_checks
message_size_limit = 20000000
smtp_helo_timeout = 5m
`,
  "etc/postfix/master.cf": `smtp inet n - n - - smtpd
submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_client_restrictions=permit_mynetworks,reject
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
smtp unix - - n - - smtp
relay unix - - n - - smtp
local unix - n n - - local
virtual unix - n n - - virtual
error unix - - n - - error
fax unix - n n - - pipe
  flags=R user=fax argv=/usr/bin/fax-send \${recipient}
`,
  "etc/postfix/virtual": "team@list.example alice, bob\ninfo@list.example alice\n",
  "etc/postfix/mailbox-domains": "box.example\n",
  "etc/postfix/mailboxes": "carol@box.example carol/\n",
  "etc/postfix/transport": "fax.example fax:\nslow.example smtp:[one.example]\n",
  "etc/postfix/transport.re": "/^night@/ smtp:[night.example]\n/@night\\.example$/ smtp:[other.example]\n",
  "etc/postfix/canonical": "al@example.com alice@example.com\n",
  "etc/postfix/generic": "alice@example.com Alice@public.example\n",
  "etc/postfix/clients.cidr": "198.51.100.0/24 REJECT\n203.0.113.7 OK\n",
  "etc/postfix/senders": "spam.example REJECT\n",
  "etc/postfix/header_checks": "/^X-Junk:/ IGNORE\n/^Subject: win/ REJECT\n",
  "etc/aliases": 'postmaster: alice\nstaff: alice, bob\nprog: "|/usr/bin/filter -x"\n',
  "etc/passwd": "alice:x:1:1::/home/alice:/bin/sh\nbob:x:2:2::/home/bob:/bin/sh\n",
};

const main = "etc/postfix/main.cf";
const master = "etc/postfix/master.cf";

export const postfixEdits: readonly Edit[] = [
  {
    file: main,
    from: "mail.example.com",
    to: "mx.example.com",
    path: "main.cf/myhostname",
    witness: /mx\.example\.com/,
  },
  {
    file: main,
    from: "localhost, example.com",
    to: "localhost",
    path: "main.cf/mydestination",
    witness: /example\.com/,
  },
  { file: main, from: "192.0.2.0/28", to: "192.0.2.64/28", path: "main.cf/mynetworks" },
  {
    file: main,
    from: "= relay.example",
    to: "= relay.example, more.example",
    path: "main.cf/relay_domains",
    witness: /more\.example/,
  },
  { file: main, from: "[smart.example.net]", to: "[clever.example.net]", path: "main.cf/relayhost", witness: /clever/ },
  { file: main, from: "recipient_delimiter = +\n", to: "", path: "main.cf/recipient_delimiter", witness: /\+/ },
  { file: main, from: "list.example", to: "lists.example", path: "main.cf/virtual_alias_domains", witness: /list/ },
  {
    file: main,
    from: "reject_unauth_destination, reject_non_fqdn_sender",
    to: "reject_non_fqdn_sender, reject_unauth_destination",
    path: "main.cf/smtpd_recipient_restrictions",
  },
  {
    file: main,
    from: "hash:/etc/postfix/transport, regexp:/etc/postfix/transport.re",
    to: "hash:/etc/postfix/transport",
    path: "main.cf/transport_maps",
    witness: /night/,
  },
  { file: main, from: "20000000", to: "30000000", path: "main.cf/message_size_limit" },
  { file: main, from: "= 5m", to: "= 300s" },
  { file: main, from: "# who we are\n", to: "# a comment\n\n" },
  { file: main, from: "$myhostname, localhost, example.com", to: "example.com\n    localhost\n    $myhostname" },
  { file: main, from: "= $myhostname, ", to: "= mail.example.com " },
  {
    file: main,
    from: "smtp_helo_timeout = 5m",
    to: "home_mailbox = Maildir/",
    path: "main.cf/home_mailbox",
    witness: /Maildir/,
  },
  {
    file: main,
    from: "relay_domains =",
    to: "append_dot_mydomain = yes\nrelay_domains =",
    path: "main.cf/append_dot_mydomain",
    witness: /a@b/,
  },
  { file: master, from: "qmgr unix n - n 300", to: "qmgr unix n - y 300", path: "master.cf/qmgr/unix/chroot" },
  { file: master, from: "=encrypt", to: "=may", path: "master.cf/submission/inet/smtpd_tls_security_level" },
  {
    file: master,
    from: "permit_mynetworks,reject",
    to: "permit_mynetworks",
    path: "master.cf/submission/inet/smtpd_client_restrictions",
    witness: /submission/,
  },
  { file: master, from: "fax-send $", to: "fax-send -h $", path: "master.cf/fax/unix/arguments" },
  {
    file: master,
    from: "relay unix - - n - - smtp\n",
    to: "",
    path: "master.cf/relay/unix",
    witness: /relay\.example/,
  },
  {
    file: master,
    from: "local unix - n n - - local",
    to: "local unix - n n - - pipe",
    path: "master.cf/local/unix/command",
    witness: /pipe/,
  },
  { file: master, from: "relay unix - - n", to: "relay  unix  y  -  n" },
  {
    file: "etc/postfix/virtual",
    from: "alice, bob",
    to: "alice",
    path: "virtual/team@list.example",
    witness: /team@list/,
  },
  {
    file: "etc/postfix/virtual",
    from: "info@",
    to: "inquiries@",
    path: "virtual/inquiries@list.example",
    witness: /inquiries@list/,
  },
  { file: "etc/postfix/virtual", from: "alice, bob", to: "bob,\n    alice" },
  { file: "etc/postfix/virtual", from: /^/, to: "# a comment\n\n" },
  {
    file: "etc/postfix/mailbox-domains",
    from: "box.example",
    to: "box.example\ntray.example",
    path: "mailbox-domains/tray.example",
    witness: /tray/,
  },
  {
    file: "etc/postfix/mailboxes",
    from: "carol@",
    to: "karol@",
    path: "mailboxes/karol@box.example",
    witness: /karol/,
  },
  {
    file: "etc/postfix/transport",
    from: "[one.example]",
    to: "[two.example]",
    path: "transport/slow.example",
    witness: /two\.example/,
  },
  {
    file: "etc/postfix/transport.re",
    from: /^(.*\n)(.*\n)$/,
    to: "$2$1",
    path: "transport.re/rule 2",
    witness: /night@night\.example/,
  },
  {
    file: "etc/postfix/canonical",
    from: "alice@",
    to: "bob@",
    path: "canonical/al@example.com",
    witness: /al@example/,
  },
  {
    file: "etc/postfix/generic",
    from: "Alice@public",
    to: "A@public",
    path: "generic/alice@example.com",
    witness: /A@public/,
  },
  {
    file: "etc/postfix/clients.cidr",
    from: "198.51.100.0/24 REJECT",
    to: "198.51.100.0/24 OK",
    path: "clients.cidr/rule 1",
    witness: /198\.51\.100/,
  },
  {
    file: "etc/postfix/senders",
    from: "REJECT",
    to: "450 4.7.1 later",
    path: "senders/spam.example",
    witness: /spam\.example/,
  },
  { file: "etc/postfix/header_checks", from: "IGNORE", to: "HOLD", path: "header_checks/rule 1" },
  {
    file: "etc/aliases",
    from: "alice, bob",
    to: "alice, dave@else.example",
    path: "etc/aliases/staff",
    witness: /dave@else/,
  },
  { file: "etc/aliases", from: "filter -x", to: "filter -y", path: "etc/aliases/prog", witness: /filter -y/ },
  {
    file: "etc/aliases",
    from: "postmaster: alice\nstaff: alice, bob",
    to: "staff:\tbob, alice\n# x\npostmaster:  alice",
  },
];

const cf = "etc/mail/sendmail.cf";
const mc = "etc/mail/sendmail.mc";

/** Edits of fixtures/university. */
export const cfEdits: readonly Edit[] = [
  {
    file: cf,
    from: /^DMphysics\.uni\.example$/m,
    to: "DMphys.uni.example",
    path: "sendmail.cf/macro/M",
    witness: /phys\.uni/,
  },
  { file: cf, from: /^DS.*$/m, to: "DSesmtp:[other.uni.example]", path: "sendmail.cf/macro/S" },
  {
    file: cf,
    from: /^O MaxMessageSize=.*$/m,
    to: "O MaxMessageSize=1000000",
    path: "sendmail.cf/option/MaxMessageSize",
  },
  { file: cf, from: /^O Timeout\.queuereturn=4d$/m, to: "O Timeout.queuereturn=4d\n# comment" },
  { file: cf, from: /(Mlocal,[^\n]*F=)l/, to: "$1hl", path: "sendmail.cf/mailer/local/F" },
  {
    file: "etc/mail/virtusertable",
    from: /$/,
    to: "\nfresh@physics.uni.example\tmaria\n",
    path: "etc/mail/virtusertable/fresh@physics.uni.example",
  },
  {
    file: "etc/mail/aliases",
    from: /$/,
    to: "\nfreshalias: maria\n",
    path: "etc/mail/aliases/freshalias",
    witness: /freshalias/,
  },
];

export const mcEdits: readonly Edit[] = [
  {
    file: mc,
    from: "MASQUERADE_AS(`physics",
    to: "MASQUERADE_AS(`phys",
    path: "sendmail.mc/MASQUERADE_AS",
    witness: /phys\.uni/,
  },
  { file: mc, from: "`26214400'", to: "`1000000'", path: "sendmail.mc/define(confMAX_MESSAGE_SIZE)" },
  {
    file: mc,
    from: "esmtp:[mailrelay",
    to: "esmtp:[postrelay",
    path: "sendmail.mc/define(SMART_HOST)",
    witness: /postrelay/,
  },
  {
    file: mc,
    from: "EXPOSED_USER(`root')",
    to: "EXPOSED_USER(`berger')",
    path: "sendmail.mc/EXPOSED_USER(berger)",
  },
  { file: mc, from: "dnl  Mail host", to: "dnl  The mail host" },
  { file: mc, from: /(define\(`confTO_QUEUEWARN.*\n)(define\(`confTO_QUEUERETURN.*\n)/, to: "$2$1" },
];
