// `npm run measure -- postfix-resolve [ROUNDS]`: the same questions to our resolver and to the real trivial-rewrite, in
// one run: how many a second, and how many answers differ.
import { existsSync } from "node:fs";
import { standardServices } from "../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../src/postfix/print/index.ts";
import { createResolver } from "../../src/postfix/resolve/resolver.ts";
import { readScratchAt } from "../../test/postfix/read/postfix-directory.ts";
import { addressesFor, directories } from "../../test/postfix/resolve/directories.ts";
import { rewriteSocket, rewriteSocketPath, startPostfix } from "../../test/support/peers/postfix.ts";
import { scratchDirectory } from "../../test/support/postfix-peer.ts";

const rounds = Number(process.argv[2] ?? 5);
const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;
const total = { asked: 0, differ: 0, ours: 0, theirs: 0 };

for (const [name, files] of Object.entries(directories)) {
  const scratch = scratchDirectory({ "master.cf": master, ...files });
  const postfix = await startPostfix(scratch.path, { hostname: "mail.example.com" });
  await postfix.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(postfix)));
  const socket = await rewriteSocket(rewriteSocketPath(postfix));
  const resolver = createResolver(readScratchAt(scratch.path, "mail.example.com"));
  for (let round = 0; round < rounds; round += 1) {
    const addresses = addressesFor(name).map((address) => address.replace(/^u/, `u${round}`));
    const before = performance.now();
    const ours = addresses.map((address) => resolver.resolve(address, `s${round}@example.com`));
    const between = performance.now();
    for (const [index, address] of addresses.entries()) {
      const real = await socket.resolve(`s${round}@example.com`, address);
      const mine = ours[index];
      const isSame = mine?.error
        ? real.transport === "CHANNEL NOT UPDATED" || real.recipient.startsWith("-")
        : mine?.transport === real.transport && mine.nexthop === real.nexthop && mine.recipient === real.recipient;
      if (!isSame) {
        total.differ += 1;
        console.log(`differs in "${name}": ${address}`, mine, real);
      }
    }
    total.asked += addresses.length;
    total.ours += between - before;
    total.theirs += performance.now() - between;
  }
  socket.close();
  await postfix.stop();
  scratch.remove();
}
const rate = (milliseconds: number): number => Math.round((total.asked / milliseconds) * 1000);
console.log(`${total.asked} questions, ${total.differ} answers differ`);
console.log(
  `ours ${rate(total.ours)}/s, trivial-rewrite ${rate(total.theirs)}/s, ratio ${(total.theirs / total.ours).toFixed(1)}`,
);
