import type { Span } from "../source/source-file.ts";
import type { SourceTable } from "./table.ts";

/** Names and passwords for the servers that mail is handed to. */
export interface AuthInfo {
  readonly table: SourceTable | undefined;
  /** Also those that the access table holds. */
  entries(): Iterable<AuthInfoEntry>;
}

export interface Login {
  /** Name that logs in. */
  readonly name: string;
  /** Name to act as, when it differs. */
  readonly actsAs: string | undefined;
  readonly password: string;
  readonly realm: string | undefined;
  readonly mechanisms: readonly string[];
}

export type AuthInfoEntry =
  | {
      readonly kind: "login";
      readonly at: Span;
      /** Name or address of the server; undefined: any server. */
      readonly server: string | undefined;
      readonly login: Login;
    }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
