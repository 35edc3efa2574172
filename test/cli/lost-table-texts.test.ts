import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cf2postfix } from "../support/cli.ts";
import { scratchTree } from "../support/scratch.ts";

const databases = new URL("../../fixtures/source/berkeley-db/", import.meta.url).pathname;
const cf = [
  "V10/Berkeley",
  "Djmail.example.com",
  "Cwhost0.example",
  "Kvirtuser hash -o /etc/mail/virtusertable",
  "O AliasFile=/etc/mail/aliases",
  "Mlocal, P=/bin/mail, F=lsDFMAw5:/|@qm, S=0, A=mail -d $u",
  "S0",
  "R$+ < @ $=w . > $*	$: $(virtuser $1 @ $2 $: $1 $)",
  "",
].join("\n");

it("converts the rows of a database whose text is lost, and says that it did", () => {
  const root = scratchTree({ "etc/mail/sendmail.cf": cf });
  copyFileSync(`${databases}makemap-N.db`, join(root, "etc/mail/virtusertable.db"));
  const { stdout } = cf2postfix(["convert", root, "--no-verify", "--format", "json"]);
  const { files, directives } = JSON.parse(stdout);
  const table = files.find((file: { path: string }) => file.path === "virtual");
  expect(table.content).toMatch(/^user0@host0\.example\s+target0$/m);
  expect(table.content).toContain("etc/mail/virtusertable.db:1");
  const map = directives.find((directive: { text: string }) => directive.text.startsWith("Kvirtuser"));
  expect(map.note).toContain("the text etc/mail/virtusertable is lost");
});
