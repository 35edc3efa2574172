import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cf2postfix } from "../support/cli.ts";
import { peerSuite, startPostfix } from "../support/peers/index.ts";

const work = mkdtempSync(join(tmpdir(), "cf2postfix-smrsh-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const cf = `V10/Berkeley
Cwexample.com localhost
O AliasFile=/etc/mail/aliases
O DefaultUser=mail:mail
S0
R$+ < @ $=w . >\t$#local $: $1
R$+\t$#local $: $1
Mlocal, P=/opt/site/fill-mailbox, F=lsDFMAw5:/|@qSPn, S=10, R=20, A=fill-mailbox $u
Mprog, P=/opt/site/restricted, F=lsDFMoqeu, S=10, R=20, D=$z:/, A=restricted -c $u
`;

/** Writes the files of an old host whose shell knows one command, and whose mailbox program is not that command. */
function writeSite(root: string): void {
  const program = (name: string, text: string): void => {
    writeFileSync(join(root, "opt/site", name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(root, "opt/site", name), 0o755);
  };
  for (const directory of ["etc/mail", "opt/site", "home/anna"]) mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(join(root, "etc/mail/sendmail.cf"), cf);
  writeFileSync(join(root, "etc/hostname"), "mail.example.com\n");
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nanna:x:1001:8::/home/anna:/bin/sh\n");
  writeFileSync(join(root, "etc/mail/aliases"), 'known: "|known"\nother: "|/bin/true"\n');
  program("restricted", 'case "$2" in known) cat >/tmp/known ;; *) echo "$2 not available" >&2; exit 69 ;; esac');
  program("fill-mailbox", 'cat >"/tmp/mailbox-$1"');
}

peerSuite(["postfix"], "a restricted shell beside a mailbox program", () => {
  it("runs known commands of aliases only, and the mailbox program all the same", async () => {
    const root = join(work, "root");
    writeSite(root);
    const out = join(work, "postfix");
    expect(cf2postfix(["convert", root, "--no-verify", "--out", out]).status).toBe(0);
    const postfix = await startPostfix(out, { root });
    try {
      for (const name of ["anna", "known", "other"]) {
        await postfix.also(
          ["/usr/sbin/sendmail", "-f", "x@example.com", `${name}@example.com`],
          "Subject: s\n\nHello.\n",
        );
      }
      const filled = (name: string): boolean => statSync(postfix.inside(`/tmp/${name}`)).size > 0;
      await postfix.waitFor("the mailbox program has run", () => filled("mailbox-anna"));
      await postfix.waitFor("the known command has run", () => filled("known"));
      await postfix.waitFor("the other command is refused", () =>
        /other@example\.com.*not available/.test(postfix.log()),
      );
      expect(readFileSync(postfix.inside("/tmp/mailbox-anna"), "latin1")).toContain("Subject: s");
    } finally {
      await postfix.stop();
    }
  });
});
