import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeySet } from "../../src/source/key-set.ts";
import { scratchTree } from "../support/scratch.ts";
import { policyOf } from "../support/small-cf.ts";

/** The lines of the mailertable of a small site, as `kind key value`. */
function linesOf(
  map: string,
  files: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): readonly string[] {
  const policy = policyOf(["V10", ...more, `Kmailertable ${map}`], { root: scratchTree(files) });
  return [...(policy.mailerTable.table?.lines() ?? [])].map((line) =>
    line.kind === "broken" ? `broken ${line.reason}` : `${line.kind} ${line.key} ${line.value}`,
  );
}

describe("the text of an old table", () => {
  test("is read as makemap reads it: comments in the first column, keys folded, the first of equal keys", () => {
    const text = "# comment\n\nA.Test\t esmtp:[h] \n #no comment\nb.test\na.test\tlocal:\n";
    expect(linesOf("hash -o /etc/t.db", { "etc/t": text })).toEqual([
      "row a.test esmtp:[h]",
      "broken it begins with a blank, which makemap refuses",
      "broken it has no right-hand side",
      "repeated a.test local:",
    ]);
  });

  test("keeps case with -f", () => {
    expect(linesOf("hash -f /etc/t", { "etc/t": "A.Test x:y\n" })).toEqual(["row A.Test x:y"]);
  });

  test("columns of a text map are counted from 0, parted by -z", () => {
    const files = { "etc/t": "1:anna:room\n2::none\n" };
    expect(linesOf("text -z: -k1 -v2 /etc/t", files)).toEqual(["row anna room", "broken its key column is empty"]);
    expect(linesOf("text -z: -k0 -v1 /etc/t", files)).toEqual(["row 1 anna", "broken its value column is empty"]);
  });

  test("a text map without -v answers with its key column", () => {
    expect(linesOf("text -o /etc/t", { "etc/t": "anna anna.b@x.test\n" })).toEqual(["row anna anna"]);
  });

  test("a sequence asks its maps one after the other", () => {
    const files = { "etc/a": "x.test a:1\n", "etc/b": "x.test b:1\ny.test b:2\n" };
    const maps = ["Kfirst hash /etc/a", "Ksecond hash /etc/b"];
    expect(linesOf("sequence first second", files, maps)).toEqual([
      "row x.test a:1",
      "repeated x.test b:1",
      "row y.test b:2",
    ]);
  });

  test("where only the built database is there, the remark says how to get the text back", () => {
    const policy = policyOf(["V10", "Kmailertable hash /etc/t"], { root: scratchTree({ "etc/t.db": "x" }) });
    expect(policy.mailerTable.table?.state).toBe("missing");
    expect(policy.mailerTable.table?.remark).toContain("makemap -u hash /etc/t > /etc/t");
  });

  test("a server's answers are external", () => {
    const policy = policyOf(["V10", "Kaccess ldap -k (mail=%0) -v x"]);
    expect(policy.access.table?.state).toBe("external");
  });
});

test("a set of hashes knows exactly the keys that it was given", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 3000 }), (keys) => {
      const hashes = createKeySet();
      const true_ = new Set<string>();
      for (const key of keys) {
        expect(hashes.add(key)).toBe(!true_.has(key));
        true_.add(key);
      }
      expect(hashes.size).toBe(true_.size);
    }),
    { numRuns: 30 },
  );
});

describe("evidence in rules", () => {
  const relaying = (rule: string) =>
    policyOf(["V10", "CRrelay.test 10.1 IPv6:2001:0db8", "Dmexample.com", "SRcpt_ok", rule]).relayPermission;

  test("class R matches below a domain unless the rule compares the whole host", () => {
    expect(relaying("R$+ < @ $* $=R >\t$@ RELAY").includesSubdomains.value).toBe(true);
    expect(relaying("R$+ < @ $=R >\t$@ RELAY").includesSubdomains.value).toBe(false);
  });

  test("networks, domains and what could never match are told apart", () => {
    const relay = relaying("R$+ < @ $* $=R >\t$@ RELAY");
    expect(relay.networks.map((fact) => fact.value)).toEqual([{ family: "ipv4", address: "10.1.0.0", prefix: 16 }]);
    expect(relay.domains.map((fact) => fact.value)).toEqual(["relay.test"]);
    expect(relay.ignored).toHaveLength(1);
  });

  test("the host's own domain may relay where $=m grants", () => {
    expect(relaying("R$+ < @ $* $=m >\t$@ RELAY").ownDomain?.value).toBe("example.com");
    expect(relaying("R$+ < @ $=w >\t$@ RELAY").ownDomain).toBeUndefined();
  });
});
