// `npm run measure -- postfix-resolve [CORPUS] [--rounds N]`: the same questions to our resolver and to the real
// trivial-rewrite (rewrite, then resolve what came out), in one run: how many answers differ, how many a second. CORPUS
// is a folder of main.cf files, whose tables are invented (test/support/postfix-corpus.ts).
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { readScratchAt } from "../../test/postfix/read/postfix-directory.ts";
import { addressesFor, directories } from "../../test/postfix/resolve/directories.ts";
import {
  type RewriteSocket,
  rewriteSocket,
  rewriteSocketPath,
  startPostfix,
} from "../../test/support/peers/postfix.ts";
import { preparePostfix } from "../../test/support/postfix-corpus.ts";
import { scratchDirectory } from "../../test/support/postfix-peer.ts";

interface Subject {
  readonly name: string;
  readonly directory: Readonly<Record<string, string>>;
  readonly root: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "1" } },
});
const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;
const host = "mail.example.com";
const senders = ["", "boss@example.com"];
const total = { asked: 0, differ: 0, ours: 0, theirs: 0 };

for (const subject of [...fixtures(), ...(positionals[0] ? corpus(positionals[0]) : [])]) await measure(subject);
console.log(`${total.asked} questions, ${total.differ} answers differ`);
const rate = (milliseconds: number): number => Math.round((total.asked / milliseconds) * 1000);
console.log(
  `ours ${rate(total.ours)}/s, trivial-rewrite ${rate(total.theirs)}/s, ratio ${(total.theirs / total.ours).toFixed(1)}`,
);

function fixtures(): readonly Subject[] {
  return Object.entries(directories).map(([name, files]) => ({
    name,
    directory: { "master.cf": master, ...files },
    root: {},
    addresses: rounds(addressesFor(name)),
  }));
}

function corpus(folder: string): readonly Subject[] {
  const names = readdirSync(folder).filter((name) => name.endsWith("main.cf"));
  return names.map((name) => {
    const { directory, root, domains, users } = preparePostfix(readFileSync(join(folder, name), "latin1"), master);
    const locals = [...users, "a%b.example", "h!u", '"q x"', '"a@b"', "-d"];
    const pairs = locals.flatMap((local) => domains.map((domain) => `${local}@${domain}`));
    const odd = [
      "",
      "@",
      "a@b@c",
      "u@[127.0.0.1]",
      "u@[192.0.2.1]",
      "u@.",
      "u@a..b",
      "u@192.0.2.1",
      "@r:u@example.com",
    ];
    const more = domains.flatMap((domain) => [
      `u@x.${domain}`,
      `u@${domain}.`,
      `u%${domain}`,
      `${domain}!u`,
      `U@${domain.toUpperCase()}`,
    ]);
    return { name, directory, root, addresses: rounds([...pairs, ...locals, ...odd, ...more]) };
  });
}

function rounds(addresses: readonly string[]): readonly string[] {
  return Array.from({ length: Number(values.rounds) }, (_, at) =>
    addresses.map((address) => (at === 0 ? address : address.replace(/^[a-z]/, (first) => `${first}${at}`))),
  ).flat();
}

async function measure({ name, directory, root, addresses }: Subject): Promise<void> {
  const scratch = scratchDirectory(directory);
  const around = scratchDirectory(
    Object.fromEntries(Object.entries(root).map(([path, text]) => [path.slice(1), text])),
  );
  try {
    const postfix = await startPostfix(scratch.path, { hostname: host, root: around.path });
    await postfix.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(postfix)));
    const socket = await rewriteSocket(rewriteSocketPath(postfix));
    const before = performance.now();
    const resolver = createResolver(readScratchAt(scratch.path, host, around.path));
    const questions = addresses.flatMap((address) => senders.map((sender) => ({ address, sender })));
    const ours = questions.map(({ address, sender }) => {
      const rewritten = resolver.rewrite(address);
      return { rewritten, ...resolver.resolve(rewritten, sender) };
    });
    total.ours += performance.now() - before;
    await compare(name, questions, ours, socket);
    socket.close();
    await postfix.stop();
  } catch (error) {
    console.log(`${name}: ${error instanceof Error ? error.message.slice(-1500) : String(error)}`);
  } finally {
    scratch.remove();
    around.remove();
  }
}

async function compare(
  name: string,
  questions: readonly { readonly address: string; readonly sender: string }[],
  ours: readonly {
    readonly rewritten: string;
    readonly error?: string;
    readonly class: string;
    readonly transport: string;
    readonly nexthop: string;
    readonly recipient: string;
  }[],
  socket: RewriteSocket,
): Promise<void> {
  let differ = 0;
  const start = performance.now();
  for (const [index, { address, sender }] of questions.entries()) {
    const rewritten = await socket.rewrite("local", address);
    const real = await socket.resolve(sender, rewritten);
    const mine = ours[index];
    const isError = real.transport === "CHANNEL NOT UPDATED" || (mine?.error && real.recipient.startsWith("-"));
    const theirs = isError ? "error" : `${real.addressClass} ${real.transport}:${real.nexthop} ${real.recipient}`;
    const shown = mine?.error ? "error" : `${mine?.class} ${mine?.transport}:${mine?.nexthop} ${mine?.recipient}`;
    if (shown === theirs && mine?.rewritten === rewritten) continue;
    differ += 1;
    if (differ <= 5)
      console.log(`  ${sender} ${address} -> ${mine?.rewritten} ${shown}\n    really ${rewritten} ${theirs}`);
  }
  total.theirs += performance.now() - start;
  total.asked += questions.length;
  total.differ += differ;
  console.log(`${name}: ${questions.length} questions, ${differ} differ`);
}
