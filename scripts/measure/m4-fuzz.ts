// `npx tsx scripts/measure/m4-fuzz.ts [COUNT] [SEED]`: random m4 programs, our machine against real GNU m4, bytes of
// both outputs and the exit status. Prints the first differences, and a count.
import fc from "fast-check";
import { ourM4, realM4 } from "../../test/support/m4-judge.ts";
import { m4Program } from "../../test/support/m4-programs.ts";

const count = Number(process.argv[2] ?? 5000);
const seed = Number(process.argv[3] ?? 1);
const shown = 12;

let agreed = 0;
let endless = 0;
let bottomless = 0;
let differences = 0;
for (const program of fc.sample(m4Program, { numRuns: count, seed })) {
  const real = realM4(program);
  const ours = ourM4(program);
  if (!real) {
    endless += 1;
    continue;
  }
  // Real m4 recurses until its C stack ends and loses its unwritten output then; our machine counts, and says where.
  if (real.errors.endsWith("m4: stack overflow\n") && ours.errors.includes("recursion limit of ")) {
    bottomless += 1;
    continue;
  }
  if (real.output === ours.output && real.errors === ours.errors && real.status === ours.status) {
    agreed += 1;
    continue;
  }
  differences += 1;
  if (differences <= shown) console.log(JSON.stringify({ program, real, ours }, null, 1));
}
console.log(
  `${count} programs (seed ${seed}): ${agreed} agree, ${bottomless} recurse until both stop, ${differences} differ, ` +
    `${endless} never end in m4`,
);
process.exitCode = differences === 0 ? 0 : 1;
