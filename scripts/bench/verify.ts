// What verification costs beside an empty `node -e 0` and beside the real programs, in the same run:
// `npm run bench -- verify`, or `npx tsx scripts/bench/verify.ts [SITE_ROOT or FILE.cf] [--count N] [--real N] [--runs N]`.
// Without a site: the bundled one as m4 writes its file. A file stands alone on an empty host.
//   the whole command with 1000 probes, alternating with `node -e 0`: the median of the ratios
//   the whole command with --count probes (100000), and its peak memory, beside the rates at which `sendmail -bt` and
//   trivial-rewrite(8) answer the first --real of the same probes: each alone, and one after the other, as verify asks
// The real programs are asked what support/real-questions.ts says: a decision is translate,check_relay, check_mail and
// check_rcpt, a recipient the same and /parse, a sender or header one /try; of Postfix trivial-rewrite(8) alone, twice an
// address (rewrite, resolve). verify also does for each probe what smtpd(8) and cleanup(8) do, which is not measured.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadPostfix } from "../../src/pipeline/postfix.ts";
import { postfixConstants } from "../../src/pipeline/postfix-constants.ts";
import { loadSendmail } from "../../src/pipeline/sendmail-source.ts";
import { coveringSet } from "../../src/sendmail/probe/covering.ts";
import type { Probe } from "../../src/sendmail/probe/probe.ts";
import { probesOfCount } from "../../src/sendmail/probe/random.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { cfLibrary, rewriteSocket, rewriteSocketPath, startPostfix, testMode } from "../../test/support/peers/index.ts";
import { processorMilliseconds } from "./support/processor-time.ts";
import { rewrittenAddresses, testModeCommands } from "./support/real-questions.ts";

