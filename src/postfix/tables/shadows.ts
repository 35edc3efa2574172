import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan } from "../../source/source-file.ts";
import { contains, type Network } from "./network.ts";

/** Rules that are looked at: a table with many more would cost the square of them. */
const RULES = 2000;

/** Rules of one table that come after one that answers whatever they could answer, as findings. */
export interface Shadows {
  /** A rule outside of if ... endif: its pattern as written, with its sign and flags. */
  pattern(line: number, written: string): void;
  /** The same of a cidr rule that is not negated. */
  network(line: number, network: Network): void;
  readonly findings: readonly Diagnostic[];
}

/** `if` blocks are left out: what they skip depends on the key. */
export function shadowsOf(path: string): Shadows {
  const findings: Diagnostic[] = [];
  const patterns = new Map<string, number>();
  const networks: { readonly network: Network; readonly line: number }[] = [];
  let everything: number | undefined;
  const note = (line: number, earlier: number): void => {
    const related = [{ message: "this row answers first", at: lineSpan(path, earlier) }];
    const message = `${path}: the row of line ${earlier} answers for whatever this one would`;
    findings.push(diagnose("PF4025", lineSpan(path, line), message, { related }));
  };
  return {
    findings,
    pattern: (line, written) => {
      const earlier = everything ?? patterns.get(written);
      if (earlier !== undefined) note(line, earlier);
      else patterns.set(written, line);
      if (matchesAll.test(written)) everything ??= line;
    },
    network: (line, network) => {
      const earlier = networks.find((each) => holds(each.network, network));
      if (earlier) note(line, earlier.line);
      else if (networks.length < RULES) networks.push({ network, line });
    },
  };
}

// A dot, an anchor or "anything" alone: no key is empty, so every key matches.
const matchesAll = /^\/(?:|\^|\$|\^?\.[*+]?\$?)\/[ims]*$/;

function holds(outer: Network, inner: Network): boolean {
  return outer.bits <= inner.bits && contains(outer, inner.bytes);
}
