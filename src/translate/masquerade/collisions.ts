import type { MailPolicy } from "../../model/policy.ts";
import type { LookupTable } from "../../postfix/config.ts";
import { collidingSenders, collidingUsersBelow, hasCollisions } from "../shared/masquerade-collisions.ts";
import { masqueradeSources } from "../shared/masquerade-sources.ts";
import { literalPattern, lookupTable, withoutRepeats } from "../shared/table.ts";
import { hostsBelow } from "./senders.ts";

/** Tables for canonical_maps: senders who are hidden there, because the earlier list would look the result up again. */
export function collidingTables(policy: MailPolicy): readonly LookupTable[] {
  if (!hasCollisions(policy)) return [];
  const found = masqueradeSources(policy);
  const origins = [
    ...(policy.generics.table ? [policy.generics.table.origin] : []),
    ...(policy.masquerade.name?.origins ?? []),
  ];
  const comment = [`Senders that become somebody at ${found.name} whose address is shown as another one.`];
  const rows = () =>
    withoutRepeats(
      (function* () {
        for (const { user, domain, at } of collidingSenders(policy)) {
          yield { key: `${user}@${domain}`, value: `${user}@${found.name}`, at };
        }
      })(),
    );
  const plain = lookupTable("masquerade_apart", origins, comment, rows);
  const users = collidingUsersBelow(policy);
  if (users.length === 0) return [plain];
  const key = `/^(${users.map(literalPattern).join("|")})@${hostsBelow(found)}$/`;
  const value = `\${1}@${found.name}`;
  return [plain, lookupTable("masquerade_apart_hosts", origins, comment, () => [{ key, value }], "pcre")];
}
