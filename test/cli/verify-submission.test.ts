import { join } from "node:path";
import { expect, test } from "vitest";
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

// The ends of cf/feature/msp.m4: everything goes to the mail system of this host.
const submission = `V10/Berkeley
Dj$w.example.com
Cwlocalhost
D{MTAHost}[127.0.0.1]
O UseMSP=True
O OperatorChars=.:%@!^/[]+
Scanonify=3
R$- $@ $1 < @ $j . >
R$+ @ $+ $@ $1 < @ $2 . >
Sparse=0
R$* < @ $+ > $* $#relay $@ \${MTAHost} $: $1 < @ $2 > $3
Sfinal=4
R$* < @ $+ . > $1 @ $2
R$* < @ $+ > $1 @ $2
SQualify
R$- $1 @ $j
Mlocal, P=[IPC], F=lmDFMuXk5, S=Qualify, R=Qualify, A=TCP $h
Mprog, P=[IPC], F=lmDFMuXk5, A=TCP $h
Mrelay, P=[IPC], F=mDFMuXa8k, S=Qualify, A=TCP $h
`.replace(/^(R.*?) (\$[@:#].*|\$1 @ .*)$/gm, "$1\t$2");

test("what a submission program hands to its host ends where Postfix takes the same address", () => {
  const site = scratchTree({ "submit.cf": submission, "root/etc/hostname": "mail.example.com\n" });
  const source = [join(site, "submit.cf"), "--root", join(site, "root"), "--fact", "hostname=mail.example.com"];
  const out = join(site, "postfix");
  expect(cf2postfix(["convert", ...source, "--out", out, "--no-verify", "--quiet"]).status).not.toBe(3);
  const { stdout } = cf2postfix(["verify", ...source, out, "--format", "json"]);
  const { differ, probes } = JSON.parse(stdout) as { probes: number; differ: { asked: string; question: string }[] };
  expect(probes).toBeGreaterThan(20);
  expect(differ.filter(({ question }) => question === "decision")).toEqual([]);
  const usual = differ.filter(({ asked }) => /^someone(@(elsewhere\.land|mail\.example\.com))?$/.test(asked));
  expect(usual).toEqual([]);
});
