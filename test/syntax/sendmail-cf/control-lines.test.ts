import { describe, expect, it } from "vitest";
import type { Directive } from "../../../src/syntax/sendmail-cf/ast.ts";
import { directivesOf } from "../../support/cf.ts";

/** The only directive of a text, without places. */
function only(text: string): Record<string, unknown> {
  const [directive, ...others] = directivesOf(text);
  expect(others).toEqual([]);
  return withoutPlaces(directive);
}

function last(text: string): Record<string, unknown> {
  return withoutPlaces(directivesOf(text).at(-1));
}

function withoutPlaces(directive: Directive | undefined): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(directive, (key, value: unknown) => (["span", "nameSpan", "raw"].includes(key) ? undefined : value)),
  );
}

describe("control lines", () => {
  it.each([
    ["V10/Berkeley", { kind: "version", level: 10, vendor: "Berkeley" }],
    ["V 8", { kind: "version", level: 8 }],
    ["V7/Sun", { kind: "version", level: 7, vendor: "Sun" }],
    ["T root daemon", { kind: "trusted", users: [{ text: "root" }, { text: "daemon" }] }],
    ["Troot", { kind: "trusted", users: [{ text: "root" }] }],
    ["Pspecial-delivery=100", { kind: "precedence", name: "special-delivery", value: 100 }],
    ["Pbulk=-60", { kind: "precedence", name: "bulk", value: -60 }],
    ["Pjunk=much", { kind: "precedence", name: "junk" }],
    ["EPATH=/bin:/usr/bin", { kind: "environment", name: "PATH", value: "/bin:/usr/bin" }],
    ["ETZ", { kind: "environment", name: "TZ" }],
    ["ETZ=", { kind: "environment", name: "TZ", value: "" }],
    ["Lanything", { kind: "licence", text: "anything" }],
    ["S3", { kind: "ruleset", number: 3 }],
    ["S 3 old comment", { kind: "ruleset", number: 3 }],
    ["Scanonify=3", { kind: "ruleset", name: "canonify", number: 3 }],
    ["SLocal_check_mail", { kind: "ruleset", name: "Local_check_mail" }],
    ["Sname = 98 # why", { kind: "ruleset", name: "name", number: 98 }],
  ])("reads %s", (text, expected) => {
    expect(only(text)).toEqual(expected);
  });

  it.each([
    ["DMexample.com", "M", "example.com"],
    ["D{MTAHost}[127.0.0.1]", "MTAHost", "[127.0.0.1]"],
    ["D{x}one letter", "x", "one letter"],
    ["DM", "M", ""],
    ["DX two  words ", "X", " two  words"],
  ])("reads the macro %s", (text, name, value) => {
    expect(only(text)).toMatchObject({ kind: "macro", name, value: { text: value } });
  });

  it("gives the value of a macro as sendmail stores it: quotes and backslashes undone", () => {
    expect(only('DX"a b" \\"c\\" $j \\n')).toMatchObject({
      template: [{ kind: "text", text: 'a b "c" ' }, { kind: "macro", name: "j", deferred: false }, { text: " \n" }],
    });
  });

  it("nests conditionals, and lets a second $| turn back to the first branch", () => {
    expect(only("Dq$?x $?{y} a $| b $. $| c $| d$. e")).toMatchObject({
      template: [
        {
          kind: "conditional",
          macro: "x",
          whenSet: [
            { kind: "text", text: " " },
            {
              kind: "conditional",
              macro: "y",
              whenSet: [{ kind: "text", text: " a " }],
              otherwise: [{ kind: "text", text: " b " }],
            },
            { kind: "text", text: " " },
            { kind: "text", text: " d" },
          ],
          otherwise: [{ kind: "text", text: " c " }],
        },
        { kind: "text", text: " e" },
      ],
    });
  });

  it("does not miss the $. that is missing", () => {
    expect(only("DX$?a b")).toMatchObject({ template: [{ kind: "conditional", whenSet: [{ text: " b" }] }] });
  });

  it.each([
    ["Cw one two", "w", ["one", "two"]],
    ["Cwone", "w", ["one"]],
    ["C{VirtHost}a.example b.example", "VirtHost", ["a.example", "b.example"]],
    ["C..", ".", ["."]],
    ["C[[", "[", ["["]],
    ["CY three $=X $j", "Y", ["three", "$=X", "$j"]],
    ["CG", "G", []],
  ])("reads the class %s", (text, name, members) => {
    expect(only(text)).toMatchObject({ kind: "class", name, members: members.map((member) => ({ text: member })) });
  });

  it.each([
    ["Fw/etc/mail/local-host-names", { kind: "file", path: "/etc/mail/local-host-names" }, false],
    ["Fw-o /etc/mail/names %[^\\#]", { kind: "file", path: "/etc/mail/names", format: "%[^#]" }, true],
    ["F{VirtHost}-o /etc/x", { kind: "file", path: "/etc/x" }, true],
    ["Fw-optional /etc/x", { kind: "file", path: "/etc/x" }, true],
    ['Fw "/etc/a b"', { kind: "file", path: "/etc/a b" }, false],
    ["Fw /etc/a\\ b %s", { kind: "file", path: "/etc/a b", format: "%s" }, false],
    ["Fw/etc/x\t%s", { kind: "file", path: "/etc/x\t%s" }, false],
    ["F{users}|/usr/bin/ypcat passwd", { kind: "program", command: "/usr/bin/ypcat passwd" }, false],
    ["Fw@LDAP", { kind: "map", key: "", mapClass: "ldap", spec: "" }, false],
    ["FRhosts@hash:/etc/mail/x", { kind: "map", key: "hosts", mapClass: "hash", spec: "/etc/mail/x" }, false],
    ["FRa b@nis:c:d", { kind: "map", key: "a b", mapClass: "nis", spec: "c:d" }, false],
    ["FR/etc/x@hash:y", { kind: "file", path: "/etc/x@hash:y" }, false],
  ])("reads the class file %s", (text, source, optional) => {
    expect(last(`V10\n${text}`)).toMatchObject({ kind: "class-file", optional, source });
  });

  it("reads a mailer with all its fields", () => {
    const mailer = only(
      'Mlocal, P=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9, S=EnvFromL/HdrFromL, R=10, E=\\r\\n, T=DNS/RFC822/X-Unix, U=mail:mail, D=$z:/, Argv=procmail "-t, -Y" -a \\, $h -d $u',
    );
    expect(mailer).toMatchObject({ kind: "mailer", name: "local" });
    expect(
      (mailer.equates as { field: string; written: string; munched: string; value: { text: string } }[]).map(
        ({ field, written, munched }) => [field, written, munched],
      ),
    ).toEqual([
      ["P", "P", "/usr/bin/procmail"],
      ["F", "F", "lsDFMAw5:/|@qSPfhn9"],
      ["S", "S", "EnvFromL/HdrFromL"],
      ["R", "R", "10"],
      ["E", "E", "\r\n"],
      ["T", "T", "DNS/RFC822/X-Unix"],
      ["U", "U", "mail:mail"],
      ["D", "D", "$z:/"],
      ["A", "Argv", "procmail -t, -Y -a , $h -d $u"],
    ]);
  });

  it("reads filters and queue groups as mailers are read", () => {
    expect(only("Xclamav, S=local:/run/clamav.sock, F=T, T=S:4m;R:4m")).toMatchObject({
      kind: "milter",
      name: "clamav",
      equates: [
        { field: "S", value: { text: "local:/run/clamav.sock" } },
        { field: "F", value: { text: "T" } },
        { field: "T", value: { text: "S:4m;R:4m" } },
      ],
    });
    expect(only("Qlist P=/var/spool/mqueue/list, R=5")).toMatchObject({
      kind: "queue-group",
      name: "list",
      equates: [{ field: "P" }, { field: "R" }],
    });
  });

  it.each([
    ["H?P?Return-Path: <$g>", { flags: "P", name: "Return-Path" }],
    ["HReceived: from $s", { name: "Received" }],
    ["H?${client_name}?X-Client: $&{client_name}", { conditionMacro: "client_name", name: "X-Client" }],
    ["H?$r?X-Protocol: $r", { conditionMacro: "r", name: "X-Protocol" }],
    ["HSubject : $>CheckSubject", { name: "Subject", check: { ruleset: "CheckSubject", keepComments: false } }],
    ["HMessage-Id: $>+CheckId", { name: "Message-Id", check: { ruleset: "CheckId", keepComments: true } }],
    ["H*: $>CheckAll", { name: "*", check: { ruleset: "CheckAll", keepComments: false } }],
  ])("reads the header %s", (text, expected) => {
    expect(only(text)).toMatchObject({ kind: "header", ...expected });
  });

  it("keeps the lines of a folded header value", () => {
    expect(only("HReceived: $?sfrom $s $.by $j\n\t($v/$Z)$?r with $r$.\n\tid $i;\n\t$b")).toMatchObject({
      value: { text: "$?sfrom $s $.by $j\n\t($v/$Z)$?r with $r$.\n\tid $i;\n\t$b" },
    });
  });

  it.each([
    ["OA/etc/aliases", { form: "short", name: "A", value: { text: "/etc/aliases" } }],
    ["Oo", { form: "short", name: "o", value: { text: "" } }],
    ["O7False", { form: "short", name: "7", value: { text: "False" } }],
    ["O AliasFile=/etc/aliases", { form: "long", name: "AliasFile", value: { text: "/etc/aliases" } }],
    ["O Timeout.queuereturn  =  5d", { form: "long", name: "Timeout.queuereturn", value: { text: "5d" } }],
    ["O  MeToo=1", { form: "long", name: " MeToo", value: { text: "1" } }],
    ["O MeToo", { form: "long", name: "MeToo" }],
    ["O HelpFile=", { form: "long", name: "HelpFile", value: { text: "" } }],
    ["O\tMeToo", { form: "short", name: "\t", value: { text: "MeToo" } }],
  ])("reads the option %j", (text, expected) => {
    expect(only(text)).toEqual({ kind: "option", ...expected });
  });

  it.each([
    ["Kvirtuser hash -o /etc/mail/virtusertable", "virtuser", "hash", [["o", ""]], ["/etc/mail/virtusertable"]],
    [
      "Kaccess hash -T<TMPF> -a<OK> /etc/mail/access",
      "access",
      "hash",
      [
        ["T", "<TMPF>"],
        ["a", "<OK>"],
      ],
      ["/etc/mail/access"],
    ],
    [
      "Kt text -k 0 -v1 -z: /etc/t",
      "t",
      "text",
      [
        ["k", "0"],
        ["v", "1"],
        ["z", ":"],
      ],
      ["/etc/t"],
    ],
    [
      'Kldap ldap -1 -h "a b" -k(x=%0) -v mail',
      "ldap",
      "ldap",
      [
        ["1", ""],
        ["h", "a b"],
        ["k", "(x=%0)"],
        ["v", "mail"],
      ],
      [],
    ],
    [
      "Kr regex -s1,2 -a@M ^(a|b) c$$",
      "r",
      "regex",
      [
        ["s", "1,2"],
        ["a", "@M"],
      ],
      ["^(a|b)", "c$$"],
    ],
    ["Kseq sequence a b c", "seq", "sequence", [], ["a", "b", "c"]],
    ["Kdequote dequote", "dequote", "dequote", [], []],
    ["K a.b_c,hash:/etc/x", "a.b_c", "hash", [], ["/etc/x"]],
  ])("reads the map %s", (text, name, mapClass, flags, args) => {
    expect(only(text)).toMatchObject({
      kind: "map",
      name,
      mapClass,
      flags: flags.map(([letter, value]) => ({ letter, value })),
      args: args.map((arg) => ({ text: arg })),
    });
  });
});

