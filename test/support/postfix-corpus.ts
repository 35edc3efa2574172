// Any main.cf made ready for a Postfix in a sandbox: tables that it names are invented, places of another system are
// set to this one's. Both sides then see the same files.
import { parseMainCf } from "../../src/syntax/main-cf/parse.ts";

export interface PreparedPostfix {
  /** Files of /etc/postfix. */
  readonly directory: Readonly<Record<string, string>>;
  /** Files of the host besides, by absolute path. */
  readonly root: Readonly<Record<string, string>>;
  /** Domains that the main.cf names, and strangers. */
  readonly domains: readonly string[];
  readonly users: readonly string[];
}

const users = [
  "alice",
  "bob",
  "carol.d",
  "dave+tag",
  "postmaster",
  "list-request",
  "owner-list",
  "x.y-z",
  "Eve",
  "nobody",
];
const servers = "mysql|ldap|pgsql|sqlite|memcache|nis|nisplus|tcp|socketmap|mongodb";
const places = `daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
queue_directory = /var/spool/postfix
data_directory = /var/lib/postfix
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks_style = host
smtpd_tls_security_level = none
smtpd_use_tls = no
smtpd_sasl_auth_enable = no
smtp_tls_security_level = none
smtpd_milters =
non_smtpd_milters =
`;

/** `text` is a main.cf; `${service}` names that its master.cf would hold are added to the standard ones. */
export function preparePostfix(text: string, master: string): PreparedPostfix {
  const local = text
    .replace(new RegExp(`\\b(?:proxy:)?(?:${servers}):([^\\s,}]+)`, "g"), (_, name: string) => {
      return `hash:/etc/postfix/outside-${name.replace(/\W/g, "-")}`;
    })
    .replace(/\b(?:dbm|sdbm):/g, "hash:")
    .replace(/\{%.*?%\}/g, "")
    .replace(/^\w*(?:limit|size|time|delay)\s*=\s*\{\{.*$/gm, "")
    .replace(/\{\{.*?\}\}/g, "template.example");
  const set = new Set([...places.matchAll(/^\w+/gm)].map(([name]) => name));
  const entries = parseMainCf({ path: "main.cf", text: local }).entries.filter(
    ({ name }) =>
      !set.has(name) && !/^(config|shlib|meta)_directory$|^(maillog|syslog)_|^(alternate|multi_instance)_/.test(name),
  );
  const main = entries.map(({ name, value }) => `${name} = ${value}\n`).join("");
  const domains = domainsOf(local);
  const directory: Record<string, string> = {};
  const root: Record<string, string> = { "/etc/passwd": passwd(), "/etc/mailname": `${domains[0]}\n` };
  const builds: string[] = [];
  for (const { name, value } of entries) {
    for (const [, type = "", path = ""] of value.matchAll(
      /\b(hash|btree|lmdb|cdb|texthash|regexp|pcre|cidr):(\/[^\s,}]+)/g,
    )) {
      const inside = path.startsWith("/etc/postfix/") ? path.slice("/etc/postfix/".length) : undefined;
      if (inside !== undefined && inside in directory) continue;
      if (inside === undefined && path in root) continue;
      const rows = rowsFor(name, type, domains);
      if (inside === undefined) root[path] = rows;
      else directory[inside] = rows;
      if (/^(hash|btree|lmdb|cdb)$/.test(type))
        builds.push(`${isAliases(name) ? "postalias" : "postmap"} ${type}:${path}\n`);
    }
  }
  directory["main.cf"] = main + places;
  directory["master.cf"] = master + [...transportsOf(local)].map((name) => `${name} unix - - n - - smtp\n`).join("");
  directory["build-tables"] = builds.join("");
  return { directory, root, domains, users };
}

function domainsOf(text: string): readonly string[] {
  const named = text.replace(/^\s*#.*$/gm, "").match(/\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,})\b/gi) ?? [];
  const real = named.filter((name) => !/\.(cf|pem|crt|key|db|sock|map|txt|gz|so|regexp|cidr)$/.test(name));
  return [...new Set(["localhost", ...real.slice(0, 40), "example.com", "sub.example.com", "else.example"])].slice(
    0,
    18,
  );
}

function passwd(): string {
  const names = ["root", "alice", "bob", "carol.d", "nobody"];
  return names.map((name, at) => `${name}:x:${at * 1000}:${at * 1000}::/home/${name}:/bin/sh\n`).join("");
}

function isAliases(parameter: string): boolean {
  return /^alias_(maps|database)$/.test(parameter);
}

/** Rows that fit the parameter; every second domain and user has one. */
function rowsFor(parameter: string, type: string, domains: readonly string[]): string {
  if (type === "cidr") return "10.0.0.0/8 REJECT\n192.0.2.0/24 OK\n";
  if (type === "regexp" || type === "pcre")
    return `/^alice@/ ${valueFor(parameter, 0)}\n/x\\.y/ ${valueFor(parameter, 1)}\n`;
  if (isAliases(parameter))
    return 'staff: alice, bob\ncarol.d: carol@else.example\npostmaster: root\nprog: "|/bin/true"\n';
  const rows: string[] = [];
  for (const [at, domain] of domains.entries()) {
    if (at % 2 === 0) rows.push(`${domain} ${valueFor(parameter, at)}`);
    if (at % 3 === 0) rows.push(`.${domain} ${valueFor(parameter, at + 1)}`);
    if (at % 4 === 1 && /canonical|virtual|relocated|generic/.test(parameter))
      rows.push(`@${domain} ${valueFor(parameter, at)}`);
    rows.push(`${users[at % users.length]}@${domain} ${valueFor(parameter, at + 2)}`);
  }
  if (!/transport|access|domains|networks/.test(parameter)) rows.push(`bob ${valueFor(parameter, 3)}`);
  return `${rows.join("\n")}\n`;
}

function valueFor(parameter: string, at: number): string {
  const pick = (...values: readonly string[]): string => values[at % values.length] ?? "";
  if (/transport/.test(parameter))
    return pick("smtp:[hub.example]:2525", ":", "local:", "error:5.7.1 no such place", "relay:", "smtp:");
  if (/relayhost/.test(parameter)) return pick("[hub.example]", "[alt.example]:587");
  if (/canonical|virtual_alias|relocated|generic/.test(parameter))
    return pick("alice@else.example", "bob", "alice@example.com, dave@else.example");
  if (/restrictions|access|checks/.test(parameter))
    return pick("OK", "REJECT", "450 4.7.1 later", "DUNNO", "reject_unauth_destination", "554 5.7.1 Go away");
  return pick("x", "alice/", "yes");
}

/** Transports that the main.cf sends mail by and that Postfix does not ship. */
function transportsOf(text: string): ReadonlySet<string> {
  const shipped = ["smtp", "lmtp", "local", "virtual", "relay", "error", "retry", "discard"];
  const named = [...text.matchAll(/^\w*transport\s*=\s*([\w-]+)/gm)].map((match) => match[1] ?? "");
  return new Set(named.filter((name) => name !== "" && !shipped.includes(name)));
}
