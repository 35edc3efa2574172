import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { translated } from "../support/small-cf.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function siteWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "agents-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const prog = "Mprog, P=/bin/sh, F=lsDFMoqeu9, D=$z:/, A=sh -c $u";
const local = "Mlocal, P=/usr/libexec/mail.local, F=lsDFMAw5:/|@qrmn9, A=mail.local -d $u";

describe("programs", () => {
  test("a fax program runs under an account of its own, once for each recipient", () => {
    const small = translated([
      "V10",
      "Mfax, P=/usr/local/bin/faxmail, F=DFMhu, S=14, R=24, M=100000, A=faxmail -d $u@$h $f",
    ]);
    expect(small.service("fax")).toBe(
      "pipe flags=Fq user=fax size=100000 argv=/usr/local/bin/faxmail -d ${user}@${nexthop} ${sender}",
    );
    expect(small.main("fax_destination_recipient_limit")).toBe("1");
    expect(small.ended(2)).toBe("exact");
  });

  test("procmail for a rule file gets its arguments in the old order", () => {
    const small = translated(["V10", "Mprocmail, P=/usr/bin/procmail, F=DFMSPhnu9, A=procmail -Y -m $h $f $u"]);
    expect(small.service("procmail")).toBe(
      "pipe flags=Rq user=nobody argv=/usr/bin/procmail -Y -m ${nexthop} ${sender} ${recipient}",
    );
  });

  test("a program that ran as root is given another account, and that is a finding", () => {
    const small = translated(["V10", "Mown, P=/opt/own, F=lSsu, U=root, A=own $u"]);
    expect(small.service("own")).toContain("user=nobody");
    expect(small.translation.diagnostics.map((one) => one.code)).toContain("TR3175");
    expect(small.ended(2)).toBe("approximate");
  });

  test("an account that is a number gets the name that the old host's passwd gives it", () => {
    const root = siteWith({ "etc/passwd": "batch:x:401:20::/:/bin/false\n", "etc/group": "mailers:x:20:\n" });
    const small = translated(["V10", "Mown, P=/opt/own, F=lsu, U=401:20, A=own $u"], { root });
    expect(small.service("own")).toContain("user=batch:mailers");
  });

  test("uucp asks for its own account and takes several recipients only with F=m", () => {
    const old = translated(["V8", "Muucp-old, P=/usr/bin/uux, F=DFMhuUd, A=uux - -r -a$g -gC $h!rmail ($u)"]);
    expect(old.service("uucp-old")).toBe(
      "pipe flags=Fq user=uucp argv=/usr/bin/uux - -r -a${sender} -gC ${nexthop}!rmail (${recipient})",
    );
    expect(old.main("uucp-old_destination_recipient_limit")).toBe("1");
    const many = translated(["V8", "Muucp-new, P=/usr/bin/uux, F=mDFMhuUd, A=uux - -r -a$g $h!rmail ($u)"]);
    expect(many.main("uucp-new_destination_recipient_limit")).toBeUndefined();
  });

  test("a name that Postfix needs for a service of its own is not taken away", () => {
    const small = translated(["V10", "Mbounce, P=/opt/bouncer, F=su, A=bouncer $u"]);
    expect(small.service("bounce", "unix")).toBe("bounce");
    expect(small.service("bounce-agent")).toContain("argv=/opt/bouncer ${recipient}");
  });

  test("equates become arguments of pipe(8) and limits", () => {
    const small = translated([
      "V10",
      "Mown, P=/opt/own, F=mfsu, E=\\r\\n, D=/var/own:/, W=5m, r=7, N=4, /=/jail, U=own, A=own -x $u",
    ]);
    expect(small.service("own")).toBe(
      "pipe flags=Fh user=own eol=\\r\\n directory=/var/own chroot=/jail " +
        "argv=/usr/bin/nice -n 4 /opt/own -f ${sender} -x ${recipient}",
    );
    expect(small.main("own_destination_recipient_limit")).toBe("7");
    expect(small.main("own_time_limit")).toBe("5m");
  });

  test("a dollar sign that is text stays one", () => {
    const small = translated(["V10", "Mown, P=/opt/own, F=lsu, U=own, A=own --price=$$5 $u"]);
    expect(small.service("own")).toContain("--price=$$5");
  });

  test("an incomplete definition was dropped by the old program, too", () => {
    expect(translated(["V10", "Mbad, P=/opt/own, F=lsu"]).ended(2)).toBe("obsolete");
  });
});

