import type { MailPolicy } from "../../model/policy.ts";

/**
 * Class G, and the host's own name for senders without a domain. localhost is that name by the time the table is asked
 * (Canonify2 of proto.m4).
 */
export function lookedUpDomains({ generics, identity, addressSyntax }: MailPolicy): readonly string[] {
  const own = identity.hostName.value;
  const listed = generics.domains.map((fact) => fact.value);
  const loopback = addressSyntax.loopbackIsOwn.value && listed.includes(own);
  const domain = identity.domainName.value;
  const others = loopback ? ["localhost", ...(domain === "" ? [] : [`localhost.${domain}`])] : [];
  return [...new Set([...listed, own, ...others])];
}
