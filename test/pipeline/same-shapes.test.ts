import { describe, expect, it } from "vitest";
import { shapeOf, spelt, templateOf } from "../../src/check/verification/shape.ts";
import { openVerification } from "../../src/pipeline/verify.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import { scratchTree } from "../support/scratch.ts";

const project = new URL("../..", import.meta.url).pathname;
const site = (name: string): readonly [root: string, directory: string] => [
  `${project}fixtures/sites/${name}/root`,
  `${project}fixtures/sites/${name}/expected`,
];

/** The whole result of `verify --count`, with every probe followed or one of each shape. */
async function bothWays(root: string, directory: string, count: number): Promise<readonly [string, string, number]> {
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const main = readLocated(located.source.main);
  if (!main.ok) throw new Error(main.failure.reason);
  const facts = new Map([["hostname", "mail.example.com"]]);
  const verify = await openVerification({ source: located.source, file: main.file, facts }, {});
  const [full, byShape] = [true, false].map((stepByStep) => {
    const choice = { kind: "count", count, seed: 7 } as const;
    const answer = verify({ directory, postfix: { root }, choice, coverage: false, stepByStep });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.result;
  });
  return [JSON.stringify(full), JSON.stringify(byShape), full?.differ.length ?? 0];
}

describe("following one probe of each shape", () => {
  it.each(["workstation", "null-client"])("gives the report of following each probe: %s", async (name) => {
    const [full, byShape] = await bothWays(...site(name), 3000);
    expect(byShape === full).toBe(true);
  });

  it("finds what maps and patterns see inside of words that no rule knows", async () => {
    const root = scratchTree({
      "etc/mail/sendmail.cf": `${patterned.join("\n")}\n`,
      "etc/passwd": "anna:x:1000:1000::/home/anna:/bin/sh\n",
      "etc/postfix/main.cf":
        "myhostname = mail.example.com\nmydestination = $myhostname\ntransport_maps = pcre:/etc/postfix/transport\n",
      "etc/postfix/transport": "/@[a-k][^@]*$/ smtp:[low.example]\n",
    });
    const [full, byShape, differences] = await bothWays(root, `${root}/etc/postfix`, 2000);
    expect(byShape === full).toBe(true);
    expect(differences).toBeGreaterThan(50);
  });
});

/** Domains that begin with a to m go to one relay. */
const patterned = [
  "V10/Berkeley",
  "Djmail.example.com",
  "Cwmail.example.com",
  "Klow regex -a@LOW ^[a-m]",
  "S3",
  "R$* < $+ > $*\t$@ $>43 $2",
  "R$*\t$@ $>43 $1",
  "S43",
  "R$+ @ $+\t$: $1 < @ $2 >",
  "S0",
  "R$+ < @ $=w >\t$#local $: $1",
  "R$* < @ $+ >\t$: < $(low $2 $: none $) > $1 < @ $2 >",
  "R< $* @ LOW > $* < @ $+ >\t$#esmtp $@ [low.example] $: $2 @ $3",
  "R< none > $* < @ $+ >\t$#esmtp $@ $2 $: $1 @ $2",
  "R$+\t$#local $: $1",
  "Mlocal, P=/bin/mail, F=lsDFMAw5:/|@q, A=mail -d $u",
  "Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h",
];

describe("the shape of a probe", () => {
  const known = new Set(["examp", "xampl", "ample"]);
  const keyOf = (address: string): string | undefined => shapeOf({ question: "recipient", address }, known)?.key;

  it("is the same for other words that nothing knows, and another for other equalities, cases and constants", () => {
    expect(keyOf("someone@nowhere.test")).toBe(keyOf("anybody@elsewhere.test"));
    expect(keyOf("someone@someone.test")).not.toBe(keyOf("anybody@elsewhere.test"));
    expect(keyOf("SOMEONE@nowhere.test")).not.toBe(keyOf("anybody@elsewhere.test"));
    expect(keyOf("someone@example.test")).not.toBe(keyOf("someone@nowhere.test"));
  });

  it("is not given to a text without unknown words, a long one, or one whose words hold each other", () => {
    expect(keyOf("ab@example.test")).toBeUndefined();
    expect(keyOf(`someone@${"nowhere.".repeat(8)}test`)).toBeUndefined();
    expect(keyOf("someone@someoneelse.test")).toBeUndefined();
  });

  it("makes texts that hold its words anew with others", () => {
    const template = templateOf("to:someone@NOWHERE.test", ["someone", "nowhere"]);
    expect(template && spelt(template, ["anybody", "elsewhere"], ["ANYBODY", "ELSEWHERE"])).toBe(
      "to:anybody@ELSEWHERE.test",
    );
    expect(templateOf("Someone", ["someone"])).toBeUndefined();
  });
});
