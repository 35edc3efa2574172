import { readFileSync } from "node:fs";

/**
 * Milliseconds of processor time of the processes called `name` at and below a process, as far as they still run
 * (Linux: hundredths of a second in /proc).
 */
export function processorMilliseconds(name: string, pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").split(" ").filter(Boolean).map(Number);
    const [, called = "", rest = ""] = /^\d+ \((.*)\) (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, "latin1")) ?? [];
    const fields = rest.split(" ");
    const own = called === name ? (Number(fields[11]) + Number(fields[12])) * 10 : 0;
    return children.reduce((sum, child) => sum + processorMilliseconds(name, child), own);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
