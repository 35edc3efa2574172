import type { Span } from "./source-file.ts";

/**
 * Where a fact, a character or an output line comes from. Every chain ends in a file that a person wrote
 * (`written`), or says why there is none (`defaulted`, `assumed`).
 */
export type Origin =
  | { readonly kind: "written"; readonly span: Span }
  | {
      readonly kind: "expanded";
      readonly macro: string;
      readonly part: "body" | "argument";
      /** The call in the person's file. */
      readonly call: Span;
      /** The line of the library behind it. */
      readonly definition?: Span;
    }
  | { readonly kind: "included"; readonly span: Span; readonly by: Origin }
  | { readonly kind: "derived"; readonly how: string; readonly from: readonly Origin[] }
  | { readonly kind: "defaulted"; readonly by: string }
  | { readonly kind: "assumed"; readonly fact: string };

export function written(span: Span): Origin {
  return { kind: "written", span };
}

/** The place in a file that a person wrote, or undefined when there is none. */
export function primarySpan(origin: Origin): Span | undefined {
  switch (origin.kind) {
    case "written":
      return origin.span;
    case "expanded":
      return origin.call;
    case "included":
      return origin.span;
    case "derived":
      for (const from of origin.from) {
        const span = primarySpan(from);
        if (span) return span;
      }
      return undefined;
    default:
      return undefined;
  }
}
