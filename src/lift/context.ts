import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { Site } from "../source/site.ts";

/** What every lifting function is given. It reads; it changes nothing. */
export interface LiftContext {
  readonly config: SendmailConfig;
  readonly site: Site;
  /** Lines of the file that nobody wrote: what stands for the m4 library where there is none. Left out: none. */
  readonly isBuiltin?: (line: number) => boolean;
}

/** What every lifting function returns: its part of the policy, and what it says of the directives that end there. */
export interface Lifted<T> {
  readonly value: T;
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
}
