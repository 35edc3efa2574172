import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadSendmail } from "../../../src/pipeline/sendmail-source.ts";
import { noAnswers } from "../../../src/sendmail/answers.ts";
import { assumedDns } from "../../../src/sendmail/dns.ts";
import { coveringSet } from "../../../src/sendmail/probe/covering.ts";
import { exerciseRules } from "../../../src/sendmail/probe/exercise.ts";
import { neverMatching, neverRunning } from "../../../src/sendmail/probe/never-matching.ts";
import { supposedWorld } from "../../../src/sendmail/probe/supposed-world.ts";
import type { Supposition } from "../../../src/sendmail/probe/suppositions.ts";
import { openSite } from "../../../src/source/site.ts";
import { engineOver, smallCf } from "../ruleset/engine-of-text.ts";

describe("a supposed world", () => {
  const answers = new Map([["access", new Map([["a.example", "OK"]])]]);
  const asked = (supposition: Supposition, key: string): string | null | undefined => {
    const world = supposedWorld(new Set(["access"]), { answers, dns: assumedDns() });
    world.suppose(supposition);
    return world.answers.get("access")?.get(key);
  };

  test("gives every key the row that is supposed, or only those that hold a text", () => {
    expect(asked({ row: "REJECT" }, "b.example")).toBe("REJECT");
    expect(asked({ row: "REJECT", where: "From:" }, "from:b.example")).toBe("REJECT");
    expect(asked({ row: "REJECT", where: "From:" }, "to:b.example")).toBeUndefined();
  });

  test("leaves tables as they are where nothing is supposed of them", () => {
    expect(asked({}, "a.example")).toBe("OK");
    expect(asked({}, "b.example")).toBeUndefined();
    const world = supposedWorld(new Set(), { answers: noAnswers, dns: assumedDns() });
    expect(world.answers.get("access")).toBeUndefined();
  });

  test("lets the name service fail", () => {
    const world = supposedWorld(new Set(), { answers: noAnswers, dns: assumedDns() });
    world.suppose({ dns: "servfail" });
    expect(world.dns.ask("a.example", "A").kind).toBe("servfail");
  });
});

describe("a rule that cannot match", () => {
  const rules = (lines: readonly string[]): readonly string[] => {
    const { program } = engineOver(`${smallCf}Stest\n${lines.join("\n")}\n`, {});
    const never = neverMatching(program);
    const own = program.rulesets.flatMap((ruleset) => (ruleset?.name === "test" ? ruleset.rules : []));
    return own.filter(({ id }) => never.has(id)).map(({ text }) => text.split("\t")[0] ?? "");
  };

  test("asks for a member of an empty class", () => {
    expect(rules(["R$={Nobody} $*\t$1", "R$+\t$: $1"])).toEqual(["R$={Nobody} $*"]);
  });

  test("stands behind a rule that always leaves", () => {
    expect(rules(["R$*\t$@ done", "R$+\t$: never"])).toEqual(["R$+"]);
    expect(rules(["R$+\t$@ done", "R$*\t$: for nothing"])).toEqual([]);
  });

  test("waits for a mailer triple, which ends every ruleset at once", () => {
    expect(rules(["R$# $+\t$@ $1", "R$* $| $# $*\t$# $2"])).toEqual(["R$# $+"]);
  });
});

describe("rules that nothing comes to", () => {
  const never = (lines: readonly string[]): readonly string[] => {
    const { program } = engineOver(`${smallCf}${lines.join("\n")}\n`, {});
    const ids = neverRunning(program);
    const own = program.rulesets.flatMap((ruleset) =>
      /^(check_vrfy|called)$/.test(ruleset?.name ?? "") ? ruleset?.rules : [],
    );
    return own.flatMap((rule) => (rule && ids.has(rule.id) ? [rule.text.split("\t")[0] ?? ""] : []));
  };

  test("a ruleset begins with what its only call puts there", () => {
    const calling = ["Scheck_vrfy", "R$*\t$: $>called < > $1", "Scalled"];
    const rules = ["R< > $*\t$@ $1", "R< error : $+ > $*\t$#error $: $1", "R< $+ > $*\t$#local $: $1"];
    expect(never([...calling, ...rules])).toEqual(["R< error : $+ > $*", "R< $+ > $*"]);
    const other = ["Scheck_vrfy", "R< $- > $*\t$@ $>called < $1 > $2", "R$*\t$: $>called < > $1", "Scalled"];
    expect(never([...other, ...rules])).toEqual(["R< error : $+ > $*"]);
  });

  test("a mailer triple that no called ruleset returns", () => {
    const asks = ["Scheck_vrfy", 'R$*\t$: $1 $| $>"called" $1', "R$* $| $#$*\t$#$2", "Scalled"];
    expect(never([...asks, "R$*\t$: $1"])).toEqual(["R$* $| $#$*"]);
    expect(never([...asks, "Rx\t$#error $: no"])).toEqual([]);
  });

  test("none of them ever fires", async () => {
    const root = new URL("../../../fixtures/sites/virtual-hosts/root/", import.meta.url).pathname;
    const file = { path: "sendmail.cf", text: readFileSync(`${root}etc/mail/sendmail.cf`, "latin1") };
    const main = { kind: "cf", shown: "sendmail.cf", located: "sendmail.cf" } as const;
    const source = { site: openSite(root), main, others: [], submission: undefined, readsThisMachine: false };
    const { config, engine } = await loadSendmail({ source, file, facts: new Map() });
    const { fresh, fired } = coveringSet(config, engine);
    exerciseRules(config, engine, fresh, fired, new Set());
    expect([...neverRunning(engine.program)].filter((id) => fired[id] === 1)).toEqual([]);
  });
});
