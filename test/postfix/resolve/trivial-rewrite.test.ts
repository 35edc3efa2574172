import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { standardServices } from "../../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../../src/postfix/print/index.ts";
import { createResolver } from "../../../src/postfix/resolve/resolver.ts";
import {
  peerSuite,
  type RewriteSocket,
  type RunningPostfix,
  rewriteSocket,
  rewriteSocketPath,
  startPostfix,
} from "../../support/peers/index.ts";
import { type ScratchDirectory, scratchDirectory } from "../../support/postfix-peer.ts";
import { readScratchAt } from "../read/postfix-directory.ts";
import { addressesFor, directories } from "./directories.ts";

const standardMaster = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;

for (const [name, files] of Object.entries(directories)) {
  peerSuite(["postfix", "pcre"], `resolving with the directory "${name}" beside the real trivial-rewrite`, () => {
    let scratch: ScratchDirectory;
    let postfix: RunningPostfix;
    let socket: RewriteSocket;

    beforeAll(async () => {
      scratch = scratchDirectory({ "master.cf": standardMaster, ...files });
      postfix = await startPostfix(scratch.path, { hostname: "mail.example.com" });
      await postfix.waitFor("trivial-rewrite listens", () => existsSync(rewriteSocketPath(postfix)));
      socket = await rewriteSocket(rewriteSocketPath(postfix));
    });
    afterAll(async () => {
      socket?.close();
      await postfix?.stop();
      scratch?.remove();
    });

    it("rewrites every address alike, in the local and the remote context", async () => {
      const resolver = createResolver(readScratchAt(scratch.path, "mail.example.com"));
      const [ours, theirs]: string[][] = [[], []];
      for (const address of addressesFor(name).filter((each) => each !== "")) {
        for (const context of ["local", "remote"] as const) {
          ours?.push(`${context} ${address} -> ${resolver.rewrite(address, context)}`);
          theirs?.push(`${context} ${address} -> ${await socket.rewrite(context, address)}`);
        }
      }
      expect(ours).toEqual(theirs);
    });

    it("resolves every address to the same class, transport, next hop and recipient", async () => {
      const resolver = createResolver(readScratchAt(scratch.path, "mail.example.com"));
      const [ours, theirs]: string[][] = [[], []];
      for (const address of addressesFor(name)) {
        for (const sender of ["", "boss@example.com"]) {
          const mine = resolver.resolve(address, sender);
          const real = await socket.resolve(sender, address);
          const shown = mine.error ? "error" : `${mine.class} ${mine.transport}:${mine.nexthop} ${mine.recipient}`;
          // An error leaves the answer unset, but for a leading hyphen, which is found last.
          const isError = real.transport === "CHANNEL NOT UPDATED" || (mine.error && real.recipient.startsWith("-"));
          ours?.push(`${sender} ${address} -> ${shown}`);
          theirs?.push(
            `${sender} ${address} -> ${isError ? "error" : `${real.addressClass} ${real.transport}:${real.nexthop} ${real.recipient}`}`,
          );
        }
      }
      expect(ours).toEqual(theirs);
      expect(ours?.filter((line) => !line.endsWith("error")).length).toBeGreaterThan(500);
    });
  });
}
