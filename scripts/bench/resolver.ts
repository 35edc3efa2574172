// Resolutions a second beside the real trivial-rewrite(8): each address is rewritten and resolved, which cleanup(8) asks
// of it as two questions over its private socket. The same addresses, one after the other, in the same run. Both have
// read the configuration and answered some thousand other addresses before the clock starts.
import { existsSync } from "node:fs";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { readScratchAt } from "../../test/postfix/read/postfix-directory.ts";
import { addressesFor, directories } from "../../test/postfix/resolve/directories.ts";
import { rewriteSocket, rewriteSocketPath, startPostfix } from "../../test/support/peers/postfix.ts";
import { scratchDirectory } from "../../test/support/postfix-peer.ts";

const rounds = Number(process.argv[2] ?? 20);
const host = "mail.example.com";
/** Rounds that are not counted: our code is compiled while it runs. */
const warmUp = 8;
const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

for (const [name, files] of Object.entries(directories)) {
  const scratch = scratchDirectory({ "master.cf": master, ...files });
  const addresses = Array.from({ length: rounds }, (_, round) => addressesOf(name, round)).flat();
  const before = Array.from({ length: warmUp }, (_, round) => addressesOf(name, rounds + round)).flat();
  const ours = resolverRate(scratch.path, before, addresses);
  const theirs = await socketRate(scratch.path, before, addresses);
  console.log(
    `${name}: ${Math.round(ours)} resolutions/s, trivial-rewrite ${Math.round(theirs)}/s, ratio ${(ours / theirs).toFixed(1)}`,
  );
  scratch.remove();
}

/** Different users in every round: no answer is asked for twice. */
function addressesOf(name: string, round: number): readonly string[] {
  return addressesFor(name)
    .filter((address) => address !== "")
    .map((address) => (/^[a-z]/.test(address) ? `${address[0]}${round}${address.slice(1)}` : address));
}

function resolverRate(path: string, before: readonly string[], addresses: readonly string[]): number {
  const resolver = createResolver(readScratchAt(path, host));
  const ask = (address: string): unknown => resolver.resolve(resolver.rewrite(address), "sender@example.com");
  before.forEach(ask);
  const start = performance.now();
  addresses.forEach(ask);
  return rate(addresses, start);
}

async function socketRate(path: string, before: readonly string[], addresses: readonly string[]): Promise<number> {
  const postfix = await startPostfix(path, { hostname: host });
  await postfix.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(postfix)));
  const socket = await rewriteSocket(rewriteSocketPath(postfix));
  const ask = async (address: string): Promise<unknown> =>
    socket.resolve("sender@example.com", await socket.rewrite("local", address));
  for (const address of before) await ask(address);
  const start = performance.now();
  for (const address of addresses) await ask(address);
  const answered = rate(addresses, start);
  socket.close();
  await postfix.stop();
  return answered;
}

function rate(addresses: readonly string[], start: number): number {
  return addresses.length / ((performance.now() - start) / 1000);
}
