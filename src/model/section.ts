import type { Fact } from "./fact.ts";

/** A group of settings: every leaf is a fact, or absent where the old configuration leaves it to its program. */
export type Section<V> = { readonly [K in keyof V]?: Fact<V[K]> };
