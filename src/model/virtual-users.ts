import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";
import type { Fact } from "./fact.ts";
import type { Refusal } from "./refusal.ts";
import type { SourceTable } from "./table.ts";

/** Recipients of local and of virtual domains that become other recipients. */
export interface VirtualUsers {
  readonly table: SourceTable | undefined;
  /** Domains that are looked up and are not local; users that the table lacks are routed on. */
  readonly domains: readonly Fact<string>[];
  /** Hosts below the virtual domains are looked up as well. */
  readonly includesSubdomains: Fact<boolean>;
  /** What becomes of users that the table lacks, by domain; domains not named here route them on. */
  readonly absentUsers?: ReadonlyMap<string, "refused" | "routed">;
  /** Directives and files that gave the domains. */
  readonly sources: readonly Origin[];
  entries(): Iterable<VirtualEntry>;
}

/** Which recipients of a domain. */
export type VirtualMatch =
  /** This user, with or without an extension, unless an entry names the extension. */
  | { readonly kind: "user"; readonly user: string }
  /** This user with an extension: `some` not an empty one. */
  | { readonly kind: "user-extension"; readonly user: string; readonly extension: "some" | "any" }
  /** Any other user with an extension. */
  | { readonly kind: "extension"; readonly extension: "some" | "any" }
  /** Everybody else. */
  | { readonly kind: "rest" };

/** Text with the parts of the recipient that it takes over. */
export type VirtualTemplate = readonly (
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "user" }
  | { readonly kind: "extension" }
  /** The extension with its delimiter, or nothing. */
  | { readonly kind: "delimited-extension" }
)[];

export type VirtualEntry =
  | {
      readonly kind: "alias";
      readonly at: Span;
      readonly domain: string;
      readonly match: VirtualMatch;
      readonly target: VirtualTemplate;
    }
  | {
      readonly kind: "refuse";
      readonly at: Span;
      readonly domain: string;
      readonly match: VirtualMatch;
      readonly refusal: Refusal;
      /** Said of an entry that refuses only because it is malformed. */
      readonly remark: string | undefined;
    }
  | { readonly kind: "dead"; readonly at: Span; readonly reason: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
