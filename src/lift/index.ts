import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftIdentity } from "./identity.ts";

/** The whole policy of a sendmail configuration: every feature asked once, their claims and findings put together. */
export function liftPolicy(context: LiftContext): Lifted<MailPolicy> {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  const take = <T>(lifted: Lifted<T>): T => {
    claims.push(...lifted.claims);
    diagnostics.push(...lifted.diagnostics);
    return lifted.value;
  };
  const value: MailPolicy = {
    identity: take(liftIdentity(context)),
  };
  return { value, claims, diagnostics };
}
