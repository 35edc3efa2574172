import { describe, expect, it } from "vitest";
import { checkPostfix } from "../../src/check/postfix/index.ts";
import type { DiagnosticCode } from "../../src/diagnostics/catalogue.ts";
import { pfCodes } from "../../src/diagnostics/codes/pf.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import type { Service } from "../../src/postfix/config.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { readPostfixDirectory } from "../../src/postfix/read/directory.ts";
import type { PostfixFiles } from "../../src/postfix/read/files.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { createDecider } from "../../src/postfix/restrictions/decide.ts";
import { diagnosticPages } from "../support/documented-examples.ts";
import { filesInMemory } from "../support/postfix-findings.ts";

type Files = Readonly<Record<string, string>>;

/** Findings on a directory whose files are given by their name in it, or by their absolute path. */
function findings(files: Files, modes: Readonly<Record<string, number>> = {}, knowsHost = true): readonly Diagnostic[] {
  const paths = Object.entries(files).map(([name, text]) => [
    name.startsWith("/") ? name : `/etc/postfix/${name}`,
    text,
  ]);
  const memory = filesInMemory({ "/etc/postfix/main.cf": "", ...Object.fromEntries(paths) });
  const withModes = { ...memory, mode: (path: string) => modes[path] };
  const directory = readPostfixDirectory(withModes, { version: "3.7", host: { hostname: "mail.example.com" } });
  const resolver = createResolver(directory);
  const decider = (service?: Service) =>
    createDecider(resolver, { dns: { lookup: () => ({ kind: "none" }) } }, service);
  return checkPostfix({ directory, resolver, decider, knowsHost });
}

const codes = (found: readonly Diagnostic[]): readonly DiagnosticCode[] => found.map((one) => one.code);

const wholeMaster = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

