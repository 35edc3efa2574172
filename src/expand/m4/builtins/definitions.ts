import { builtinTable, isBuiltinName } from "../builtin-table.ts";
import { pushBuiltin } from "../input.ts";
import { argumentsFit, type Builtin, type Invocation, listArguments, textOf, writeMade } from "../invocation.ts";
import type { Argument, Machine } from "../machine.ts";
import { complain } from "../messages.ts";
import { type Definition, defineName, lookUp, popDefinition, pushDefinition, undefineName } from "../symbols.ts";
import { printDebug } from "../tracing.ts";

/** define, pushdef: one argument defines the empty text; the second may be a builtin (define_macro). */
function defining(enter: (machine: Machine, name: string, definition: Definition) => void): Builtin {
  return (machine, invocation) => {
    if (!argumentsFit(machine, invocation, 1, 2)) return;
    const [self, name, value] = invocation.args;
    if (!name || name.builtin) {
      complain(machine, `Warning: ${self?.text ?? ""}: invalid macro name ignored`);
      return;
    }
    const madeAt = invocation.place;
    const definition: Definition = value?.builtin
      ? { kind: "builtin", builtin: value.builtin, madeAt }
      : { kind: "text", body: { text: value?.text ?? "", pieces: value?.pieces ?? [] }, madeAt };
    enter(machine, name.text, definition);
  };
}

export const define = defining((machine, name, definition) => defineName(machine.symbols, name, definition));

export const pushdef = defining((machine, name, definition) => pushDefinition(machine.symbols, name, definition));

export const undefine: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  for (const { text } of invocation.args.slice(1)) undefineName(machine.symbols, text);
};

export const popdef: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  for (const { text } of invocation.args.slice(1)) popDefinition(machine.symbols, text);
};

/** The quoted definitions; a builtin cannot be written as text and goes on the input as itself. */
export const defn: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const { openQuote, closeQuote } = machine.delimiters;
  for (const { text: name } of invocation.args.slice(1)) {
    const definition = lookUp(machine.symbols, name);
    if (!definition) continue;
    if (definition.kind === "text") {
      writeMade(invocation, openQuote);
      invocation.expansion.add(definition.body);
      writeMade(invocation, closeQuote);
    } else if (invocation.args.length !== 2) {
      complain(machine, `Warning: cannot concatenate builtin \`${name}'`);
    } else {
      const pieces = [{ at: 0, step: 0 as const, ...invocation.place }];
      pushBuiltin(machine.input, definition.builtin, { text: "", pieces });
      invocation.replaced = true;
    }
  }
};

/** Arguments for a call through `indir` or `builtin`: builtins only where the callee takes them. */
function passedOn(invocation: Invocation, takesBuiltins: boolean): readonly Argument[] {
  const rest = invocation.args.slice(1);
  if (takesBuiltins) return rest;
  return rest.map((arg) => (arg.builtin ? { text: "", pieces: [] } : arg));
}

export const indir: Builtin = (machine, invocation, invoke) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const name = nameArgument(machine, invocation);
  if (name === undefined) return;
  const definition = lookUp(machine.symbols, name);
  if (!definition) {
    complain(machine, `undefined macro \`${name}'`);
    return;
  }
  const takes = definition.kind === "builtin" && builtinTable[definition.builtin].takesBuiltins;
  callWith(machine, invocation, definition, passedOn(invocation, takes), invoke);
};

export const builtin: Builtin = (machine, invocation, invoke) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  const name = nameArgument(machine, invocation);
  if (name === undefined) return;
  if (!isBuiltinName(name)) {
    complain(machine, `undefined builtin \`${name}'`);
    return;
  }
  const definition: Definition = { kind: "builtin", builtin: name, madeAt: invocation.place };
  callWith(machine, invocation, definition, passedOn(invocation, builtinTable[name].takesBuiltins), invoke);
};

function nameArgument(machine: Machine, invocation: Invocation): string | undefined {
  const name = invocation.args[1];
  if (name && !name.builtin) return name.text;
  complain(machine, `Warning: ${textOf(invocation, 0)}: invalid macro name ignored`);
  return undefined;
}

function callWith(
  machine: Machine,
  invocation: Invocation,
  definition: Definition,
  args: readonly Argument[],
  invoke: Parameters<Builtin>[2],
): void {
  const inner: Invocation = { ...invocation, args };
  invoke(machine, definition, inner);
  invocation.replaced ||= inner.replaced;
}

export const shift: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, Number.POSITIVE_INFINITY)) return;
  listArguments(machine, invocation, 2, ",", true);
};

/** Shows definitions, sorted by name; without arguments those of all names. */
export const dumpdef: Builtin = (machine, invocation) => {
  const { symbols, delimiters, debug } = machine;
  const wanted = invocation.args.slice(1).map(({ text }) => text);
  const names = wanted.length === 0 ? [...symbols.stacks.keys()] : wanted;
  const found: { name: string; definition: Definition }[] = [];
  for (const name of names) {
    const definition = lookUp(symbols, name);
    if (definition) found.push({ name, definition });
    else complain(machine, `undefined macro \`${name}'`);
  }
  found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const quoted = (debug.level & 4) !== 0;
  for (const { name, definition } of found) {
    if (definition.kind === "builtin") printDebug(machine, `${name}:\t<${definition.builtin}>\n`);
    else if (quoted) {
      printDebug(machine, `${name}:\t${delimiters.openQuote}${definition.body.text}${delimiters.closeQuote}\n`);
    } else printDebug(machine, `${name}:\t${definition.body.text}\n`);
  }
};
