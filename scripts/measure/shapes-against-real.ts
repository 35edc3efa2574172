// The argument behind a proof, tried: addresses of the shapes that both sides of a site agree on, with random words in
// place of the fresh ones, asked of the real `sendmail -bt`, of the real trivial-rewrite(8), and of verification itself.
// `npm run measure -- shapes-against-real [--count 1000] [--seed 1] [SITE_ROOT...]`; all sites of fixtures/ without one.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadPostfix } from "../../src/pipeline/postfix.ts";
import { postfixConstants } from "../../src/pipeline/postfix-constants.ts";
import { openVerification } from "../../src/pipeline/verify.ts";
import { quoteLocal, unquoteLocal } from "../../src/postfix/address/quote.ts";
import { coveringSet } from "../../src/sendmail/probe/covering.ts";
import { type Probe, probeText } from "../../src/sendmail/probe/probe.ts";
import { probesOfCount } from "../../src/sendmail/probe/random.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { cfLibrary, rewriteSocket, rewriteSocketPath, startPostfix, testMode } from "../../test/support/peers/index.ts";
import { openWireSite, type WireSite } from "../../test/support/wire/site.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const fixtures = new URL("../../fixtures/", import.meta.url).pathname;
const folders = ["sites", "asked"].flatMap((name) =>
  readdirSync(join(fixtures, name)).map((one) => join(fixtures, name, one, "root")),
);
const roots = positionals.length > 0 ? positionals : [join(fixtures, "university/root"), ...folders];
const SENDER = "another@nowhere.land";
const DNS = { "*": "ASSUMED" } as const;

interface Tried {
  readonly asked: number;
  readonly disagreements: readonly string[];
}

let asked = 0;
let disagreeing = 0;
for (const root of roots.filter((path) => existsSync(path))) {
  const started = performance.now();
  const site = await openWireSite(root);
  const { probes, status } = await randomProbes(site);
  const tried = [
    await againstVerify(site, probes),
    await againstSendmail(site, probes),
    await againstPostfix(site, probes),
  ];
  const found = tried.flatMap(({ disagreements }) => disagreements);
  asked += probes.length;
  disagreeing += found.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const answers = tried.map((one) => one.asked).join(" + ");
  console.log(
    `${root}: ${probes.length} addresses (${status}), ${answers} answers, ${found.length} disagree (${seconds} s)`,
  );
  for (const text of found.slice(0, 10)) console.log(`  ${text}`);
}
console.log(`${asked} addresses, ${disagreeing} disagreements`);
process.exit(disagreeing === 0 ? 0 : 1);

type Asked = Exclude<Probe, { readonly question: "limit" | "decision" }>;

