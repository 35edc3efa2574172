import { afterAll, beforeAll, expect, it } from "vitest";
import { standardServices } from "../../../src/postfix/catalogue/standard-services.ts";
import { printMasterCf } from "../../../src/postfix/print/index.ts";
import { createResolver } from "../../../src/postfix/resolve/resolver.ts";
import { createDecider } from "../../../src/postfix/restrictions/decide.ts";
import { peerSuite, type RunningPostfix, smtpDialogues, startPostfix } from "../../support/peers/index.ts";
import { type ScratchDirectory, scratchDirectory } from "../../support/postfix-peer.ts";
import { compareDialogue, linesOf } from "../../support/smtpd-dialogues.ts";
import { hostLines } from "../../support/smtpd-world.ts";
import { readScratchAt } from "../read/postfix-directory.ts";

const main = `${hostLines}smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_client_restrictions = defer_if_permit
smtpd_relay_restrictions = check_recipient_access inline:{ {box.example = DISCARD} }, reject_unauth_destination
`;
const client = { name: "out.example", address: "203.0.113.9" };
const session = { client, helo: "out.example", sender: "u@else.example" };

peerSuite(["postfix"], "DISCARD beside the real smtpd", () => {
  let scratch: ScratchDirectory;
  let postfix: RunningPostfix;

  beforeAll(async () => {
    const master = printMasterCf({ version: "3.7", parameters: [], services: standardServices, tables: [] }).text;
    scratch = scratchDirectory({ "main.cf": main, "master.cf": master });
    postfix = await startPostfix(scratch.path, { hostname: "mail.example.com" });
  });
  afterAll(async () => {
    await postfix?.stop();
    scratch?.remove();
  });

  it("holds for the message even when its recipient is put off, so that later recipients are taken unasked", async () => {
    const decider = createDecider(createResolver(readScratchAt(scratch.path, "mail.example.com")), {
      dns: { lookup: () => ({ kind: "none" }) },
    });
    const dialogue = { session, recipients: ["carol@box.example", "far@elsewhere.example"] };
    const [said] = await smtpDialogues(postfix, { port: 25, dialogues: [{ lines: linesOf(dialogue) }] });
    const compared = compareDialogue(decider, dialogue, said ?? { replies: [] });
    expect(compared.map((one) => one.ours)).toEqual(compared.map((one) => one.theirs));
    expect(compared.map((one) => one.theirs.slice(0, 3))).toEqual(["220", "250", "250", "450", "250", "354", "250"]);
  });
});
