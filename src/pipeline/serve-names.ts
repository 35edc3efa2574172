import type { Dns as PostfixDns } from "../postfix/restrictions/session.ts";
import { readDnsAnswers } from "../sendmail/dns.ts";
import { postfixDns } from "./postfix-dns.ts";

/** The value of a `--dns` file as a server asks it: names, and names of addresses. */
export interface ServedNames {
  readonly dns: PostfixDns;
  /** The PTR of an address, when the name leads back to it. */
  readonly reverse: (address: string) => string | undefined;
  readonly problems: readonly string[];
}

export function servedNames(value: unknown): ServedNames {
  const { dns, problems } = readDnsAnswers(value);
  const forward = postfixDns(dns);
  return {
    dns: forward,
    problems,
    reverse(address) {
      const turned = `${address.split(".").reverse().join(".")}.in-addr.arpa`;
      for (const name of [address, turned]) {
        const answer = dns.ask(name, "PTR");
        const [found] = answer.kind === "found" ? answer.records : [];
        if (found === undefined) continue;
        const back = forward.lookup(found, address.includes(":") ? "AAAA" : "A");
        return back.kind === "found" && back.values.includes(address) ? found : undefined;
      }
      return undefined;
    },
  };
}