async function verification(site: WireSite) {
  const located = locateSource(site.root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const text = readLocated(located.source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const cfDir = located.source.main.kind === "mc" ? cfLibrary() : undefined;
  const ask = await openVerification({ source: located.source, file: text.file, facts: new Map(), cfDir }, {});
  return (probes?: readonly Probe[]) => {
    const answer = ask({
      directory: site.directory,
      postfix: { root: site.root },
      choice: probes ? { kind: "given", probes } : { kind: "covering" },
      coverage: false,
    });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.result;
  };
}

/** Random spellings of the shapes in which nothing differs, explained or not; recipients and envelope senders. */
async function randomProbes(site: WireSite): Promise<{ readonly probes: readonly Asked[]; readonly status: string }> {
  const postfix = loadPostfix(site.directory, { root: site.root, facts: ownAddresses(site) });
  if (!postfix.ok) throw new Error(postfix.reason);
  const covering = coveringSet(site.loaded.config, site.loaded.engine, postfixConstants(postfix.config));
  const shapes = covering.probes.filter(isAsked);
  const verify = await verification(site);
  const result = verify(shapes);
  const differing = new Set(result.differ.map((one) => one.asked));
  const agreed = shapes.filter((probe) => !differing.has(probeText(probe)));
  const fresh = new Set([...Object.values(covering.fresh)].flatMap((word) => word.split(".")));
  const respellable = agreed.filter(({ address }) =>
    address
      .toLowerCase()
      .split(/\W/)
      .some((word) => fresh.has(word)),
  );
  const random = probesOfCount(
    { ...covering, probes: respellable },
    respellable.length + Number(values.count),
    Number(values.seed),
  );
  return { probes: random.slice(respellable.length).filter(isAsked), status: verify().proof.status };
}

/** The machine's addresses, as sendmail has found them. */
function ownAddresses({ loaded }: WireSite): ReadonlyMap<string, string> {
  const members = loaded.config.classes.get("w")?.members ?? [];
  const addresses = members.flatMap(({ text }) => /^\[([0-9.]+)\]$/.exec(text)?.[1] ?? []);
  return new Map([["addresses", [...new Set(["127.0.0.1", ...addresses])].join(" ")]]);
}

function isAsked(probe: Probe): probe is Asked {
  return probe.question === "recipient" || probe.question === "envelope-sender";
}

async function againstVerify(site: WireSite, probes: readonly Asked[]): Promise<Tried> {
  const { differ } = (await verification(site))(probes);
  const text = differ.map((one) => `verify: ${one.asked}: ${one.sendmail.answer} / ${one.postfix.answer}`);
  return { asked: probes.length, disagreements: text };
}

async function againstSendmail(site: WireSite, probes: readonly Asked[]): Promise<Tried> {
  const commands = probes.map((probe) => {
    return probe.question === "recipient" ? `/parse ${probe.address}` : `/try ${probe.mailer} ${probe.address}`;
  });
  const ours = site.loaded.engine.testMode();
  const real = testMode(site.loaded.cf.text, { root: site.root, dns: DNS });
  try {
    await real.startup();
    await real.ask("/tryflags ES");
    ours.answer("/tryflags ES");
    const answers = await real.askAll(commands);
    return {
      asked: commands.length,
      disagreements: commands.flatMap((command, at) => {
        const theirs = answers[at]?.at(-1) ?? "";
        const mine = ours.answer(command).trimEnd().split("\n").at(-1) ?? "";
        return theirs === mine ? [] : [`sendmail: ${command}: ${theirs} / ours ${mine}`];
      }),
    };
  } finally {
    await real.close();
  }
}

async function againstPostfix(site: WireSite, probes: readonly Asked[]): Promise<Tried> {
  const loaded = loadPostfix(site.directory, { root: site.root, facts: ownAddresses(site) });
  if (!loaded.ok) throw new Error(loaded.reason);
  const { resolver } = loaded;
  const run = await startPostfix(site.directory, { root: site.root, dns: DNS });
  try {
    await run.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(run)));
    const socket = await rewriteSocket(rewriteSocketPath(run));
    const disagreements: string[] = [];
    let questions = 0;
    for (const { address } of probes) {
      const bare = address.replace(/^<(.*)>$/, "$1");
      const written = await socket.rewrite("local", bare);
      questions += 1;
      const mine = resolver.rewrite(bare);
      if (written !== mine) disagreements.push(`postfix rewrites ${bare}: ${written} / ours ${mine}`);
      const cleaned = resolver.cleanRecipient(unquoteLocal(bare));
      for (const recipient of cleaned.ok ? cleaned.addresses : []) {
        const theirs = await socket.resolve(SENDER, recipient);
        questions += 1;
        const ours = resolver.resolve(recipient, SENDER);
        // What cannot be resolved has no place to go to: trivial-rewrite leaves these as they were.
        const failed = theirs.transport === "CHANNEL NOT UPDATED";
        const texts = [
          failed ? "failed" : `${theirs.addressClass} ${theirs.transport}:${theirs.nexthop} ${theirs.recipient}`,
          ours.error ? "failed" : `${ours.class} ${ours.transport}:${ours.nexthop} ${ours.recipient}`,
        ];
        if (texts[0] !== texts[1])
          disagreements.push(`postfix resolves ${quoteLocal(recipient)}: ${texts.join(" / ours ")}`);
      }
    }
    socket.close();
    return { asked: questions, disagreements };
  } finally {
    await run.stop();
  }
}
