import type { MatchList } from "../tables/match-list.ts";

/**
 * masquerade_domains: the first listed domain that is the address's own or a parent decides; a parent replaces the
 * domain, `!parent` keeps it (ADDRESS_REWRITING_README; src/cleanup/cleanup_masquerade.c). Undefined: not changed.
 */
export function masqueraded(
  address: string,
  domains: readonly string[],
  exceptions: MatchList,
): string | undefined | "failed" {
  const at = address.lastIndexOf("@");
  if (at === -1) return undefined;
  const excepted = exceptions.matchesText(address.slice(0, at));
  if (excepted !== "no") return excepted === "failed" ? "failed" : undefined;
  const domain = address.slice(at + 1).toLowerCase();
  for (const word of domains) {
    const bare = word.replace(/^!+/, "").toLowerCase();
    const isException = (word.length - bare.length) % 2 === 1;
    if (bare === "") continue;
    if (domain === bare) return undefined;
    if (domain.endsWith(`.${bare}`)) return isException ? undefined : `${address.slice(0, at)}@${bare}`;
  }
  return undefined;
}
