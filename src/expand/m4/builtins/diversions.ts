import { findFile, openFailure } from "../files.ts";
import { argumentsFit, type Builtin, numberOf, parseDecimal, writeMade } from "../invocation.ts";
import { complain } from "../messages.ts";
import { divertTo, undivert, undivertAll } from "../output.ts";
import { callNode, wholeText } from "../pieces.ts";

export const divert: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 1);
  const wanted = invocation.args[1];
  const number = wanted ? numberOf(machine, invocation, wanted.text) : 0;
  if (number !== undefined) divertTo(machine.output, number);
};

export const divnum: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 0);
  writeMade(invocation, String(machine.output.current));
};

/** Numbers name diversions, anything else a file that is inserted unread. */
export const undiverting: Builtin = (machine, invocation) => {
  const wanted = invocation.args.slice(1);
  if (wanted.length === 0) undivertAll(machine.output);
  for (const { text } of wanted) {
    const number = parseDecimal(text);
    if (number.complete && !/^[\t-\r ]/.test(text)) {
      undivert(machine.output, Number(BigInt.asIntN(32, number.value)));
      continue;
    }
    const found = findFile(machine, text);
    if (!found.ok) {
      complain(machine, `cannot undivert \`${text}': ${openFailure(found.failure)}`, "MC1010");
      continue;
    }
    const by = callNode("undivert", invocation.place);
    machine.output.sink?.add(wholeText({ name: found.name, text: found.text, by }));
  }
};
