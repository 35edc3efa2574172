import type { Origin } from "../source/origin.ts";
import type { Fact } from "./fact.ts";

/** One name towards the outside for several hosts. */
export interface Masquerade {
  /** The name shown; undefined: senders keep theirs. */
  readonly name: Fact<string> | undefined;
  /** Domains shown under that name besides the host's own. */
  readonly domains: readonly Fact<string>[];
  /** Hosts below these domains, too. */
  readonly includesSubdomains: Fact<boolean>;
  /** All local domains are shown under that name. */
  readonly localDomains: Fact<boolean>;
  /** Domains that keep their name, with everything below them. */
  readonly exceptions: readonly Fact<string>[];
  /** Users who keep the true name of their host. */
  readonly exposedUsers: readonly Fact<string>[];
  /** Senders in the envelope as well as in headers. */
  readonly envelope: Fact<boolean>;
  /** Recipients in headers, too. */
  readonly headerRecipients: Fact<boolean>;
  /** Mail to local users is shown the names, too. */
  readonly localDelivery: Fact<boolean>;
  readonly sources: readonly Origin[];
}
