import type { Fact } from "./fact.ts";

/** Who the host is. */
export interface Identity {
  /** Fully qualified name of this host as it greets. */
  readonly hostName: Fact<string>;
  /** The domain the host belongs to: what a name without dots is completed with. */
  readonly domainName: Fact<string>;
  /** Another domain that the configuration calls its own; names are not completed with it. */
  readonly domainMacro?: Fact<string>;
  /** The domain that senders on this host are shown with, where it is not the host's name. */
  readonly senderDomain?: Fact<string>;
}
