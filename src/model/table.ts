import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";

/** One row of an old lookup table, read from its text source. */
export interface TableRow {
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

/**
 * A lookup table of the old host. Rows are streamed each time they are asked for: a table of a million rows is never
 * held. A file that is missing or unreadable yields no rows and says so in `state`.
 */
export interface SourceTable {
  /** Name shown to people and used to name the output (`virtusertable`). */
  readonly name: string;
  /** Path as shown (relative to the site root). */
  readonly path: string;
  readonly state: "text" | "missing" | "missing-optional" | "unreadable" | "external";
  readonly origin: Origin;
  /** Keys compare without regard to case unless false. */
  readonly foldsCase: boolean;
  rows(): Iterable<TableRow>;
  /** Lines that are neither rows nor comments. Streamed too. */
  broken(): Iterable<{ readonly at: Span; readonly text: string; readonly reason: string }>;
}
