import { builtins } from "./builtins/index.ts";
import { pushText } from "./input.ts";
import { type Invocation, listArguments } from "./invocation.ts";
import type { Machine, OpenCall } from "./machine.ts";
import { fail } from "./messages.ts";
import { callNode, TextBuilder, type TracedText } from "./pieces.ts";
import type { Definition } from "./symbols.ts";
import { traceCall, traceEnd } from "./tracing.ts";

/**
 * Carries out a call whose arguments are complete: file and line go back to the call while it runs, and its expansion
 * is put on the input to be read again (GNU m4, src/macro.c, expand_macro).
 */
export function carryOut(machine: Machine, call: OpenCall): void {
  const { input } = machine;
  const { file, line } = input;
  input.file = call.file;
  input.line = call.line;
  machine.current = { name: call.name, place: call.place, file: call.file, line: call.line };
  const level = machine.calls.length + 1;
  if (call.traced) traceCall(machine, call, level);
  const invocation: Invocation = { args: call.args, place: call.place, expansion: new TextBuilder(), replaced: false };
  invoke(machine, call.definition, invocation);
  const expansion = invocation.replaced ? undefined : textUpToNul(invocation.expansion);
  if (expansion) pushText(input, expansion);
  if (call.traced) traceEnd(machine, call, level, expansion?.text === "" ? undefined : expansion?.text);
  machine.current = undefined;
  input.file = file;
  input.line = line;
  countEffort(machine, call, expansion?.text.length ?? 0);
}

function invoke(machine: Machine, definition: Definition, invocation: Invocation): void {
  if (definition.kind === "builtin") builtins[definition.builtin](machine, invocation, invoke);
  else substitute(machine, definition.body, invocation);
}

function textUpToNul(text: TextBuilder): TracedText {
  const nul = text.text.indexOf("\0");
  return nul === -1 ? text : { text: text.text.slice(0, nul), pieces: text.pieces };
}

function countEffort(machine: Machine, call: OpenCall, characters: number): void {
  const { effort, limits, input } = machine;
  if (input.progressed) {
    input.progressed = false;
    effort.expansions = 0;
    effort.characters = 0;
  }
  effort.expansions += 1;
  effort.characters += characters;
  if (machine.stopped) return;
  const ends =
    effort.expansions <= limits.expansions &&
    effort.characters <= limits.characters &&
    input.frames.length <= limits.waiting;
  if (ends) return;
  const text = `expansion of \`${call.name}' does not end`;
  fail(machine, input.file, input.line, text, "MC1021", call.place);
}

/** `$1`, `$#`, `$*`, `$@` in the body of a macro (expand_user_macro). */
function substitute(machine: Machine, body: TracedText, invocation: Invocation): void {
  const { args, expansion, place } = invocation;
  const name = args[0]?.text ?? "";
  const via = callNode(name, place);
  const text = body.text;
  let from = 0;
  for (let dollar = text.indexOf("$"); dollar !== -1; dollar = text.indexOf("$", from)) {
    // Already too much: the caller sees the length, and ends the run.
    if (expansion.text.length > machine.limits.characters) return;
    expansion.addBody(body, from, dollar, via);
    from = dollar + 1;
    const code = text.charCodeAt(from);
    if (code >= 48 && code <= 57) {
      let index = 0;
      for (let digit = code; digit >= 48 && digit <= 57; digit = text.charCodeAt(from)) {
        index = index * 10 + (digit - 48);
        from += 1;
      }
      const argument = args[index];
      if (argument) expansion.add(argument);
    } else if (code === 35) {
      expansion.addMade(String(args.length - 1), { source: place.source, offset: place.offset, via });
      from += 1;
    } else if (code === 42 || code === 64) {
      listArguments(machine, invocation, 1, ",", code === 64);
      from += 1;
    } else {
      expansion.addBody(body, dollar, dollar + 1, via);
    }
  }
  expansion.addBody(body, from, text.length, via);
}