// What raises a code is shown, and run, on its page under docs/diagnostics.
const clean: readonly (readonly [DiagnosticCode, string, Files])[] = [
  ["PF4001", "a continued value", { "main.cf": "mydestination = a.example\n  b.example\n" }],
  ["PF4002", "an empty value", { "main.cf": "relayhost =\n" }],
  ["PF4003", "an entry with options", { "master.cf": "smtp inet n - n - - smtpd\n  -o soft_bounce=yes\n" }],
  [
    "PF4003",
    "options in braces, glued, empty, and behind other switches",
    { "master.cf": "smtp inet n - n - - smtpd -v\n  -o { soft_bounce = yes }\n  -obiff=no -vo relayhost=\n" },
  ],
  ["PF4004", "two parameters", { "main.cf": "soft_bounce = no\nrelayhost =\n" }],
  ["PF4005", "nested conditions", { "main.cf": "relayhost = ${{$myhostname} == {x} ? {[h.example]} : {}}\n" }],
  ["PF4006", "an empty main.cf", { "main.cf": "" }],
  ["PF4010", "a parameter of one's own that is used", { "main.cf": "mine = a.example\nrelay_domains = $mine\n" }],
  [
    "PF4010",
    "a parameter of a service",
    {
      "main.cf": "fax_destination_recipient_limit = 1\n",
      "master.cf": "fax unix - n n - 1 pipe user=fax argv=/bin/fax\n",
    },
  ],
  ["PF4011", "a parameter of 3.7", { "main.cf": "smtpd_tls_chain_files =\n" }],
  ["PF4012", "a name of today", { "main.cf": "smtp_tls_security_level = may\n" }],
  ["PF4013", "a name of one's own", { "main.cf": "mine = x\nrelayhost = $mine\n" }],
  [
    "PF4014",
    "values that fit",
    {
      "main.cf":
        "soft_bounce = no\nmessage_size_limit = 100000000\nqueue_run_delay = 5m\npostscreen_dnsbl_allowlist_threshold = -4\n" +
        "inet_protocols = IPv4, ipv6\nmynetworks_style = host\n",
    },
  ],
  ["PF4020", "a table that is there", { "main.cf": "transport_maps = hash:/etc/postfix/t\n", t: "x.example smtp:\n" }],
  [
    "PF4021",
    "a continued row",
    { "main.cf": "canonical_maps = hash:/etc/postfix/t\n", t: "# people\na@x.example\n  b@x.example\n" },
  ],
  [
    "PF4022",
    "a key of two tables of different lists",
    { "main.cf": "canonical_maps = inline:{a=b}\nrelocated_maps = inline:{a=b}\n" },
  ],
  [
    "PF4023",
    "a pattern with groups",
    { "main.cf": "header_checks = regexp:/etc/postfix/h\n", h: "/^(X-.*):/ PREPEND Y: $1\n" },
  ],
  ["PF4024", "a table with a text", { "main.cf": "canonical_maps = texthash:/etc/postfix/t\n", t: "a b\n" }],
  [
    "PF4025",
    "an exception before its rule",
    { "main.cf": "mynetworks = cidr:/etc/postfix/n\n", n: "192.0.2.66 x\n192.0.2.0/24 y\n" },
  ],
  [
    "PF4025",
    "rules under a condition",
    { "main.cf": "header_checks = pcre:/etc/postfix/h\n", h: "if /^Subject/\n/./ OK\nendif\n/x/ REJECT\n/y/ REJECT\n" },
  ],
  ["PF4025", "other keys in the next table", { "main.cf": "canonical_maps = inline:{a=b}, inline:{c=d}\n" }],
  ["PF4032", "a whole master.cf", { "master.cf": wholeMaster }],
  ["PF4030", "a list file that is there", { "main.cf": "relay_domains = /etc/postfix/d\n", d: "x.example\n" }],
  ["PF4031", "a transport that is a service", { "main.cf": "mailbox_transport = lmtp:unix:x\n" }],
  ["PF4031", "a nexthop alone", { "main.cf": "transport_maps = inline:{x.example=:[h.example]}\n" }],
  [
    "PF4033",
    "a service that a table names",
    {
      "main.cf": "transport_maps = hash:/etc/postfix/transport\n",
      transport: "fax.example fax:\n",
      "master.cf": "fax unix - n n - 1 pipe user=fax argv=/bin/fax\n",
    },
  ],
  [
    "PF4033",
    "a service that an access table filters by",
    {
      "main.cf": "smtpd_client_restrictions = check_client_access inline:{ {192.0.2.1 = FILTER scan:x} }\n",
      "master.cf": "scan unix - n n - 1 smtp\n",
    },
  ],
  ["PF4034", "one name with two types", { "master.cf": "smtp inet n - n - - smtpd\nsmtp unix - - n - - smtp\n" }],
  ["PF4035", "a program with a path", { "master.cf": "x unix - n n - 1 /opt/x/daemon\n" }],
  ["PF4036", "both arguments", { "master.cf": "fax unix - n n - 1 pipe user=fax argv=/bin/fax\n" }],
  ["PF4037", "an account of its own", { "master.cf": "fax unix - n n - 1 pipe user=fax argv=/bin/fax\n" }],
  [
    "PF4040",
    "relay_domains = $mydestination",
    { "main.cf": "mydestination = a.example\nrelay_domains = $mydestination\n" },
  ],
  ["PF4041", "a name in a file", { "main.cf": "myorigin = /etc/mailname\n", "/etc/mailname": "a.example\n" }],
  ["PF4042", "networks of both kinds", { "main.cf": "mynetworks = 10.0.0.0/8, [::1]/128, 192.0.2.7, !10.1.0.0/16\n" }],
  [
    "PF4043",
    "addresses of both kinds",
    { "main.cf": "inet_protocols = all\ninet_interfaces = 192.0.2.1, 2001:db8::1\n" },
  ],
  [
    "PF4050",
    "a sender that only its own clients get",
    { "main.cf": "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n" },
  ],
  [
    "PF4050",
    "an open list behind loopback",
    { "main.cf": "inet_interfaces = loopback-only\nsmtpd_relay_restrictions = permit, reject\n" },
  ],
  [
    "PF4050",
    "a host that keeps what it takes",
    { "main.cf": "smtpd_relay_restrictions = permit\ndefault_transport = discard:\n" },
  ],
  [
    "PF4051",
    "a guard in a class",
    { "main.cf": "smtpd_restriction_classes = c\nc = reject_unauth_destination\nsmtpd_relay_restrictions = c\n" },
  ],
  ["PF4052", "permit at the end", { "main.cf": "smtpd_sender_restrictions = reject_unknown_sender_domain, permit\n" }],
  ["PF4052", "a warning before the rest", { "main.cf": "smtpd_client_restrictions = warn_if_reject reject, permit\n" }],
  [
    "PF4053",
    "arguments, tables and classes",
    {
      "main.cf":
        "smtpd_restriction_classes = c\nc = permit\nsmtpd_client_restrictions = c, check_policy_service inet:127.0.0.1:1, sleep 1, " +
        "check_client_access static:DUNNO, reject_rbl_client x.example=127.0.0.2, { check_helo_access static:OK }, static:OK\n",
    },
  ],
  ["PF4060", "an alias that names itself", { "main.cf": "alias_maps = inline:{ {a = a, b}, {b = c} }\n" }],
  [
    "PF4060",
    "the same name in another domain",
    { "main.cf": "alias_maps = inline:{ {a = b@else.example}, {b = a} }\n" },
  ],
  [
    "PF4061",
    "a row that leads to itself",
    { "main.cf": "virtual_alias_maps = inline:{ {a@x.example = a@x.example} }\n" },
  ],
  [
    "PF4062",
    "another port of this host",
    { "main.cf": "content_filter = smtp:[127.0.0.1]:10024\nrelayhost = [127.0.0.1]:10025\n" },
  ],
  ["PF4070", "a key that is there", { "main.cf": "smtpd_tls_chain_files = /etc/postfix/k.pem\n", "k.pem": "x" }],
  [
    "PF4071",
    "a certificate",
    { "main.cf": "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/k.pem\n", "k.pem": "x" },
  ],
  [
    "PF4073",
    "log-ins inside TLS only",
    { "main.cf": "smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_tls_security_level = may\n" },
  ],
  ["PF4074", "a level in capitals", { "main.cf": "smtp_tls_security_level = May\n" }],
  [
    "PF4075",
    "a table of passwords",
    { "main.cf": "smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/p\n", p: "x y\n" },
  ],
  [
    "PF4076",
    "the same",
    { "main.cf": "smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/p\n", p: "x y\n" },
  ],
  ["PF4080", "no limit", { "main.cf": "mailbox_size_limit = 0\nmessage_size_limit = 100000000\n" }],
  ["PF4080", "virtual(8) without a domain", { "main.cf": "message_size_limit = 100000000\nmailbox_size_limit = 0\n" }],
];

