import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

/** What a table says about a key. `failed`: the table could not answer, which Postfix treats as "try again later". */
export type Answer =
  | { readonly kind: "found"; readonly value: string }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly reason: string };

export const none: Answer = { kind: "none" };

export function found(value: string): Answer {
  return { kind: "found", value };
}

export function failed(reason: string): Answer {
  return { kind: "failed", reason };
}

/** An open lookup table. Keys and values hold one character a byte. */
export interface Table {
  /** As main.cf names it (`hash:/etc/postfix/virtual`). */
  readonly reference: string;
  /**
   * Whether keys are exact: only such tables are asked for parts of an address or of a domain; patterns see the whole
   * key only (DICT_FLAG_FIXED in Postfix; regexp_table(5), "TABLE SEARCH ORDER").
   */
  readonly fixed: boolean;
  lookup(key: string): Answer;
  /** Keys of a table with exact keys, where they can be listed. */
  keys?(): Iterable<string>;
  /** What is wrong with the table's text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The two text forms of an indexed table: `key value` of postmap(1) and `name: value` of postalias(1). */
export type TableForm = "postmap" | "aliases";
