// `npm run measure -- postfix-postconf CORPUS`: values of every main.cf of a folder as `postconf -n`, `-nx`, `-M` and
// `-P` of the real Postfix print them, line by line, and ours.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { postconfServiceSettings, postconfServices, postconfSettings } from "../../src/postfix/read/postconf-lines.ts";
import { readScratch } from "../../test/postfix/read/postfix-directory.ts";
import { postconf, runPeer, scratchDirectory } from "../../test/support/postfix-peer.ts";

const folder = process.argv[2] ?? "";
const master = `${printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text}
submission inet n - n - - smtpd
  -o syslog_name=postfix/submission -o { smtpd_relay_restrictions = permit_sasl_authenticated, reject }
  -o smtpd_client_restrictions=$smtpd_sender_restrictions,reject
`;
const total = { lines: 0, differ: 0 };
/** Values that only the asking program has: its directory and its process number. */
const isItsOwn = (line: string): boolean => /^(config_directory|debugger_command) =/.test(line);
for (const name of readdirSync(folder).filter((each) => each.endsWith("main.cf"))) {
  const scratch = scratchDirectory({ "main.cf": readFileSync(join(folder, name), "latin1"), "master.cf": master });
  const refused = runPeer("postconf", ["-c", scratch.path, "-n"]);
  if (refused.status !== 0) {
    console.log(`${name}: postconf refuses it: ${refused.stderr.trim().split("\n").at(-1)}`);
    scratch.remove();
    continue;
  }
  const directory = readScratch(scratch.path);
  const ours: Readonly<Record<string, readonly string[]>> = {
    "-n": postconfSettings(directory),
    "-nx": postconfSettings(directory, true),
    "-M": postconfServices(directory),
    "-P": postconfServiceSettings(directory),
    "-Px": postconfServiceSettings(directory, true),
  };
  for (const [flag, lines] of Object.entries(ours)) {
    const real = postconf(scratch.path, flag).filter((line) => !isItsOwn(line));
    const missing = real.filter((line) => !lines.includes(line));
    const extra = lines.filter((line) => !real.includes(line) && !isItsOwn(line));
    total.lines += real.length;
    total.differ += Math.max(missing.length, extra.length);
    for (const line of missing) console.log(`${name} ${flag}\n  really ${line}`);
    for (const line of extra) console.log(`${name} ${flag}\n  ours   ${line}`);
  }
  scratch.remove();
}
console.log(`${total.lines} lines, ${total.differ} differ`);
