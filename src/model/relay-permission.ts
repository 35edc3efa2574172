import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";
import type { Network } from "./network.ts";

/** Who may send through this host to others, besides what the access table says. */
export interface RelayPermission {
  /** Clients by address. */
  readonly networks: readonly Fact<Network>[];
  /** Domains to which anybody may send, and whose verified clients may send anywhere. */
  readonly domains: readonly Fact<string>[];
  /** Domains whose verified clients may send anywhere, without being domains to which anybody may send. */
  readonly clientDomains?: readonly Fact<string>[];
  /** Domains to which anybody may send, without a permission for their clients. */
  readonly recipientDomains?: readonly Fact<string>[];
  /** Permission for a domain holds for everything below it. */
  readonly includesSubdomains: Fact<boolean>;
  /** Hosts of the host's own domain may send, and everybody may send to them. */
  readonly ownDomain: Fact<string> | undefined;
  /** Domains that name this host as a mail exchanger. */
  readonly exchangedDomains: Fact<true> | undefined;
  /** Senders in local domains, whoever they are. */
  readonly localSenders: Fact<true> | undefined;
  /** Senders that the access table names. */
  readonly listedSenders: { readonly origins: readonly Origin[]; readonly byDomain: boolean } | undefined;
  /** Everybody. Never carried over. */
  readonly everybody: Fact<true> | undefined;
  /** The host's own clients were refused unless a table named them. */
  readonly loopbackRefused: Fact<true> | undefined;
  /** The text before the last host of `user%host@relay` is not looked at. */
  readonly loose: Fact<true> | undefined;
  /** Clients that logged in with one of these mechanisms. */
  readonly trustedMechanisms: readonly Fact<string>[];
  /** Directives and files that gave networks and domains. */
  readonly sources: readonly Origin[];
  /** Entries that are neither a network nor a domain, or that could never match. */
  readonly ignored: readonly { readonly text: string; readonly origin: Origin; readonly reason: string }[];
}
