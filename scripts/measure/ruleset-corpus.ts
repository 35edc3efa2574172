// Asks our engine and the real sendmail the same questions of every configuration below a folder: `npx tsx
// scripts/measure/ruleset-corpus.ts --corpus DIR [--show N]`. `cf/*.cf` as they are, `mc/*.mc` expanded by GNU m4.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { compileRulesets } from "../../src/sendmail/ruleset/engine.ts";
import { openSite } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { cfLibrary, testMode } from "../../test/support/peers/index.ts";
import { addressShapes } from "./address-shapes.ts";

const { values } = parseArgs({
  options: { corpus: { type: "string" }, show: { type: "string", default: "3" }, only: { type: "string" } },
});
if (!values.corpus) throw new Error("--corpus DIR is needed");
const host = "mail.example.com";
const flags = ["HS", "HR", "ES", "ER"];
// Both sides see the same machine: its hosts file, and where names are looked up.
const root = mkdtempSync(join(tmpdir(), "cf2postfix-measure-"));
mkdirSync(join(root, "etc/mail"), { recursive: true });
writeFileSync(join(root, "etc/hosts"), `127.0.0.1 localhost\n127.0.0.1 ${host} mail\n`);
writeFileSync(join(root, "etc/mail/service.switch"), "hosts\tdns files\naliases\tfiles\n");
const total = { files: 0, refused: 0, asked: 0, results: 0, transcripts: 0 };

for (const { name, text } of configurations(values.corpus)) {
  if (values.only && !name.includes(values.only)) continue;
  await compare(name, text);
}
const percent = (part: number): string => `${((100 * part) / Math.max(total.asked, 1)).toFixed(3)} %`;
console.log(
  `${total.files} configurations (${total.refused} more that sendmail refuses), ${total.asked} questions: ` +
    `results equal ${percent(total.results)}, transcripts equal ${percent(total.transcripts)}`,
);
rmSync(root, { recursive: true });
process.exit(0);

function* configurations(corpus: string): Generator<{ readonly name: string; readonly text: string }> {
  for (const file of readdirSync(join(corpus, "cf")).sort()) {
    yield { name: file, text: readFileSync(join(corpus, "cf", file), "latin1") };
  }
  const library = movedLibrary();
  for (const file of readdirSync(join(corpus, "mc")).sort()) {
    const text = expanded(library, readFileSync(join(corpus, "mc", file), "latin1"));
    if (/^[SR]/m.test(text)) yield { name: file, text };
    else console.log(`${file}: m4 makes no rules of it`);
  }
}

/** A copy of the library that finds its own files: Debian's ostype names the place where it is installed. */
function movedLibrary(): string {
  const to = join(root, "cf-library");
  cpSync(cfLibrary(), to, { recursive: true });
  const debian = join(to, "ostype/debian.m4");
  writeFileSync(debian, readFileSync(debian, "latin1").replaceAll("/usr/share/sendmail/cf", to), "latin1");
  return to;
}

/** What m4 prints, also where it ends with a complaint (a hack that the library has not): sendmail would read that. */
function expanded(library: string, mc: string): string {
  // The library is given by us, wherever the file looks for it.
  const input = mc.replace(/^include\(.*cf\.m4.*$/gm, "dnl").replaceAll("/usr/share/sendmail/cf", library);
  const args = [`-D_CF_DIR_=${library}/`, `${library}/m4/cf.m4`, "-"];
  return spawnSync("m4", args, { input: Buffer.from(input, "latin1"), encoding: "latin1", maxBuffer: 1 << 26 }).stdout;
}

async function compare(name: string, text: string): Promise<void> {
  const site = openSite(root);
  const source = { path: basename(name), text };
  const facts = { hostname: host, hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parseCf(source).ast, site, facts);
  const engine = compileRulesets(config, site);
  const commands = questions(engine.program.mailers);
  const real = testMode(text, { hostname: host, root });
  await real.startup();
  const theirs = await real.askAll(commands).catch(() => undefined);
  await real.close();
  if (!theirs) {
    total.refused += 1;
    console.log(`${name}: sendmail refuses it`);
    return;
  }
  const ours = engine.testMode();
  const different: string[] = [];
  const count = { asked: 0, results: 0, transcripts: 0 };
  for (const [index, command] of commands.entries()) {
    const answer = ours.answer(command).replace(/\n$/, "").split("\n");
    if (command.startsWith("/tryflags")) continue;
    const expected = theirs[index] ?? [];
    count.asked += 1;
    if (answer.at(-1) === expected.at(-1)) count.results += 1;
    if (answer.join("\n") === expected.join("\n")) count.transcripts += 1;
    else different.push(difference(command, answer, expected));
  }
  total.files += 1;
  total.asked += count.asked;
  total.results += count.results;
  total.transcripts += count.transcripts;
  console.log(`${name}: ${count.asked} asked, results ${count.results}, transcripts ${count.transcripts}`);
  for (const line of different.slice(0, Number(values.show))) console.log(line);
}

/** `/parse` of every shape, and every shape as each kind of mailer shows it in all four roles. */
function questions(
  mailers: readonly { readonly name: string; readonly equates: ReadonlyMap<string, string> }[],
): string[] {
  const shapes = addressShapes(host, "example.com");
  const kinds = new Map(
    mailers.map((mailer) => [`${mailer.equates.get("S")} ${mailer.equates.get("R")}`, mailer.name]),
  );
  const names = [...kinds.values()].filter((mailer) => !mailer.startsWith("*")).slice(0, 4);
  const asked = shapes.map((shape) => `/parse ${shape}`);
  for (const flag of flags) {
    asked.push(`/tryflags ${flag}`);
    for (const mailer of names) asked.push(...shapes.map((shape) => `/try ${mailer} ${shape}`));
  }
  return asked;
}

function difference(command: string, ours: readonly string[], theirs: readonly string[]): string {
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  const where = at === -1 ? ours.length : at;
  return `  ${command}\n    ours   ${ours[where] ?? "(end)"}\n    theirs ${theirs[where] ?? "(end)"}`;
}
