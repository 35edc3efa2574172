import type { MailPolicy } from "../../model/policy.ts";

/**
 * The local domains by name. Names without a dot are there with the host's domain as well, because Postfix completes
 * them before it looks; `localhost.domain` is the host itself in every sendmail.cf (proto.m4, Canonify2).
 */
export function localNames({ localDomains, identity, addressSyntax }: MailPolicy): ReadonlySet<string> {
  if (localDomains.none) return new Set();
  const domain = identity.domainName.value;
  const names = new Set<string>();
  for (const { value } of localDomains.names) {
    names.add(value);
    if (!value.includes(".") && domain !== "" && addressSyntax.completesShortNames.value)
      names.add(`${value}.${domain}`);
  }
  for (const own of [domain, identity.domainMacro?.value.toLowerCase() ?? ""]) {
    if (own !== "") names.add(`localhost.${own}`);
  }
  return names;
}

/** Accounts and aliases: whom a local domain is known to have. Held once; alias files are far smaller than tables. */
export function localUserNames({ hub, aliases }: MailPolicy): readonly string[] {
  const names = new Set(hub.accounts ?? []);
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias" && !entry.anyExtension) names.add(entry.name);
  }
  return [...names];
}

/** Address literals of this host, where they mean the host itself (proto.m4, Canonify2). */
export function ownLiterals({ localDomains, addressSyntax }: MailPolicy): readonly string[] {
  if (!addressSyntax.ownLiteralsAreOwn.value) return [];
  return localDomains.addresses.map(({ value }) => (value.includes(":") ? `[IPv6:${value}]` : `[${value}]`));
}

/** Other names that mean this host wherever they are: `localhost`, also as Postfix completes it, and its literals. */
export function loopbackNames(policy: MailPolicy): readonly string[] {
  const { identity, addressSyntax } = policy;
  const domain = identity.domainName.value;
  const completed = domain === "" || !addressSyntax.completesShortNames.value ? [] : [`localhost.${domain}`];
  const byMacro = identity.domainMacro === undefined ? [] : [`localhost.${identity.domainMacro.value.toLowerCase()}`];
  return [...new Set(["localhost", ...completed, ...byMacro, ...ownLiterals(policy)])];
}
