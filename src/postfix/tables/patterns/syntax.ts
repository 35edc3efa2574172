/** A Perl pattern as a tree; `-1` as `max` is no upper bound. */
export type PatternNode =
  | { readonly kind: "characters"; readonly test: (character: string) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly branches: readonly PatternNode[] }
  | { readonly kind: "group"; readonly index: number; readonly body: PatternNode }
  | { readonly kind: "atomic"; readonly body: PatternNode }
  | { readonly kind: "look"; readonly ahead: boolean; readonly negative: boolean; readonly body: PatternNode }
  | {
      readonly kind: "repeat";
      readonly body: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  /** `(?(1)yes|no)`, or with a look-around as what is asked. */
  | {
      readonly kind: "condition";
      readonly asked: number | PatternNode;
      readonly yes: PatternNode;
      readonly no: PatternNode;
    }
  | { readonly kind: "backreference"; readonly index: number; readonly ignoreCase: boolean }
  | {
      readonly kind: "assertion";
      readonly test: "start" | "end" | "line-start" | "line-end" | "before-end" | "boundary" | "no-boundary";
    };

/** Flags as pcre_table(5) names them. */
export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly extended: boolean;
  readonly ungreedy: boolean;
}

export interface ParsedPattern {
  readonly root: PatternNode;
  readonly groups: number;
}

/** A pattern that this reader does not know, or that is malformed. */
export class PatternProblem extends Error {}
