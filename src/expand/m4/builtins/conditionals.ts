import { argumentsFit, type Builtin, type Invocation, textOf } from "../invocation.ts";
import type { Place } from "../pieces.ts";
import { callNode } from "../pieces.ts";
import { lookUp } from "../symbols.ts";

/** Writes the branch that was taken, and remembers what decided. */
function choose(invocation: Invocation, index: number, because: readonly (readonly Place[])[]): void {
  const branch = invocation.args[index];
  if (!branch) return;
  const deciding = because.filter((places) => places.length > 0);
  if (deciding.length === 0) {
    invocation.expansion.add(branch);
    return;
  }
  for (const [position, piece] of branch.pieces.entries()) {
    const end = branch.pieces[position + 1]?.at ?? branch.text.length;
    const place = { ...invocation.place, via: piece.via };
    const via = callNode(textOf(invocation, 0), place, deciding);
    invocation.expansion.addBody(branch, piece.at, end, via);
  }
}

export const ifdef: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 2, 3)) return;
  const definition = lookUp(machine.symbols, textOf(invocation, 1));
  if (definition) choose(invocation, 2, [[definition.madeAt]]);
  else choose(invocation, 3, []);
};

export const ifelse: Builtin = (machine, invocation) => {
  const { args } = invocation;
  const count = args.length - 1;
  if (count === 1) return;
  if (!argumentsFit(machine, invocation, 3, Number.POSITIVE_INFINITY)) return;
  if ((count + 3) % 3 === 2) argumentsFit(machine, invocation, 0, 0);
  const because: (readonly Place[])[] = [];
  for (let at = 1; ; at += 3) {
    const [left, right] = [args[at], args[at + 1]];
    if (left && right) because.push(left.pieces, right.pieces);
    if ((left?.text ?? "") === (right?.text ?? "")) return choose(invocation, at + 2, because);
    const left_ = args.length - at;
    if (left_ === 3) return;
    if (left_ === 4 || left_ === 5) return choose(invocation, at + 3, because);
  }
};
