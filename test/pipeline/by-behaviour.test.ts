import { describe, expect, test } from "vitest";
import { convert } from "../../src/pipeline/convert.ts";
import { openSite } from "../../src/source/site.ts";
import { scratchTree } from "../support/scratch.ts";

/** A small sendmail.cf of no library: `rules` stand in ruleset 0 before those that send mail out and deliver it. */
function cf(rules: readonly string[], more: readonly string[] = []): string {
  return [
    "V10",
    "Djmx.farm.example",
    "Cwmx.farm.example farm.example",
    "C{Stores}barn.example shed.example",
    "O OperatorChars=.:%@!^/[]+",
    ...more.filter((line) => /^[DCFKO]/.test(line)),
    "S3",
    "R$* < $* > $*\t$2",
    "R$* $+ @ $+ \t$: $1 $2 < @ $3 >",
    "R$* < @ $+ . >\t$1 < @ $2 >",
    "S4",
    "R$* < @ $+ >\t$1 @ $2",
    "S0",
    ...rules,
    "R$+ < @ $=w >\t$#local $: $1",
    "R$+ < @ $+ >\t$#esmtp $@ $2 $: $1 < @ $2 >",
    "R$+\t$#local $: $1",
    ...more.filter((line) => /^[SR]/.test(line)),
    "Mlocal, P=/usr/bin/mail.local, F=lsDFMAw5:/|@q, S=0, R=0, A=mail.local -d $u",
    "Mprog, P=/bin/sh, F=lsDFM, S=0, R=0, A=sh -c $u",
    "Mesmtp, P=[IPC], F=mDFMuXa, S=0, R=0, E=\\r\\n, A=TCP $h",
    "Mfax, P=/usr/bin/fax, F=DFMu, S=0, R=0, A=fax -d $u",
    ...more.filter((line) => line.startsWith("M")),
    "",
  ].join("\n");
}

interface Converted {
  /** Rows of a table without comments; empty when there is no such table. */
  rows(name: string): readonly string[];
  main(parameter: string): string | undefined;
  ended(text: string): string | undefined;
  note(text: string): string;
}