const { values, positionals } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    real: { type: "string", default: "2000" },
    runs: { type: "string", default: "5" },
  },
  allowPositionals: true,
});
const project = new URL("../..", import.meta.url).pathname;
const cli = join(project, "dist/cli.js");
const hostname = "mail.example.com";
const work = mkdtempSync(join(tmpdir(), "cf2postfix-bench-"));
const site = positionals[0] ?? generatedSite(join(work, "site"));
const root = statSync(site).isDirectory() ? site : join(work, "empty");
mkdirSync(join(work, "empty/etc/mail"), { recursive: true });
for (const name of ["aliases", "mail/aliases"]) writeFileSync(join(work, "empty/etc", name), "");
const where = ["--root", root, "--fact", `hostname=${hostname}`];
const out = join(work, "postfix");
try {
  const converted = spawnSync(process.execPath, [cli, "convert", site, ...where, "--out", out, "--no-verify", "-q"]);
  if ((converted.status ?? 3) > 1) throw new Error(`convert failed: ${converted.stderr.toString()}`);
  await benchCommand(Number(values.runs));
  await benchRate(Number(values.count), Number(values.real));
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(0);

/** The bundled site without what was edited by hand. */
function generatedSite(path: string): string {
  cpSync(join(project, "fixtures/university/root"), path, { recursive: true });
  const args = [cli, "expand", join(path, "etc/mail/sendmail.mc"), "--cf-dir", cfLibrary()];
  writeFileSync(join(path, "etc/mail/sendmail.cf"), spawnSync(process.execPath, args, { cwd: project }).stdout);
  return path;
}

async function benchCommand(runs: number): Promise<void> {
  const ratios: { readonly clock: number; readonly processor: number }[] = [];
  let last = "";
  for (let run = 0; run < runs; run += 1) {
    const ours = await measured([cli, "verify", site, out, ...where, "--count", "1000", "--format", "json"]);
    const empty = await measured(["-e", "0"]);
    ratios.push({ clock: ours.clock / empty.clock, processor: ours.processor / empty.processor });
    last = `verify ${ms(ours.clock)}, node -e 0 ${ms(empty.clock)}`;
  }
  const clock = median(ratios.map((one) => one.clock)).toFixed(1);
  const processor = median(ratios.map((one) => one.processor)).toFixed(1);
  console.log(`1000 probes, whole command: ${last}; ratio ${clock} by the clock, ${processor} by processor time`);
}

async function benchRate(count: number, real: number): Promise<void> {
  const { cf, probes } = await probesOf(real);
  const ours = await measured([cli, "verify", site, out, ...where, "--count", String(count), "--format", "json"]);
  const sendmail = await sendmailTime(cf, probes);
  const postfix = await rewriteTime(probes);
  const rates = (kind: "clock" | "processor"): string => {
    const each = (milliseconds: number): number => (1000 * probes.length) / milliseconds;
    const rate = (1000 * count) / ours[kind];
    const both = each(sendmail[kind] + postfix[kind]);
    return (
      `verify ${Math.round(rate)}/s; sendmail -bt ${Math.round(each(sendmail[kind]))}/s, ` +
      `trivial-rewrite ${Math.round(each(postfix[kind]))}/s, both ${Math.round(both)}/s; ratio ${(rate / both).toFixed(1)}`
    );
  };
  console.log(`${count} probes, peak ${Math.round(ours.peak)} MB`);
  console.log(`  by the clock: ${rates("clock")}`);
  console.log(`  by processor time: ${rates("processor")}`);
}

/** The probes that `verify --count` asks first; the covering set is thinned where it is larger than that. */
async function probesOf(count: number): Promise<{ readonly cf: string; readonly probes: readonly Probe[] }> {
  const located = locateSource(site, root);
  if (!located.ok) throw new Error(located.reason);
  const text = readLocated(located.source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const facts = new Map([["hostname", hostname]]);
  const loaded = await loadSendmail({ source: located.source, file: text.file, facts });
  const postfix = loadPostfix(out, { root, facts });
  if (!postfix.ok) throw new Error(postfix.reason);
  const covering = coveringSet(loaded.config, loaded.engine, postfixConstants(postfix.config));
  const most = Math.max(count, 2 * covering.probes.length);
  const all = probesOfCount(covering, most, 1);
  const step = all.length / count;
  return { cf: loaded.cf.text, probes: Array.from({ length: count }, (_, at) => all[Math.floor(at * step)] as Probe) };
}

async function sendmailTime(cf: string, probes: readonly Probe[]): Promise<Cost> {
  const real = testMode(cf, { hostname, root, separator: true });
  await real.startup();
  const commands = probes.flatMap(testModeCommands);
  const cost = await costOf("sendmail", () => real.askAll(commands));
  await real.close();
  return cost;
}

async function rewriteTime(probes: readonly Probe[]): Promise<Cost> {
  const postfix = await startPostfix(out, { hostname, root });
  await postfix.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(postfix)));
  const socket = await rewriteSocket(rewriteSocketPath(postfix));
  const cost = await costOf("trivial-rewrite", async () => {
    for (const address of probes.flatMap(rewrittenAddresses)) {
      await socket.resolve("another@nowhere.land", await socket.rewrite("local", address));
    }
  });
  socket.close();
  await postfix.stop();
  return cost;
}

/** Milliseconds by the clock, and of processor time of the program that answers. */
interface Cost {
  readonly clock: number;
  readonly processor: number;
}

async function costOf(program: string, ask: () => Promise<unknown>): Promise<Cost> {
  const before = processorMilliseconds(program, process.pid);
  const start = performance.now();
  await ask();
  return { clock: performance.now() - start, processor: processorMilliseconds(program, process.pid) - before };
}

interface Measured extends Cost {
  /** MB. */
  readonly peak: number;
}

/** Runs node with arguments, timed by bash; memory is read from Linux's /proc while it runs. */
async function measured(args: readonly string[]): Promise<Measured> {
  const timed = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null';
  const child = spawn("bash", ["-c", timed, "bash", process.execPath, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (piece: Buffer) => {
    said += piece.toString("latin1");
  });
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, peakBelow(child.pid ?? 0));
  }, 20);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(look);
  const [real = 0, user = 0, system = 0] = said.trim().split(" ").map(Number);
  return { clock: 1000 * real, processor: 1000 * (user + system), peak };
}

function peakBelow(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").split(" ").filter(Boolean).map(Number);
    const own = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1];
    return Math.max(Number(own ?? 0) / 1024, ...children.map(peakBelow));
  } catch {
    return 0;
  }
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
}

function ms(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}
