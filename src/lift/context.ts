import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { Site } from "../source/site.ts";

/** What every lifting function is given. It reads; it changes nothing. */
export interface LiftContext {
  readonly config: SendmailConfig;
  readonly site: Site;
}

/** What every lifting function returns: its part of the policy, and what it says of the directives that end there. */
export interface Lifted<T> {
  readonly value: T;
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}
