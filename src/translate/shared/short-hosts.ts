import type { Route } from "../../model/route.ts";
import type { Parameter } from "../../postfix/config.ts";
import type { ListWord } from "../context.ts";

/** A next hop that is named without its domain (`mailhub`). */
export function isShortHost(route: Route): boolean {
  return route.kind === "relay" && route.hosts.some(({ host }) => /^[a-z0-9_-]*[a-z_][a-z0-9_-]*$/i.test(host));
}

/**
 * sendmail has the resolver complete such names (op.me, ResolverOptions: DEFNAMES and DNSRCH are on) and finds them in
 * /etc/hosts as well; smtp(8) asks the DNS for the bare name unless it is told (postconf(5), smtp_dns_resolver_options,
 * smtp_host_lookup).
 */
export function shortHostWords(isNeeded: boolean, origins: Parameter["origins"]): readonly ListWord[] {
  if (!isNeeded) return [];
  const word = (parameter: string, rank: number, text: string): ListWord => ({
    parameter,
    rank,
    word: text,
    origins,
    group: "routing",
  });
  return [
    word("smtp_dns_resolver_options", 1, "res_defnames"),
    word("smtp_dns_resolver_options", 2, "res_dnsrch"),
    word("smtp_host_lookup", 1, "dns"),
    word("smtp_host_lookup", 2, "native"),
  ];
}
