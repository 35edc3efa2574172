import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";

/** One row of an old lookup table, read from its text source. */
export interface TableRow {
  /** As it is compared: folded to lower case unless the table keeps case. */
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

/** What a line of a table's text source is. Comments and blank lines are none. */
export type TableLine =
  | ({ readonly kind: "row" } & TableRow)
  /** An earlier line has the same key, and that one counts. */
  | ({ readonly kind: "repeated" } & TableRow)
  | { readonly kind: "broken"; readonly at: Span; readonly text: string; readonly reason: string };

/**
 * A lookup table of the old host. Lines are streamed each time they are asked for: a table of a million rows is never
 * held. A file that is missing or unreadable yields no lines and says so in `state`.
 */
export interface SourceTable {
  /** Name shown to people and used to name the output (`virtusertable`). */
  readonly name: string;
  /** Path as shown (relative to the site root). */
  readonly path: string;
  readonly state: "text" | "missing" | "missing-optional" | "unreadable" | "external";
  /** Paths of the files that the rows come from, where there are several. */
  readonly parts?: readonly string[];
  /** The text is lost: the lines are the rows of the database that was built from it. */
  readonly fromDatabase?: boolean;
  /** Why there are no lines, in words that an administrator can act on. */
  readonly remark?: string;
  readonly origin: Origin;
  /** Keys compare without regard to case unless false. */
  readonly foldsCase: boolean;
  lines(): Iterable<TableLine>;
}
