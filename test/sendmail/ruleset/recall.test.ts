import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RulesetEngine } from "../../../src/sendmail/ruleset/engine.ts";
import { configurationOf, rulesetCase } from "../../support/random-rulesets.ts";
import { engineOver, smallCf } from "./engine-of-text.ts";

/** An observer sees every step: nothing is recalled for it. */
const observer = { test: () => undefined, fired: () => undefined };

const tables = { "/etc/mail/t": "a.b\tx.com\nx\ta b\n" };

interface Outcome {
  readonly answer: unknown;
  readonly fired: readonly number[];
}

function outcomeOf(engine: RulesetEngine, ask: () => unknown): Outcome {
  engine.fired.fill(0);
  const answer = ask();
  return { answer, fired: [...engine.fired] };
}

describe("a run of a ruleset that is recalled", () => {
  it("ends as it did, fires the same rules and says the same as one that is made again", () => {
    fc.assert(
      fc.property(rulesetCase, (one) => {
        // Short runs are not kept: every ruleset begins with four rules more.
        const cf = configurationOf([one]).cf.replace(/^SC0R\d$/gm, (line) => line + "\nR$*\t$: $1".repeat(4));
        const [recalling, anew] = [engineOver(cf, tables), engineOver(cf, tables)];
        for (const value of ["a.b", "x", "", "x", "a.b"]) {
          for (const text of [...one.texts, ...one.texts]) {
            const recalled = outcomeOf(recalling, () => recalling.run(["C0R1"], text, { macros: { Set: value } }));
            const made = outcomeOf(anew, () => anew.run(["C0R1"], text, { macros: { Set: value }, observer }));
            expect(recalled).toEqual(made);
          }
        }
      }),
      { numRuns: 60, seed: 20261124 },
    );
  });

  it("is made again where a macro that it reads has another value", () => {
    const cf = `${smallCf}Slong\nR$*\t$: a $1\nR$*\t$: b $1\nR$*\t$: c $1\nR$*\t$: $&{client_name} $1\n`;
    const engine = engineOver(cf);
    const run = (name: string): string =>
      engine.run(["long"], "x", { macros: { client_name: name } }).workspace.join(" ");
    expect([run("one"), run("one"), run("two"), run("one")]).toEqual([
      "one c b a x",
      "one c b a x",
      "two c b a x",
      "one c b a x",
    ]);
  });

  it("leaves the macros that it set as they were set", () => {
    const cf = `${smallCf}Kmac macro\nSset\nR$*\t$: a $1\nR$*\t$: b $1\nR$*\t$: c $1\nR$*\t$: $(mac {Kept} $@ $1 $) $1\nSboth\nR$*\t$: $>set $1\nR$*\t$: $&{Kept} / $1\n`;
    const engine = engineOver(cf);
    const run = (text: string): string => engine.run(["both"], text).workspace.join("");
    expect([run("x"), run("x"), run("y"), run("x")]).toEqual(["cbax/cbax", "cbax/cbax", "cbay/cbay", "cbax/cbax"]);
  });

  it("belongs to the world in which its maps were asked", () => {
    const answers = new Map<string, ReadonlyMap<string, string | null>>();
    const cf = `${smallCf}Kt hash /etc/t\nSask\nR$*\t$: a $1\nR$*\t$: b $1\nR$*\t$: c $1\nR$*\t$: $(t $1 $: none $)\n`;
    const rows = new Map<string, string | null>();
    answers.set("t", rows);
    const engine = engineOver(cf, {}, { answers });
    const run = (world: string, row: string): string => {
      rows.set("c b a x", row);
      engine.changeWorld(world);
      return engine.run(["ask"], "x").workspace.join("");
    };
    expect([run("first", "one"), run("second", "two"), run("first", "one")]).toEqual(["one", "two", "one"]);
  });
});
