import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openVerification } from "../../src/pipeline/verify.ts";
import { locateSource, readLocated } from "../../src/source/locate.ts";
import type { PostfixMutant } from "./postfix-mutants.ts";

/**
 * What verification makes of a mutant: `noticed`, a question that both sides answered alike ends differently, or
 * otherwise differently · `nearer`, it only takes away differences that the report names · `unnoticed`.
 */
export type Notice = "noticed" | "nearer" | "unnoticed";

export async function mutationCheck(
  root: string,
  directory: string,
): Promise<(mutant: PostfixMutant) => Promise<Notice>> {
  const differences = await differencesFrom(root);
  const before = new Set(differences(directory));
  return async (mutant) => {
    const copy = mkdtempSync(join(tmpdir(), "cf2postfix-mutant-"));
    try {
      cpSync(directory, copy, { recursive: true });
      writeFileSync(join(copy, mutant.file), mutant.text, "latin1");
      const after = differences(copy);
      if (after.some((one) => !before.has(one))) return "noticed";
      return after.length < before.size ? "nearer" : "unnoticed";
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
}

async function differencesFrom(root: string): Promise<(directory: string) => readonly string[]> {
  const located = locateSource(root, undefined);
  if (!located.ok) throw new Error(located.reason);
  const { source } = located;
  const main = readLocated(source.main);
  if (!main.ok) throw new Error(main.failure.reason);
  const verify = await openVerification({ source, file: main.file, facts: new Map() }, {});
  return (directory) => {
    const answer = verify({ directory, postfix: { root }, choice: { kind: "covering" }, coverage: false });
    if (!answer.ok) return [`not loaded: ${answer.reason}`];
    return answer.result.differ.map(({ asked, question, postfix }) => `${question} ${asked}: ${postfix.answer}`);
  };
}
