// `npx tsx scripts/measure/m4-fixtures.ts`: asks real GNU m4 again for the expected output of every program in
// fixtures/m4. Look at `git diff` before committing what it wrote.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { m4FixtureNames, m4Fixtures, realAnswer } from "../../test/support/m4-fixtures.ts";

for (const name of m4FixtureNames()) {
  const { output, errors, status } = realAnswer(name);
  writeFileSync(join(m4Fixtures, `${name}.out`), output, "latin1");
  const errorFile = join(m4Fixtures, `${name}.err`);
  if (errors === "" && status === 0) rmSync(errorFile, { force: true });
  else writeFileSync(errorFile, `exit ${status}\n${errors}`, "latin1");
}
