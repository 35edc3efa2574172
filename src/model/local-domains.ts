import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";

/** The domains whose users are accounts and aliases of this host. */
export interface LocalDomains {
  /** Lower-case names, in the order of the source; address literals are `addresses`. */
  readonly names: readonly Fact<string>[];
  /** Addresses of this host that are accepted as `user@[address]`, without brackets. */
  readonly addresses: readonly Fact<string>[];
  /** Domains whose hosts are all local, without the domain itself. */
  readonly below?: readonly Fact<string>[];
  /** Nothing is delivered here: all mail goes elsewhere. */
  readonly none?: Fact<true>;
  /** Directives and files that gave the names. */
  readonly sources: readonly Origin[];
  /** Domains are accepted because the best mail exchanger is this host, within these domains when any are given. */
  readonly byExchanger: { readonly origins: readonly Origin[]; readonly within: readonly string[] } | undefined;
}