async function converted(text: string, files: Readonly<Record<string, string>> = {}): Promise<Converted> {
  const root = scratchTree({
    "etc/hostname": "mx.farm.example\n",
    "etc/passwd": "anna:x:501:100::/home/anna:/bin/sh\nben:x:502:100::/home/ben:/bin/sh\n",
    ...files,
  });
  const written = new Map<string, string>();
  const main = { kind: "cf", shown: "sendmail.cf", located: "sendmail.cf" } as const;
  const result = await convert(
    {
      source: { site: openSite(root), main, others: [], submission: undefined, readsThisMachine: false },
      file: { path: "sendmail.cf", text },
      facts: new Map(),
      mapType: "hash",
      postfixVersion: "3.7",
      mailbox: undefined,
      findings: {},
    },
    { write: (path, _mode, chunks) => void written.set(path, [...chunks].join("")) },
  );
  const directive = (start: string) => result.directives.find((one) => one.text.startsWith(start));
  return {
    rows: (name) => (written.get(name) ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#")),
    main: (parameter) => new RegExp(`^${parameter} = (.*)$`, "m").exec(written.get("main.cf") ?? "")?.[1],
    ended: (start) => directive(start)?.disposition,
    note: (start) => directive(start)?.note ?? "",
  };
}

describe("where hand-written rules send mail", () => {
  test("a fixed host for a class of domains becomes a route for each", async () => {
    const site = await converted(cf(["R$* < @ $={Stores} >\t$#esmtp $@ [10.0.0.9] $: $1 < @ $2 >"]));
    expect(site.rows("transport_rules")).toEqual(["barn.example smtp:[10.0.0.9]", "shed.example smtp:[10.0.0.9]"]);
    expect(site.ended("R$* < @ $={Stores} >")).toBe("exact");
    expect(site.note("R$* < @ $={Stores} >")).toContain("smtp [10.0.0.9]");
  });

  test("any host below a domain is a parent entry, one label alone a pattern", async () => {
    const any = await converted(
      cf(["R$+ < @ $+ . hill . example >\t$#esmtp $@ gw.hill.example $: $1 < @ $2.hill.example >"]),
    );
    expect(any.rows("transport_rules")).toEqual([".hill.example smtp:gw.hill.example"]);
    const one = await converted(
      cf(["R$+ < @ $- . hill . example >\t$#esmtp $@ gw.hill.example $: $1 < @ $2.hill.example >"]),
    );
    expect(one.rows("transport_rules.pcre")).toEqual(["/^(.+)@([^@.]+)\\.hill\\.example$/ smtp:gw.hill.example"]);
  });

  test("this host's own names and other whole names stand before the names below an ending", async () => {
    const rules = [
      "R$+ < @ $=w >\t$#local $: $1",
      "R$+ < @ well . farm . example >\t$#fax $@ well $: $1",
      "R$+ < @ $- . farm . example >\t$#esmtp $@ gw.hill.example $: $1 < @ $2.farm.example >",
    ];
    const own = "/^(.+)@(mx\\.farm\\.example|mx|farm\\.example|localhost|localhost\\.farm\\.example)$/ :";
    const expected = [
      own,
      "/^(.+)@well\\.farm\\.example$/ fax:well",
      "/^(.+)@([^@.]+)\\.farm\\.example$/ smtp:gw.hill.example",
    ];
    const text = cf(rules);
    expect((await converted(text)).rows("transport_rules.pcre")).toEqual(expected);
    // Without F=w the old program itself did not know who has an account here.
    const unasked = await converted(text.replace("F=lsDFMAw5", "F=lsDFMA5"));
    expect(unasked.rows("transport_rules.pcre")).toEqual(expected);
  });

  test("what Postfix does by itself is not written", async () => {
    const site = await converted(cf(["R$* < @ lake . example >\t$#esmtp $@ lake.example $: $1 < @ lake.example >"]));
    expect(site.rows("transport_rules")).toEqual([]);
    expect(site.ended("R$* < @ lake . example >")).toBe("default");
  });

  test("rows of a table that a rule asks become aliases of local users, with an extension only where the rules say so", async () => {
    const rules = [
      "R$- < @ $=w >\t$: < $(moved $1 $: HERE $) > $1 < @ $2 >",
      "R< HERE > $*\t$: $1",
      "R< $+ @ $+ > $*\t$#esmtp $@ $2 $: $1 < @ $2 >",
    ];
    const moved = { "etc/moved": "carl\tcarl@new.example\n" };
    const site = await converted(cf(rules, ["Kmoved hash -o /etc/moved"]), moved);
    expect(site.rows("virtual_rules.pcre")).toEqual([
      "/^carl@(mx\\.farm\\.example|mx|farm\\.example|localhost|localhost\\.farm\\.example)$/ carl@new.example",
    ]);
    expect(site.ended("Kmoved")).toBe("exact");
  });

  test("a refusal keeps its words", async () => {
    const site = await converted(cf(['R$* < @ sold . example >\t$#error $@ 5.1.2 $: "550 That farm was sold"']));
    expect(site.rows("transport_rules")).toEqual(["sold.example error:5.1.2 That farm was sold"]);
  });

  test("a refusal keeps a code that the error transport does not have", async () => {
    const site = await converted(cf(['Rold < @ $=w >\t$#error $@ 5.1.6 $: "551 Ask anna"']));
    const refused = [...site.rows("recipient_refused"), ...site.rows("recipient_refused.pcre")];
    expect(refused.filter((row) => row.includes("farm")).every((row) => row.endsWith("551 5.1.6 Ask anna"))).toBe(true);
    expect(refused).not.toEqual([]);
  });

  test("a program is told the user that the rules left", async () => {
    const site = await converted(cf(["R$+ < @ fax . farm . example >\t$#fax $@ line1 $: $1"]));
    expect(site.rows("transport_rules")).toEqual(["fax.farm.example fax:line1"]);
    expect(site.rows("master.cf").join("\n")).toContain("argv=/usr/bin/fax -d ${mailbox}");
  });

  test("a program that is told an address of this host gets the mail of its own domain alone", async () => {
    const rules = ["R$+ < @ fax . farm . example >\t$#fax $@ line1 $: $1"];
    const site = await converted(
      cf(rules, ["S31", "R$+\t$: $1 < @ mx.farm.example >"]).replace("F=DFMu, S=0, R=0", "F=DFMu, S=0, R=31"),
    );
    expect(site.rows("transport_rules")).toEqual(["fax.farm.example fax:line1"]);
  });

  test("an alias whose member a rule sends elsewhere is written with the address that it stands for", async () => {
    const rules = ["Rdesk + $+ < @ $=w >\t$#esmtp $@ [10.0.0.7] $: desk + $1 < @ desk.farm.example >"];
    const site = await converted(cf(rules, ["O AliasFile=/etc/aliases"]), {
      "etc/aliases": "help: desk+new@farm.example\n",
    });
    expect(site.rows("alias_rules")).toEqual([]);
    expect(site.rows("aliases")).toEqual(["help: desk+new@desk.farm.example"]);
  });

  test("a host without a domain that no rule knows is refused", async () => {
    const site = await converted(cf(["R$+ < @ $=w >\t$#local $: $1", "R$+ < @ $- >\t$#error $: 550 Unknown host"]));
    expect(site.rows("transport_rules.pcre").at(-1)).toMatch(/^\/\^\(\.\+\)@\(\[\^@\.\]\+\)\$\/ error:.*Unknown host/);
  });

  test("a user in an open domain may be one of this host, when only its own domains come so far", async () => {
    const site = await converted(
      cf([
        "R$+ < @ $=w >\t$: < $1 > < @ $2 >",
        "R< clerk > < @ $+ >\t$#local $: anna",
        "R< $+ > < @ $+ >\t$: $1 < @ $2 >",
      ]),
    );
    const rows = ["virtual_rules", "virtual_rules.pcre"].flatMap((name) => site.rows(name));
    expect(rows.filter((row) => /^.{0,2}clerk@.*farm.* anna$/.test(row))).not.toEqual([]);
  });

  test("user%domain of hand-written rules is the user at the domain", async () => {
    const site = await converted(cf(["R$* % $* < @ $=w >\t$@ $>0 $>3 $1 @ $2"]));
    expect(site.main("allow_percent_hack")).toBeUndefined();
    expect((await converted(cf([]))).main("allow_percent_hack")).toBe("no");
  });

  test("a domain of this host is not taken along by a pattern around it", async () => {
    const site = await converted(
      cf(["R$+ < @ $+ . farm . example >\t$#esmtp $@ [10.0.0.8] $: $1 < @ $2.farm.example >"]),
    );
    expect(site.rows("transport_rules")).toContain(".farm.example smtp:[10.0.0.8]");
    expect(site.ended("R$+ < @ $+ . farm . example >")).toBe("exact");
  });
});

describe("what hand-written check rulesets decide", () => {
  const check = ["Scheck_mail", "R$*\t$: $>3 $1"];

  test("a refused sender domain, and a regular expression", async () => {
    const site = await converted(
      cf(
        [],
        [
          "Kdigits regex -a@BAD ^[0-9]+@",
          ...check,
          'R$+ < @ $={Stores} >\t$#error $@ 5.7.1 $: "554 Enough"',
          "R$+ < @ $+ >\t$: $(digits $1@$2 $: OK $)",
          'R$* @BAD\t$#error $@ 5.7.1 $: "550 No numbers"',
        ],
      ),
    );
    expect(site.rows("sender_rules.pcre")).toContain("/^(.+)@barn\\.example$/ 554 5.7.1 Enough");
    expect(site.rows("sender_rules.regexp")).toEqual(["/^[0-9]+@/ 550 5.7.1 No numbers"]);
  });

  test("a regular expression that is asked with a part of the sender", async () => {
    const rules = [
      "R$+ < @ $+ >\t$: < $(hosts @$2. $: OK $) > $1 < @ $2 >",
      'R< BAD > $*\t$#error $@ 5.7.1 $: "550 No"',
    ];
    const site = await converted(cf([], ["Khosts regex -aBAD @[a-z]+[0-9]{3,}\\.", ...check, ...rules]));
    expect(site.rows("sender_rules.regexp")).toEqual(["/@[a-z]+[0-9]{3,}\\./ 550 5.7.1 No"]);
  });

  test("a regular expression that is asked with the name of the client", async () => {
    const rules = ["R$* $| $*\t$: $(dynamic $1 $)", 'R@DYN\t$#error $@ 5.7.1 $: "550 Use your provider"'];
    const site = await converted(cf([], ["Kdynamic regex -a@DYN (dsl|cable)[-.0-9]", "Scheck_relay", ...rules]));
    expect(site.rows("client_rules.regexp")).toEqual(["/(dsl|cable)[-.0-9]/ 550 5.7.1 Use your provider"]);
  });

  test("what stands in front of the separator is no part of the address", async () => {
    const rules = ["R$*\t$: $1 $| $>3 $1", 'R$* $| ben < @ $+ >\t$#error $@ 5.1.1 $: "550 Ben is private"'];
    const site = await converted(cf([], ["Scheck_rcpt", ...rules]));
    expect(site.rows("recipient_rules.pcre")).toContain("/^ben@([^@]+)$/ 550 5.1.1 Ben is private");
  });

  test("clients by name and by network stand in one table of a restriction class", async () => {
    const rules = ["R$+ < @ farm . example >\t$: < $&{client_addr} > < $&{client_name} >", "R< 10.1. $* > $*\t$@ OK"];
    const last = ["R< $* > < $={Inside} >\t$@ OK", 'R< $* > $*\t$#error $@ 5.7.1 $: "550 Not from outside"'];
    const site = await converted(cf([], ["C{Inside}pc1.farm.example", ...check, ...rules, ...last]));
    expect(site.rows("by_client_1")).toEqual([
      "/^pc1\\.farm\\.example$/ DUNNO",
      "/^10\\.1\\./ DUNNO",
      "/^[0-9.]+$|:/ 550 5.7.1 Not from outside",
    ]);
  });

  test("the host itself is a client that a rule may name, although its name has no dot", async () => {
    const rules = ["R$+ < @ farm . example >\t$: < OURS > $&{client_name}", "R< OURS > localhost\t$@ OK"];
    const last = 'R< OURS > $*\t$#error $@ 5.7.1 $: "550 Not from outside"';
    const site = await converted(cf([], [...check, ...rules, last]));
    expect(site.rows("by_client_1")).toContain("/^localhost$/ DUNNO");
  });

  test("a refusal for all but some clients is a restriction class", async () => {
    const site = await converted(
      cf(
        [],
        [
          ...check,
          "R$+ < @ farm . example >\t$: < OURS > $&{client_addr}",
          "R< OURS > 10.1. $*\t$@ OK",
          'R< OURS > $*\t$#error $@ 5.7.1 $: "550 Not from outside"',
        ],
      ),
    );
    expect(site.main("smtpd_restriction_classes")).toBe("by_client_1");
    expect(site.rows("by_client_1")).toContain("10.1.0.0/16 DUNNO");
    expect(site.rows("by_client_1")).toContain("0.0.0.0/0 550 5.7.1 Not from outside");
    expect(site.rows("sender_rules.pcre")).toEqual(["/^(.+)@farm\\.example$/ by_client_1"]);
  });
});

describe("how hand-written rules show senders", () => {
  test("in the sender's canonical table where every mailer does, kept from going on", async () => {
    const site = await converted(cf([], ["S1", "Rrobot < @ $* >\t$@ noreply < @ farm.example >"]));
    expect(site.rows("sender_shown.pcre")).toEqual(["/^robot@([^@]+)$/ noreply@farm.example"]);
  });

  test("all names of this host under one of them; in recipients of headers for its users alone", async () => {
    const site = await converted(
      cf([], ["S1", "R$+ < @ $=w >\t$@ $1 < @ farm.example >", "S2", "R$+ < @ $=w >\t$@ $1 < @ farm.example >"]),
    );
    expect(site.rows("sender_shown")).toContain("@mx.farm.example @farm.example");
    const recipients = [...site.rows("recipient_shown"), ...site.rows("recipient_shown.pcre")];
    expect(recipients).toContain("anna@mx.farm.example anna@farm.example");
    expect(recipients.every((row) => /^(anna|ben)@/.test(row))).toBe(true);
  });

  test("what only a program is shown is not said to the SMTP client", async () => {
    const rules = ["R$+ < @ pen . example >\t$#fax $@ pen $: $1 < @ pen.example >"];
    const site = await converted(
      cf(rules, ["S9", "R$+\t$: mx!$1"]).replace("P=/usr/bin/fax, F=DFMu, S=0", "P=/usr/bin/fax, F=DFMu, S=9"),
    );
    expect(site.main("smtp_generic_maps") ?? "").not.toMatch(/generic_rules/);
  });
});

describe("the account of hand-written rules", () => {
  test("rules that nothing runs are obsolete; rules that no address fires wait for a person", async () => {
    const site = await converted(cf(["R$* ~ $* | $*\t$#local $: anna"], ["S77", "R$+\t$#local $: ben"]));
    expect(site.ended("R$+\t$#local $: ben")).toBe("obsolete");
    expect(site.ended("R$* ~ $* | $*")).toBe("manual");
  });

  test("rules for header fields wait for a person, with values that they refuse", async () => {
    const site = await converted(
      cf(["HSubject: $>Check", "R$* ~ $*\t$1"], ["SCheck", 'Rlove letter $*\t$#error $: "553 No"']),
    );
    expect(site.ended("Rlove letter $*")).toBe("manual");
    expect(site.note("Rlove letter $*")).toContain("Subject: love letter: refuse 553 5.0.0 No");
  });

  test("what a map that is not there would say is left to a person", async () => {
    const rule = "R$+ < @ barn.example >\t$#fax $@ $(lost $1 $: here $) $: $1";
    const site = await converted(cf([rule]));
    expect(site.rows("transport_rules")).toEqual([]);
    expect(site.ended(rule)).toBe("manual");
  });

  test("what differs is named with the address that shows it", async () => {
    const site = await converted(cf(["Rbox < @ $=w >\t$#esmtp $@ [10.0.0.5] $: box < @ farm.example > unlike $1"]));
    expect(site.note("Rbox < @ $=w >")).toMatch(/in Postfix/);
  });
});
