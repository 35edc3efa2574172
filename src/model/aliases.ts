import type { Span } from "../source/source-file.ts";
import type { Fact } from "./fact.ts";
import type { SourceTable } from "./table.ts";

/** Other names of local users. */
export interface Aliases {
  /** In the order in which they are asked; the first that has a name answers. */
  readonly files: readonly Fact<AliasFile>[];
  /** What members may be besides addresses, in aliases and users' forward files alike. */
  readonly mayRunPrograms: Fact<boolean>;
  readonly mayWriteFiles: Fact<boolean>;
}

export interface AliasFile {
  readonly table: SourceTable;
  entries(): Iterable<AliasEntry>;
}

export type AliasEntry =
  | {
      readonly kind: "alias";
      readonly at: Span;
      /** Lower case, without quotes and backslashes. */
      readonly name: string;
      /** Any extension of the name, and no exact entry for it. */
      readonly anyExtension: boolean;
      readonly members: readonly string[];
      /** The entry reads differently elsewhere: a comment line continues it. */
      readonly holdsComment: boolean;
    }
  /** A later line has the same name, and that one counts. */
  | { readonly kind: "replaced"; readonly at: Span; readonly name: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
