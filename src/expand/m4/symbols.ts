import type { BuiltinName } from "./builtin-table.ts";
import type { Place, TracedText } from "./pieces.ts";

/** What a name stands for. Immutable: a call that is still collecting arguments keeps what it began with. */
export type Definition =
  | { readonly kind: "text"; readonly body: TracedText; readonly madeAt: Place }
  | { readonly kind: "builtin"; readonly builtin: BuiltinName; readonly madeAt: Place };

/**
 * The names in force, each with its stack of definitions (`pushdef`), and the names that are traced. A name stays
 * traced while it is undefined and defined again (GNU m4, src/symtab.c, lookup_symbol).
 */
export interface Symbols {
  readonly stacks: Map<string, Definition[]>;
  readonly traced: Set<string>;
}

export function newSymbols(): Symbols {
  return { stacks: new Map(), traced: new Set() };
}

export function lookUp(symbols: Symbols, name: string): Definition | undefined {
  return symbols.stacks.get(name)?.at(-1);
}

/** `define`: replaces the topmost definition. */
export function defineName(symbols: Symbols, name: string, definition: Definition): void {
  const stack = symbols.stacks.get(name);
  if (stack) stack[stack.length - 1] = definition;
  else symbols.stacks.set(name, [definition]);
}

export function pushDefinition(symbols: Symbols, name: string, definition: Definition): void {
  const stack = symbols.stacks.get(name);
  if (stack) stack.push(definition);
  else symbols.stacks.set(name, [definition]);
}

export function popDefinition(symbols: Symbols, name: string): void {
  const stack = symbols.stacks.get(name);
  if (!stack) return;
  stack.pop();
  if (stack.length === 0) symbols.stacks.delete(name);
}

export function undefineName(symbols: Symbols, name: string): void {
  symbols.stacks.delete(name);
}
