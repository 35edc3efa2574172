import { describe, expect, it } from "vitest";
import { parseExpectations } from "../../src/check/expectations.ts";
import { leafText, parseLeaf, sameLeaves } from "../../src/check/leaf.ts";

const read = (text: string) => parseExpectations({ path: "expect.yaml", text });

describe("an expectations file", () => {
  it("holds recipients with their leaves, answers to clients, and rewritten senders", () => {
    const { expectations, diagnostics } = read(`expect:
  - {name: root, recipient: root@example.com, leaves: [local joe, "smtp [hub.example.com] root@example.com"]}
  - {client: "mx[192.0.2.1]", sender: a@b.example, recipient: c@d.example, answer: 550 5.7.1}
  - {sender: joe, becomes: joe@example.com, in: header, via: smtp}
`);
    expect(diagnostics).toEqual([]);
    expect(expectations.map((one) => one.kind)).toEqual(["recipient", "answer", "sender"]);
    expect(expectations[1]).toMatchObject({
      answer: { kind: "code", code: 550, enhanced: "5.7.1" },
      at: { line: 3, column: 5 },
    });
  });

  it.each([
    ["expect:\n  - {recipient: x, leaves: [nowhere x]}\n", /no leaf/],
    ["expect:\n  - {client: mx, sender: a, recipient: b, answer: accept}\n", /client/],
    ["expect:\n  - {recipient: x}\n", /neither/],
    ["expected: []\n", /no list/],
  ])("reports %j at its line and column", (text, message) => {
    const { diagnostics } = read(text);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "CK5010", message: expect.stringMatching(message) });
    expect(diagnostics[0]?.at?.line).toBeGreaterThan(0);
  });
});

describe("leaves", () => {
  it.each([
    "local joe",
    "smtp [hub]:2525 a@b",
    "pipe fax 1@f",
    "command /bin/prog -x a b",
    "file /var/log/x",
    "reject 550 5.1.1",
  ])("%s reads and prints as itself", (text) => {
    const leaf = parseLeaf(text);
    expect(leaf && leafText(leaf)).toBe(text);
  });

  it("compare as sets, host names without regard to case", () => {
    const leaves = (...texts: string[]) => texts.flatMap((text) => parseLeaf(text) ?? []);
    expect(sameLeaves(leaves("smtp Hub a@X", "local b"), leaves("local b", "smtp hub a@x"))).toBe(true);
    expect(sameLeaves(leaves("local b"), leaves("local c"))).toBe(false);
  });
});
