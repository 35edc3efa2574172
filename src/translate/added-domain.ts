import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { rewritingCodes } from "./shared/codes.ts";

/** Postfix completes every address when a message arrives, by myorigin alone (postconf(5), append_at_myorigin). */
export function translateAddedDomain({ policy }: TranslateContext): Partial<Translated> {
  const added = policy.addedDomain;
  if (!added) return {};
  const { value, origins } = added;
  if (value === policy.identity.hostName.value) {
    return { claims: claimsFor(origins, "exact", rewritingCodes, "Addresses without a domain get it by myorigin.") };
  }
  const note = `Mail delivered here shows users without a domain at this host's own name (myorigin), not at ${value}.`;
  return { claims: claimsFor(origins, "approximate", rewritingCodes, note) };
}
