import { evaluate } from "../eval.ts";
import { argumentsFit, type Builtin, numberOf, textOf, writeMade } from "../invocation.ts";
import { complain } from "../messages.ts";

function adding(step: 1 | -1): Builtin {
  return (machine, invocation) => {
    if (!argumentsFit(machine, invocation, 1, 1)) return;
    const number = numberOf(machine, invocation, textOf(invocation, 1));
    if (number !== undefined) writeMade(invocation, String((number + step) | 0));
  };
}

export const incr = adding(1);
export const decr = adding(-1);

const widest = 16 * 1024 * 1024;

export const evaluation: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, 3)) return;
  const self = textOf(invocation, 0);
  const radixText = textOf(invocation, 2);
  const radix = radixText === "" ? 10 : numberOf(machine, invocation, radixText);
  if (radix === undefined) return;
  if (radix < 1 || radix > 36) {
    complain(machine, `radix ${radix} in builtin \`${self}' out of range`, "MC1031");
    return;
  }
  const width = invocation.args.length > 3 ? numberOf(machine, invocation, textOf(invocation, 3)) : 1;
  if (width === undefined) return;
  if (width < 0) {
    complain(machine, `negative width to builtin \`${self}'`, "MC1031");
    return;
  }
  const expression = textOf(invocation, 1);
  let value: number | undefined = 0;
  if (expression === "") complain(machine, `empty string treated as 0 in builtin \`${self}'`);
  else value = evaluate(machine, expression);
  if (value !== undefined) writeMade(invocation, printed(value, radix, Math.min(width, widest)));
};

/** Digits in the radix, zeros to the width after the sign; radix 1 counts with strokes. */
function printed(value: number, radix: number, width: number): string {
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  if (radix === 1) {
    const strokes = Math.min(size, widest);
    return `${sign}${"0".repeat(Math.max(0, width - size))}${"1".repeat(strokes)}`;
  }
  return sign + size.toString(radix).padStart(width, "0");
}
