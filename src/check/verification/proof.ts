/**
 * proof — what the agreement of finitely many probes shows about all addresses
 *
 * `complete`: every test that a rule makes of its input was made both ways, and nothing looks inside of words ·
 * `bounded`: complete but for what `because` names · `sampled`: a number of probes was given, or only a share of a
 * table was tried. Never more than was shown.
 */
import type { CoveringSet } from "../../sendmail/probe/covering.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { Coverage } from "./coverage.ts";

export interface Proof {
  readonly status: "complete" | "bounded" | "sampled";
  readonly because: readonly string[];
}

export function proofOf(
  request: {
    readonly engine: RulesetEngine;
    readonly covering: CoveringSet;
    readonly counted: boolean;
    readonly supposed: number;
  },
  coverage: Coverage,
): Proof {
  const { engine, covering, counted, supposed } = request;
  const sampled = [
    ...(counted ? ["a number of probes was asked for"] : []),
    ...covering.material.sampled.map(({ table, rows, taken }) => `${taken} of the ${rows} rows of ${table} were tried`),
  ];
  const open = [
    "tests of rules were flipped one by one and in pairs, not along every path",
    ...(supposed > 0
      ? [`${supposed} rules fired only when run alone, with rows of tables, logins or TLS that were supposed`]
      : []),
    ...(coverage.silent.length > 0 ? [`${coverage.silent.length} rules were not fired by any probe`] : []),
    ...opaque(engine),
  ];
  return { status: sampled.length > 0 ? "sampled" : "bounded", because: [...sampled, ...open] };
}

/** Maps whose answers depend on the inside of a word, or on the world outside. */
const opaqueClasses: Readonly<Record<string, string>> = {
  regex: "looks inside words by a regular expression",
  dns: "asks the DNS",
  host: "asks the DNS",
  bestmx: "asks the DNS",
  arith: "computes",
  program: "is a program, which is never run",
  ldap: "asks a directory server",
  nis: "asks NIS",
  nisplus: "asks NIS+",
  socket: "asks another process",
};

function opaque(engine: RulesetEngine): readonly string[] {
  return [...engine.program.maps.all.values()]
    .filter((map) => map.name !== "host" && opaqueClasses[map.mapClass] !== undefined)
    .map((map) => `map ${map.name} (${map.mapClass}) ${opaqueClasses[map.mapClass]}`)
    .sort();
}