describe("local delivery", () => {
  test("mailbox files need nothing", () => {
    const small = translated(["V10", local, prog]);
    expect(small.main("mailbox_command")).toBeUndefined();
    expect([2, 3].map(small.ended)).toEqual(["approximate", "approximate"]);
  });

  test("procmail runs as the recipient", () => {
    const small = translated([
      "V10",
      "Mlocal, P=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9, A=procmail -t -Y -a $h -d $u",
    ]);
    expect(small.main("mailbox_command")).toBe('/usr/bin/procmail -t -Y -a "$EXTENSION" -d "$LOGNAME"');
    expect(small.ended(2)).toBe("approximate");
  });

  test("Dovecot's agent finds the user by itself", () => {
    const small = translated([
      "V10",
      "Mlocal, P=/usr/libexec/dovecot/dovecot-lda, F=lsDFMAw5:/|@qSPfhn9, A=dovecot-lda -d $u",
    ]);
    expect(small.main("mailbox_command")).toBe('/usr/libexec/dovecot/dovecot-lda -f "$SENDER" -a "$RECIPIENT"');
  });

  test("an LMTP server behind a socket keeps aliases working", () => {
    const small = translated(["V10", "Mlocal, P=[IPC], F=lsDFMnqXzA@/:|m, E=\\r\\n, A=FILE /var/lib/imap/socket/lmtp"]);
    expect(small.main("mailbox_transport")).toBe("lmtp:unix:/var/lib/imap/socket/lmtp");
    expect(small.main("local_recipient_maps")).toBe("");
  });

  test("a mailer that the rules name in the place of local is local", () => {
    const rules = ["S0", "R$+ < @ $=w . >\t$#cyrusv2 $: $1"];
    const cyrus = "Mcyrusv2, P=[IPC], F=lsDFMnqXzA@/:|m, E=\\r\\n, A=FILE /run/cyrus/lmtp";
    const small = translated(["V10", local, cyrus, ...rules]);
    expect(small.main("mailbox_transport")).toBe("lmtp:unix:/run/cyrus/lmtp");
    expect(small.ended(3)).toBe("exact");
  });

  test("a program that fills all mailboxes under one account is a service behind local(8)", () => {
    const cyrus = "Mlocal, P=/usr/cyrus/bin/deliver, F=lsDFMnPqA5@/:|, U=cyrus:mail, A=deliver -e -m $h -- $u";
    const small = translated(["V10", cyrus]);
    expect(small.main("mailbox_transport")).toBe("local-agent:");
    expect(small.service("local-agent")).toBe(
      "pipe flags=RXhu user=cyrus:mail argv=/usr/cyrus/bin/deliver -e -m ${extension} -- ${user}",
    );
  });

  test("an LMTP server on the network fills the mailboxes", () => {
    const small = translated(["V10", "Mlocal, P=[IPC], F=lsDFMnqXzA@/:|mw, E=\\r\\n, A=TCP imap.example.com 24"]);
    expect(small.main("mailbox_transport")).toBe("lmtp:inet:imap.example.com:24");
    expect(small.main("local_recipient_maps")).toBeUndefined();
  });

  test("asked for Maildir, the old program runs no more", () => {
    const procmail = "Mlocal, P=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9, A=procmail -Y -a $h -d $u";
    const small = translated(["V10", procmail], { mailbox: "maildir" });
    expect(small.main("home_mailbox")).toBe("Maildir/");
    expect(small.main("mailbox_command")).toBeUndefined();
  });

  test("the restricted shell of commands stays", () => {
    const small = translated(["V10", "Mprog, P=/usr/sbin/smrsh, F=lsDFMoqeu9, D=$z:/, A=smrsh -c $u"]);
    expect(small.main("local_command_shell")).toBe("/usr/sbin/smrsh -c");
  });
});

describe("a restricted shell beside a mailbox program", () => {
  test("is a person's choice: Postfix would run the mailbox program under it, too", () => {
    const small = translated([
      "V10",
      "Mlocal, P=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9, A=procmail -Y -a $h -d $u",
      "Mprog, P=/usr/sbin/smrsh, F=lsDFMoqeu9, D=$z:/, A=smrsh -c $u",
    ]);
    expect(small.main("local_command_shell")).toBeUndefined();
    expect(small.main("mailbox_command")).toContain("procmail");
    expect(small.ended(3)).toBe("manual");
    expect(small.translation.diagnostics.map((one) => one.code)).toContain("TR3176");
  });

  test("stands alone where mailboxes are asked for as files", () => {
    const lines = [
      "V10",
      "Mlocal, P=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9, A=procmail -Y -a $h -d $u",
      "Mprog, P=/usr/sbin/smrsh, F=lsDFMoqeu9, D=$z:/, A=smrsh -c $u",
    ];
    const small = translated(lines, { mailbox: "mbox" });
    expect(small.main("local_command_shell")).toBe("/usr/sbin/smrsh -c");
    expect(small.ended(3)).toBe("approximate");
  });
});

describe("SMTP clients", () => {
  const family = [
    "Msmtp, P=[IPC], F=mDFMuX, A=TCP $h",
    "Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h",
    "Msmtp8, P=[IPC], F=mDFMuX8, A=TCP $h",
    "Mdsmtp, P=[IPC], F=mDFMuXa%, A=TCP $h",
    "Mrelay, P=[IPC], F=mDFMuXa8, A=TCP $h",
  ];

  test("the stock family needs no entries of its own while nothing names them", () => {
    const small = translated(["V10", ...family]);
    expect(small.service("smtp8")).toBeUndefined();
    expect(small.service("dsmtp")).toBeUndefined();
    expect([2, 3, 4, 5, 6].map(small.ended)).toEqual(["default", "default", "default", "default", "default"]);
  });

  test("a row of the mailertable that names dsmtp brings its own client, which waits to be asked", () => {
    const root = siteWith({ "etc/mail/mailertable": "example.org\tdsmtp:mail.example.org\n" });
    const small = translated(["V10", "Kmailertable hash /etc/mail/mailertable", ...family], { root });
    expect(small.service("dsmtp")).toBe("smtp -o syslog_name=postfix/$service_name");
    expect(small.main("defer_transports")).toBe("dsmtp");
    expect(small.ended(6)).toBe("exact");
  });

  test("a client without ESMTP that sends 8 bits as they are", () => {
    const rules = ["S0", "R$+ < @ $+ >\t$#smtp8 $@ $2 $: $1 < @ $2 >"];
    const small = translated(["V10", ...family, ...rules]);
    expect(small.service("smtp8")).toBe(
      "smtp -o syslog_name=postfix/$service_name -o disable_mime_output_conversion=yes",
    );
  });
});
