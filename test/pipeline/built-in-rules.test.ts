import { expect, it } from "vitest";
import { loadSendmail } from "../../src/pipeline/sendmail-source.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { scratchTree } from "../support/scratch.ts";

/** What a client hears of a .mc whose library is not there: built-in rules stand for it. */
async function heard(sender: string): Promise<string> {
  const root = scratchTree({
    "etc/hostname": "mail.example.com\n",
    "etc/mail/sendmail.mc":
      "include(`../m4/cf.m4')dnl\nOSTYPE(`linux')dnl\nFEATURE(`access_db')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n",
    "etc/mail/access": "spam.example\tREJECT\n",
    "etc/passwd": "joe:x:1:1:Joe:/home/joe:/bin/sh\n",
  });
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const text = readLocated(located.source.main);
  if (!text.ok) throw new Error(text.failure.reason);
  const { engine } = await loadSendmail({ source: located.source, file: text.file, facts: new Map() });
  const client = { name: "mx.elsewhere.example", address: "192.0.2.1" };
  const { stage, decision } = engine.decide({ client, sender, recipient: "joe@mail.example.com" });
  return "code" in decision ? `${stage} ${decision.code} ${decision.enhanced} ${decision.text}` : decision.kind;
}

it("takes senders of domains that exist, and no others", async () => {
  expect(await heard("a@elsewhere.example")).toBe("accept");
  expect(await heard("")).toBe("accept");
  expect(await heard("a@spam.example")).toBe("mail 550 5.7.1 Access denied");
  expect(await heard("a")).toMatch(/^mail 553 5\.5\.4/);
  expect(await heard("a@gone.invalid")).toMatch(/^mail 553 5\.1\.8/);
});
