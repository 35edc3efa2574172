import type { Dns as PostfixDns } from "../postfix/restrictions/session.ts";
import type { Dns } from "../sendmail/dns.ts";

/** The same answers for the Postfix side: MX records carry their preference, an alias is followed. */
export function postfixDns(dns: Dns): PostfixDns {
  const lookup = (name: string, type: Parameters<PostfixDns["lookup"]>[1], depth: number): Answer => {
    const answer = dns.ask(name, type);
    if (answer.kind === "servfail") return { kind: "failed" };
    if (answer.kind === "found") {
      const values = type === "MX" ? dns.mx(name).map((mx) => `${mx.preference} ${mx.host}`) : answer.records;
      return { kind: "found", values };
    }
    const alias = answer.kind === "empty" && depth < ALIASES ? dns.ask(name, "CNAME") : undefined;
    const [target] = alias?.kind === "found" ? alias.records : [];
    return target === undefined ? { kind: "none" } : lookup(target.replace(/\.$/, ""), type, depth + 1);
  };
  return { lookup: (name, type) => lookup(name, type, 0) };
}

type Answer = ReturnType<PostfixDns["lookup"]>;

/** Aliases of aliases that are followed, as resolvers do. */
const ALIASES = 10;
