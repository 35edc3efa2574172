// `npm run bench`: how long the program takes beside what everybody has, on this machine, in this run.
//   tables    a virtusertable of a million rows: convert against postmap for the result, with peak memory
//   command   convert of a generated configuration against an empty `node -e 0`
//   *         the scripts in scripts/bench (mc, resolver, ruleset, verify)
// `npm run bench -- NAME...` runs only those; `--rows N` and `--runs N` make them smaller.
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { sendmailTree } from "./peers.mjs";

const project = new URL("..", import.meta.url).pathname;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: "string", default: "1000000" }, runs: { type: "string", default: "9" } },
});
const scripts = readdirSync(join(project, "scripts/bench"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -3));
const wanted = positionals.length > 0 ? positionals : ["tables", "command", ...scripts];
const lineOf = {
  virtusertable: (at) => `user${at}@observatory.example\tbox${at}\n`,
  access: (at) => `From:sender${at}.example\t${at % 3 === 0 ? "OK" : at % 3 === 1 ? "REJECT" : "550 No thanks"}\n`,
};
const work = mkdtempSync(join(tmpdir(), "cf2postfix-bench-"));
try {
  for (const name of wanted) {
    if (name === "tables") await benchTables(Number(values.rows));
    else if (name === "command") await benchCommand(Number(values.runs));
    else if (scripts.includes(name)) runScript(name);
    else throw new Error(`there is no benchmark ${name}; there are tables, command, ${scripts.join(", ")}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function benchTables(rows) {
  for (const table of ["virtusertable", "access"]) await benchTable(table, rows);
}

async function benchTable(table, rows) {
  const site = join(work, `site-${table}`);
  const out = join(work, `out-${table}`);
  const generated = writeGenerated(site);
  await writeRows(join(site, "etc/mail", table), rows, lineOf[table]);
  const ours = await measured([process.execPath, "dist/cli.js", "convert", site, "--no-verify", "--out", out, "-q"]);
  const beside = generated ? "" : ", with rules written by hand";
  console.log(`${table} of ${rows} rows${beside}: convert ${show(ours)}`);
  const emitted = table === "access" ? "access_sender_domain" : "virtual";
  for (const type of ["hash", "lmdb"]) {
    const theirs = await measured(["postmap", "-c", out, `${type}:${join(out, emitted)}`]);
    const text =
      theirs === undefined
        ? "not here"
        : `${show(theirs)}; convert / postmap = ${(ours.seconds / theirs.seconds).toFixed(2)}`;
    console.log(`  postmap ${type}:${emitted} ${text}`);
  }
}

async function writeRows(path, rows, line) {
  const file = createWriteStream(path);
  for (let at = 0; at < rows; at += 10_000) {
    let text = "";
    for (let row = at; row < Math.min(at + 10_000, rows); row += 1) text += line(row);
    if (!file.write(text)) await new Promise((resolve) => file.once("drain", resolve));
  }
  file.end();
  await finished(file);
}

/** Seconds and peak memory of a command; undefined when there is no such program. Memory is read from Linux's /proc. */
async function measured([command, ...args]) {
  const start = performance.now();
  const child = spawn(command, args, { cwd: project, stdio: ["ignore", "ignore", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (bytes) => {
    complaints += bytes;
  });
  let peak;
  const look = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 20);
  const status = await new Promise((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("exit", resolve);
  });
  clearInterval(look);
  if (status === undefined) return undefined;
  if (status !== 0 && status !== 1) throw new Error(`${command} ${args.join(" ")} failed:\n${complaints}`);
  return { seconds: (performance.now() - start) / 1000, peak };
}

function peakOf(pid) {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return found ? Number(found[1]) / 1024 : undefined;
  } catch {
    return undefined;
  }
}

function show({ seconds, peak }) {
  return `${seconds.toFixed(2)} s, peak ${peak === undefined ? "unknown" : `${Math.round(peak)} MB`}`;
}

/** The bundled site as it was edited by hand, and as m4 wrote it where sendmail's library is here. */
async function benchCommand(runs) {
  await benchSite("edited by hand", join(project, "fixtures/university/root"), runs);
  const generated = join(work, "generated");
  if (writeGenerated(generated)) await benchSite("as m4 writes it", generated, runs);
  else console.log("the same as m4 writes it: sendmail's library is not here");
}

/** The bundled site without what was edited by hand: rules of one's own are run, which costs time of its own. */
function writeGenerated(site) {
  cpSync(join(project, "fixtures/university/root"), site, { recursive: true });
  const library = `${sendmailTree()}/usr/share/sendmail/cf`;
  if (!existsSync(library)) return false;
  const args = ["dist/cli.js", "expand", join(site, "etc/mail/sendmail.mc"), "--cf-dir", library];
  writeFileSync(join(site, "etc/mail/sendmail.cf"), spawnSync(process.execPath, args, { cwd: project }).stdout);
  return true;
}

/** Runs alternate, so that whatever else the machine does meets both alike; the median counts. */
async function benchSite(what, site, runs) {
  const lines = readFileSync(join(site, "etc/mail/sendmail.cf"), "latin1").split("\n").length - 1;
  const ours = [];
  const empty = [];
  for (let run = 0; run < runs; run += 1) {
    const out = join(work, `command-${ours.length}-${lines}`);
    const convert = [process.execPath, "dist/cli.js", "convert", site, "--no-verify", "--out", out, "-q"];
    ours.push((await measured(convert)).seconds);
    empty.push((await measured([process.execPath, "-e", "0"])).seconds);
  }
  const [mine, node] = [median(ours), median(empty)];
  const ratio = (mine / node).toFixed(2);
  console.log(`convert --no-verify, cf of ${lines} lines ${what}: ${ms(mine)}; node -e 0: ${ms(node)}; ratio ${ratio}`);
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

function ms(seconds) {
  return `${Math.round(seconds * 1000)} ms`;
}

function runScript(name) {
  const run = spawnSync("npx", ["tsx", `scripts/bench/${name}.ts`], { cwd: project, stdio: "inherit" });
  if (run.status !== 0) throw new Error(`the benchmark ${name} failed`);
}
