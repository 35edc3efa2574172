import { describe, expect, it } from "vitest";
import { cf2postfix } from "../../support/cli.ts";
import { scratchTree } from "../../support/scratch.ts";

const aliases = 'ok: "|/usr/bin/vacation anna"\nlist: "|/usr/local/bin/majordomo"\nodd: "|vacation anna; rm x"\n';
const around = {
  "etc/aliases": aliases,
  "etc/passwd": "anna:x:1001:1001::/home/anna:/bin/sh\n",
  "etc/smrsh/vacation": "#!/bin/sh\n",
};
const definition = "CF_TYPE=R8V8\nMY_DOMAIN=example.jp\nMY_NAME=mail\n";

const cf = (program: string, argv: string): string =>
  [
    "V10",
    "Djmail.example.jp",
    "Cwlocalhost",
    "O AliasFile=/etc/aliases",
    "Mlocal, P=/usr/bin/mail.local, F=lsDFMAw5:/|@q, A=mail.local $u",
    `Mprog, P=${program}, F=lsDFMoqeu9, D=$z:/, A=${argv}`,
    "Msmtp, P=[IPC], F=mDFMuX, A=TCP $h",
    "S0",
    "R$+\t$#local $: $1",
    "",
  ].join("\n");

interface Converted {
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly directives: readonly { readonly file: string; readonly disposition: string }[];
}

function converted(files: Readonly<Record<string, string>>) {
  const run = cf2postfix(["convert", scratchTree({ ...around, ...files }), "--format", "json", "--no-verify"]);
  const result: Converted = JSON.parse(run.stdout);
  return {
    main: result.files.find(({ path }) => path === "main.cf")?.content ?? "",
    refused: result.diagnostics.filter(({ code }) => code === "LI2502").map(({ message }) => message),
    program: result.directives.find(({ file }) => file === "etc/smrsh/vacation")?.disposition,
  };
}

const refusals = [
  "smrsh refuses the command of list: majordomo is not in its directory.",
  "smrsh refuses the command of odd: it holds a character that smrsh does not allow.",
];

describe("the directory of smrsh", () => {
  it("decides what aliases may run where the prog mailer starts smrsh", () => {
    const site = converted({ "etc/mail/sendmail.cf": cf("/usr/sbin/smrsh", "smrsh -c $u") });
    expect(site.main).toContain("local_command_shell = /usr/sbin/smrsh -c\n");
    expect(site).toMatchObject({ refused: refusals, program: "default" });
  });

  it("is taken for asked beside a WIDE CF definition, which does not say what runs commands", () => {
    const site = converted({ "etc/mail/sendmail.def": definition });
    expect(site.main).toContain("local_command_shell = /usr/sbin/smrsh -c\n");
    expect(site).toMatchObject({ refused: refusals, program: "approximate" });
  });

  it("means nothing where commands ran by the plain shell", () => {
    const site = converted({ "etc/mail/sendmail.cf": cf("/bin/sh", "sh -c $u") });
    expect(site.main).not.toContain("local_command_shell");
    expect(site).toMatchObject({ refused: [], program: "obsolete" });
  });
});
