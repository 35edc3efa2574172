import type { MailPolicy } from "../../model/policy.ts";

/** The local domains by name. */
export function localNames({ localDomains }: MailPolicy): ReadonlySet<string> {
  return new Set(localDomains.names.map((fact) => fact.value));
}

/** Accounts and aliases: whom a local domain is known to have. Held once; alias files are far smaller than tables. */
export function localUserNames({ hub, aliases }: MailPolicy): readonly string[] {
  const names = new Set(hub.accounts ?? []);
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) if (entry.kind === "alias" && !entry.anyExtension) names.add(entry.name);
  }
  return [...names];
}
