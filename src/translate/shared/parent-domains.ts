import type { MailPolicy } from "../../model/policy.ts";

/** Which tables match a domain's hosts by the domain alone (postconf(5), parent_domain_matches_subdomains). */
export interface ParentMatching {
  readonly relayDomains: boolean;
  readonly accessTables: boolean;
}

/**
 * The old host matches parents in its tables, too, unless keys with a dot have a meaning of their own or permission to
 * relay is for whole names only: then every key is written out, `domain` and `.domain`.
 */
export function parentMatching({ relayPermission, access }: MailPolicy): ParentMatching {
  const relayDomains = relayPermission.includesSubdomains.value;
  return { relayDomains, accessTables: relayDomains && !access.dottedKeys.value };
}
