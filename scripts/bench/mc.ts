// A typical .mc with the m4 library: `expand` and `convert --no-verify` beside an empty `node -e 0`, and GNU m4's own time.
// The clock of the fastest of several runs, one after the other, so that all see the same machine.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cfLibrary } from "../../test/support/peers/index.ts";

const runs = Number(process.argv[2] ?? 9);
const library = cfLibrary();
const cli = new URL("../../dist/cli.js", import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), "cf2postfix-bench-mc-"));
const mc = join(work, "sendmail.mc");
const typical = `OSTYPE(\`linux')dnl
define(\`confPRIVACY_FLAGS', \`authwarnings,novrfy,noexpn,restrictqrun')dnl
define(\`SMART_HOST', \`relay.example.com')dnl
define(\`confMAX_MESSAGE_SIZE', \`20000000')dnl
FEATURE(\`use_cw_file')dnl
FEATURE(\`mailertable', \`hash -o /etc/mail/mailertable.db')dnl
FEATURE(\`virtusertable', \`hash -o /etc/mail/virtusertable.db')dnl
FEATURE(\`access_db', \`hash -T<TMPF> -o /etc/mail/access.db')dnl
FEATURE(\`blocklist_recipients')dnl
FEATURE(\`redirect')dnl
EXPOSED_USER(\`root')dnl
DAEMON_OPTIONS(\`Port=smtp, Name=MTA')dnl
MASQUERADE_AS(\`example.com')dnl
MAILER(\`smtp')dnl
MAILER(\`procmail')dnl
`;

/** Milliseconds by the clock of one run. */
function once(command: string, args: readonly string[]): number {
  const start = process.hrtime.bigint();
  spawnSync(command, [...args], { stdio: "ignore", cwd: work });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const questions: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "node -e 0": [process.execPath, "-e", "0"],
  "expand with the library": [process.execPath, cli, "expand", mc, "--cf-dir", library],
  "convert --no-verify with the library": [process.execPath, cli, "convert", mc, "--no-verify", "--cf-dir", library],
  "convert --no-verify without it": [process.execPath, cli, "convert", mc, "--no-verify", "--cf-dir", "none"],
  "GNU m4": ["m4", `-D_CF_DIR_=${library}/`, `${library}/m4/cf.m4`, mc],
};

writeFileSync(mc, typical);
const fastest = new Map<string, number>();
for (let run = 0; run < runs; run += 1) {
  for (const [name, [command, ...args]] of Object.entries(questions)) {
    fastest.set(name, Math.min(fastest.get(name) ?? Number.POSITIVE_INFINITY, once(command, args)));
  }
}
const empty = fastest.get("node -e 0") ?? Number.NaN;
for (const [name, time] of fastest) {
  console.log(`${name}: ${time.toFixed(0)} ms, ${(time / empty).toFixed(1)} times an empty node`);
}
rmSync(work, { recursive: true });
