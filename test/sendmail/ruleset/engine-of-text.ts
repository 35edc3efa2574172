import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type EngineAnswers, engineOf, type RulesetEngine } from "../../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../../src/source/site.ts";

/** An engine over a configuration's text and a few files of its host; the files go when the test ends. */
export function engineOver(
  text: string,
  files: Readonly<Record<string, string | Buffer>> = {},
  around: EngineAnswers = {},
): RulesetEngine {
  const root = mkdtempSync(join(tmpdir(), "cf2postfix-engine-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const classes = new Map([["w", ["mail.example.com", "localhost"]]]);
  return engineOf({ text, path: "sendmail.cf", hostname: "mail.example.com", classes }, openSite(root), around);
}

/** The smallest configuration that sends mail somewhere: local names stay, others go by smtp. */
export const smallCf = `V10/Berkeley
O AliasFile=/etc/aliases
Mlocal, P=/bin/mail, F=lsDFMAw5:/|@, S=0, R=0, A=mail $u
Mprog, P=/bin/sh, F=ls, S=0, R=0, A=sh -c $u
Msmtp, P=[IPC], F=mC, S=FromEnv/FromHdr, R=0, A=TCP $h
Scanonify=3
R$* < $* > $*	$: $2
Sfinal=4
R$*	$: $1
Sparse=0
R$* @ error . $*	$#error $@ 5.7.1 $: "550 5.7.1 refused " $2
R$* @ $=w	$#local $: $1
R$* @ $+	$#smtp $@ $2 $: $1 @ $2
R$*	$#local $: $1
SFromEnv
R$-	$@ $1 @ env.example
SFromHdr
R$-	$@ $1 @ hdr.example
`;
