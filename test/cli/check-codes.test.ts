import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ckCodes } from "../../src/diagnostics/codes/ck.ts";
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

/** A small sendmail that lets everybody relay: no rule asks who sends. */
const open = `V10/Berkeley
Cwlocalhost
Djmail.example.com
Cwexample.com
S0
R$+ < @ $=w . >\t\t$#local $: $1
R$+ < @ $+ . >\t\t$#esmtp $@ $2 $: $1 < @ $2 . >
R$+\t\t\t$#local $: $1
S3
R$+ @ $+\t\t$: $1 < @ $2 . >
S4
R$* < @ $+ . >\t\t$1 @ $2
Mlocal, P=/bin/mail, F=lsAw5:/|@q, A=mail -d $u
Mprog, P=/bin/sh, F=lsoqeu9, A=sh -c $u
Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h
`;
const closed = `${open}Scheck_rcpt\nR$*\t\t$#error $@ 5.7.1 $: "550 no"\n`;

const main = `compatibility_level = 3.6
myhostname = mail.example.com
mydestination = $myhostname, localhost, example.com
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
relay_domains = far.example
transport_maps = inline:{ {far.example = smtp:[hub.far.example]} }
`;

interface Finding {
  readonly code: string;
  readonly at?: { readonly file: string; readonly line: number };
}

/** Findings of the CK codes on a tree of files; arguments that begin with \`/\` are paths in it. */
function findings(files: Readonly<Record<string, string>>, args: readonly string[]): readonly Finding[] {
  const root = scratchTree({ "etc/hostname": "mail.example.com\n", "etc/passwd": "", ...files });
  const placed = args.map((each) => (each.startsWith("/") ? root + each : each));
  const { stdout } = cf2postfix(["check", ...placed, "--root", root, "--output", "json"], { cwd: root });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Finding[] };
  return diagnostics.filter(({ code }) => code.startsWith("CK"));
}

const directory = ["/etc/postfix"];
const migration = [...directory, "--source", "/etc/mail/sendmail.cf"];
const expecting = [...directory, "--expect", "/expect.yaml"];

/** A workstation that hands all mail to its hub, and the directory that convert writes for it. */
const workstation = new URL("../../fixtures/asked/null-workstation/root", import.meta.url).pathname;
const written = { ...treeOf(workstation), ...converted(workstation) };

function treeOf(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(root.length + 1), readFileSync(path, "latin1")];
    }),
  );
}

function converted(source: string): Readonly<Record<string, string>> {
  const { files } = JSON.parse(cf2postfix(["convert", source, "--no-verify", "--format", "json"]).stdout) as {
    readonly files: readonly { readonly path: string; readonly content: string }[];
  };
  return Object.fromEntries(files.map(({ path, content }) => [`etc/postfix/${path}`, content]));
}

interface Side {
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

/** For each code a tree that raises it, with the place, and one that does not. */
const sides: Readonly<
  Record<keyof typeof ckCodes, { readonly raises: Side & { readonly at: string }; readonly not: Side }>
> = {
  CK5001: {
    raises: {
      files: { "etc/postfix/main.cf": `# cf2postfix-ignore PF4010 -- ours\n${main}` },
      args: directory,
      at: "main.cf:1",
    },
    not: {
      files: { "etc/postfix/main.cf": `${main}# cf2postfix-ignore PF4010 -- ours\nmisspelt = 1\n` },
      args: directory,
    },
  },
  CK5010: {
    raises: {
      files: { "etc/postfix/main.cf": main, "expect.yaml": "expect:\n  - {recipient: x}\n" },
      args: expecting,
      at: "expect.yaml:2",
    },
    not: {
      files: {
        "etc/postfix/main.cf": main,
        "expect.yaml": "expect:\n  - {recipient: a@far.example, leaves: [smtp x a]}\n",
      },
      args: expecting,
    },
  },
  CK5020: {
    raises: {
      files: { "etc/postfix/main.cf": main, "etc/mail/sendmail.cf": open },
      args: migration,
      at: "main.cf:6",
    },
    not: { files: written, args: [...directory, "--source", "/etc/mail"] },
  },
  CK5021: {
    raises: {
      files: { "etc/postfix/main.cf": main, "etc/mail/sendmail.cf": open },
      args: migration,
      at: "sendmail.cf:7",
    },
    not: {
      files: {
        "etc/postfix/main.cf": `${main}mynetworks = 0.0.0.0/0, [::]/0\n`,
        "etc/mail/sendmail.cf": open,
      },
      args: migration,
    },
  },
  CK5030: {
    raises: { files: { "etc/mail/sendmail.cf": open }, args: ["/etc/mail/sendmail.cf"], at: "sendmail.cf:1" },
    not: { files: { "etc/mail/sendmail.cf": closed }, args: ["/etc/mail/sendmail.cf"] },
  },
};

describe("each code of what check asks", () => {
  it.each(Object.entries(sides))("%s is found where it is due, and only there", (code, { raises, not }) => {
    const found = findings(raises.files, raises.args).filter((one) => one.code === code);
    expect(found.map(({ at }) => `${at?.file.split("/").at(-1)}:${at?.line}`)).toContain(raises.at);
    expect(findings(not.files, not.args).map((one) => one.code)).not.toContain(code);
  });
});
