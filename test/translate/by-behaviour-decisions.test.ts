import { describe, expect, it } from "vitest";
import { readNetwork } from "../../src/lift/shared/client-network.ts";
import type { ClientPlace, DecisionBehaviour } from "../../src/model/behaviour.ts";
import { decisionParts } from "../../src/translate/by-behaviour/decisions.ts";
import type { TranslateOptions } from "../../src/translate/context.ts";

const options = { mapType: "hash", version: "3.7", mailbox: undefined } as unknown as TranslateOptions;

function network(text: string): ClientPlace {
  const read = readNetwork(text);
  if (!read) throw new Error(`${text} is no network`);
  return { kind: "network", network: read };
}

/** What the class table of a refusal says to a name and to an address, the first row that has them. */
function classTable(places: readonly ClientPlace[]): (key: string) => string | undefined {
  const decision: DecisionBehaviour = {
    sender: undefined,
    recipient: {
      kind: "pattern",
      pattern: { user: [{ kind: "text", text: "staff" }], domain: [{ kind: "text", text: "here.example" }] },
      isExact: true,
    },
    clients: { except: places },
    verdict: { kind: "refuse", refusal: { temporary: false, code: "550", status: "5.7.1", text: "insiders only" } },
    origins: [],
    order: 1,
    examples: [],
  };
  const table = decisionParts([decision], ["here.example"], options).tables.find(
    ({ comment }) => comment[0] === "Clients of one rule.",
  );
  const rows = [...(table?.rows() ?? [])];
  return (key) => rows.find((row) => new RegExp(row.key.slice(1, -1), "i").test(key))?.value;
}

describe("clients of one rule, some by name and some by address", () => {
  const answer = classTable([
    { kind: "name", domain: "in.example", below: true },
    network("10.1"),
    network("192.0.2.7"),
    network("IPv6:2001:db8"),
    network("IPv6:2001:db8:1:0"),
    network("IPv6:fd00::1"),
  ]);

  it.each([
    "host.in.example",
    "10.1.0.1",
    "10.1.255.9",
    "192.0.2.7",
    "2001:db8::5",
    "2001:db8:7::5",
    "2001:db8:1::5",
    "fd00::1",
  ])("%s is among them", (key) => {
    expect(answer(key)).toBe("DUNNO");
  });

  it.each(["10.2.0.1", "110.1.0.1", "192.0.2.70", "2001:db9::5", "fd00::10", "fd00::1:1"])("%s is not", (key) => {
    expect(answer(key)).toMatch(/^550 5\.7\.1 insiders only/);
  });

  it("a name that is not among them is looked up by its address next", () => {
    expect(answer("host.out.example")).toBeUndefined();
  });
});
