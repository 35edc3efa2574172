const common = `compatibility_level = 3.6
myhostname = mail.example.com
mydomain = example.com
`;

/** Postfix directories that differ in what resolving looks at. */
export const directories: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { "main.cf": common },
  "virtual domains and transports": {
    "main.cf": `${common}mydestination = $myhostname, localhost, $mydomain
recipient_delimiter = +-
virtual_alias_domains = alias.example
virtual_mailbox_domains = box.example
relay_domains = relay.example, !not.relay.example, inline:{sub.inline.example=x, .dotted.example=x}
relay_transport = relay:[hub.example.com]
relayhost = [smart.example.com]:587
transport_maps = inline:{ {user@box.example = smtp:[one.example]}, {user+ext@box.example = :[ext.example]}, {.net = smtp:}, {a.net = error:}, {uucp.example = uucp:host!x}, {quoted.example = :} }, pcre:{{/^pcre@/ smtp:[pcre.example]},{/^(sub)@/ $1:}}
relocated_maps = inline:{ {moved@example.com = new@else.example}, {@gone.example = nowhere} }
sender_dependent_relayhost_maps = inline:{ {boss@example.com = [boss.example]} }
sender_dependent_default_transport_maps = inline:{ {boss@example.com = smtp:[viaboss.example]}, {<> = smtp:[null.example]} }
append_dot_mydomain = yes
remote_header_rewrite_domain = domain.invalid
`,
  },
  "every switch turned round": {
    "main.cf": `${common}swap_bangpath = no
allow_percent_hack = no
append_dot_mydomain = yes
resolve_null_domain = yes
resolve_numeric_domain = yes
resolve_dequoted_address = no
allow_min_user = yes
myorigin = origin.example
local_transport = local:$myhostname
empty_address_recipient = nobody
transport_maps = inline:{ {* = smtp:[all.example]}, {mail.example.com = local:} }
parent_domain_matches_subdomains = transport_maps relay_domains
relay_domains = relay.example
`,
  },
};

const locals = [
  "user",
  "user+ext",
  "user-ext",
  "owner-list",
  "list-request",
  "User",
  "a.b",
  "",
  '""',
  '"two words"',
  '"a@b"',
  '"a%b.example"',
  '"x!y"',
  "u%other.example",
  "host!user",
  "a!b!c",
  "u%a%b",
  "-dash",
  "pcre",
  "sub",
  "moved",
  "u@inner.example",
  "u@mail.example.com",
  "\\back",
  "J\xc3\xbcrgen",
];

const domains = [
  "",
  "example.com",
  "mail.example.com",
  "EXAMPLE.com",
  "example.com.",
  "localhost",
  "bare",
  "alias.example",
  "box.example",
  "relay.example",
  "sub.relay.example",
  "not.relay.example",
  "sub.inline.example",
  "x.dotted.example",
  "a.net",
  "b.a.net",
  "gone.example",
  "uucp.example",
  "quoted.example",
  "elsewhere.example",
  "[127.0.0.1]",
  "[192.0.2.1]",
  "[IPv6:::1]",
  "[bad]",
  "192.0.2.1",
  "under_score.example",
  "-hyphen.example",
  "dots..example",
  "999",
  "b\xc3\xbccher.example",
];

const odd = [
  "@",
  "@route.example:user@example.com",
  "@a,@b:c",
  "a@b@c",
  "user@",
  "@example.com",
  "<x@y>",
  "a b@c",
  "x:y@z",
  "a@b c",
];

export function addressesFor(_name: string): readonly string[] {
  const pairs = locals.flatMap((local) => domains.map((domain) => (domain === "" ? local : `${local}@${domain}`)));
  return [...new Set([...pairs, ...odd])];
}
