import type { Fact } from "./fact.ts";

/** What a site wants done with mail, in nobody's words. One section a feature of lift and translate. */
export interface MailPolicy {
  readonly identity: Identity;
}

export interface Identity {
  /** Fully qualified name of this host as it greets. */
  readonly hostName: Fact<string>;
}