describe("the static checks of a Postfix directory", () => {
  it("have for every code a fixture that raises it, and one that looks like it and does not", () => {
    const all = Object.keys(pfCodes).sort();
    // By the rights of a file, which are no part of its text: a test of its own below.
    const byRights = ["PF4006", "PF4072"];
    const raised = diagnosticPages("PF").filter(({ code, examples }) =>
      examples.some(({ output }) => output.includes(` ${code} `)),
    );
    expect([...new Set([...raised.map(({ code }) => code), ...byRights])].sort()).toEqual(all);
    expect([...new Set([...clean.map(([code]) => code), ...byRights])].sort()).toEqual(all);
  });

  it("say of a main.cf or master.cf that it cannot be read", () => {
    const memory = filesInMemory({ "/etc/postfix/main.cf": "", "/etc/postfix/master.cf": "" });
    const locked = {
      ...memory,
      read: (path: string): ReturnType<PostfixFiles["read"]> =>
        path.endsWith("master.cf")
          ? { ok: false, path: "master.cf", failure: { kind: "unreadable", reason: "permission denied" } }
          : memory.read(path),
    };
    const { diagnostics } = readPostfixDirectory(locked, { version: "3.7", host: { hostname: "mail.example.com" } });
    expect(diagnostics).toMatchObject([{ code: "PF4006", message: "master.cf cannot be read: permission denied" }]);
  });

  it("find what earlier tables and rules leave nothing of", () => {
    const shadowed = (files: Files) => findings(files).filter(({ code }) => code === "PF4025");
    expect(shadowed({ "main.cf": "canonical_maps = static:x, inline:{a=b}\n" })).toHaveLength(1);
    expect(
      shadowed({ "main.cf": "canonical_maps = inline:{a=b}, hash:/etc/postfix/t\n", t: "c d\nA x\n" }),
    ).toMatchObject([{ at: { file: "t", line: 2 } }]);
    expect(shadowed({ "main.cf": "header_checks = pcre:/etc/postfix/h\n", h: "/./ OK\n/x/ REJECT\n" })).toMatchObject([
      { at: { file: "h", line: 2 }, related: [{ at: { line: 1 } }] },
    ]);
  });

  it.each(clean)("do not say %s of %s", (code, _, files) => {
    expect(codes(findings(files))).not.toContain(code);
  });

  it("find a circle of aliases at its row", () => {
    const found = findings({
      "main.cf": "alias_maps = hash:/etc/postfix/aliases\n",
      aliases: '# people\nzoe: "|/bin/x"\nanna: bob\nbob: carol,\n  dave\ncarol: Anna@mail.example.com\n',
    });
    expect(found.find((one) => one.code === "PF4060")).toMatchObject({
      at: { file: "aliases", line: 3 },
      message: expect.stringContaining("anna -> bob -> carol -> anna"),
      related: [{ at: { line: 4 } }, { at: { line: 6 } }],
    });
  });

  it("find a route of a table to a service that is not there, at its row", () => {
    const found = findings({
      "main.cf": "transport_maps = hash:/etc/postfix/transport\n",
      transport: "a.example smtp:[h]\nb.example fax:\n",
      "master.cf": "fox unix - n n - 1 pipe user=fax argv=/bin/fax\nsmtp unix - - n - - smtp\n",
    });
    const at = { file: "transport", line: 2 };
    expect(found.find((one) => one.code === "PF4031" && one.at?.file === "transport")).toMatchObject({ at });
  });

  it("miss the file that says how to ask a server", () => {
    const main = { "main.cf": "virtual_alias_maps = ldap:/etc/postfix/people.cf\n" };
    expect(codes(findings(main))).toContain("PF4020");
    expect(codes(findings({ ...main, "people.cf": "server_host = x\n" }))).not.toContain("PF4020");
  });

  it("look at the rights of files with secrets, and say nothing where they are kept", () => {
    const files = {
      "main.cf": "smtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/etc/postfix/p\n",
      p: "[x.example] joe:secret\n",
    };
    expect(codes(findings(files, { "/etc/postfix/p": 0o644 }))).toContain("PF4072");
    expect(codes(findings(files, { "/etc/postfix/p": 0o640 }))).not.toContain("PF4072");
  });

  it("warn only of files outside of the directory when it is not known whose they are", () => {
    const files = { "main.cf": "alias_maps = hash:/etc/mail/aliases\nrelay_domains = /srv/domains\n" };
    const severities = (knowsHost: boolean) =>
      findings(files, {}, knowsHost)
        .filter(({ code }) => code === "PF4020" || code === "PF4030")
        .map(({ severity }) => severity);
    expect(severities(true)).toEqual(["error", "error"]);
    expect(severities(false)).toEqual(["warning", "warning"]);
  });

  it("ask every smtpd of master.cf with its own settings", () => {
    const found = findings({
      "main.cf": "compatibility_level = 3.6\n",
      "master.cf":
        "smtp inet n - n - - smtpd\n2525 inet n - n - - smtpd\n  -o smtpd_relay_restrictions=permit\n" +
        "127.0.0.1:10025 inet n - n - - smtpd -o smtpd_relay_restrictions=permit,reject\n",
    }).filter(({ code }) => code === "PF4050");
    expect(found).toMatchObject([
      { at: { file: "master.cf", line: 2 }, message: expect.stringContaining("2525/inet") },
    ]);
  });
});