describe("rules", () => {
  const rule = (text: string): Record<string, unknown> => last(`V10\nS0\n${text}`);

  it("parts the sides at tabs, not at blanks, and takes the third part for a comment", () => {
    expect(rule("R$* < @ $=w > $*\t\t$: $1 < @ $2 > \tlocal ones\there")).toMatchObject({
      kind: "rule",
      lhs: { text: "$* < @ $=w > $*" },
      rhs: { text: "$: $1 < @ $2 > " },
      comment: { text: "local ones\there" },
    });
  });

  it("names every metasymbol", () => {
    const { lhsTokens, rhsTokens } = rule(
      "R$*$+$-$@$=w$~{Virt Host}$&{x}$&y$j${z}$$ a\t$@$:$>3$> sub$>+sub$#local$(map $1$)$[$2$]$?x$|$.$x",
    ) as { lhsTokens: { kind: string; name?: string }[]; rhsTokens: { kind: string; name?: string }[] };
    expect(lhsTokens.map(({ kind, name }) => (name === undefined ? kind : `${kind} ${name}`))).toEqual([
      "any",
      "some",
      "one",
      "zero",
      "class w",
      "not-class VirtHost",
      "deferred-macro x",
      "deferred-macro y",
      "macro j",
      "macro z",
      "dollar",
      "blank",
      "text",
    ]);
    expect(rhsTokens.map(({ kind, name }) => (name === undefined ? kind : `${kind} ${name}`))).toEqual([
      "zero",
      "colon",
      "call 3",
      "call sub",
      "call sub",
      "mailer",
      "text",
      "map-begin",
      "text",
      "blank",
      "positional 1",
      "map-end",
      "host-begin",
      "positional 2",
      "host-end",
      "conditional-if x",
      "conditional-else",
      "conditional-end",
      "macro x",
    ]);
  });

  it("is no rule when only blanks follow the left side: sendmail drops them first", () => {
    expect(rule("R$*\t \t")).toMatchObject({ kind: "broken" });
  });
});
