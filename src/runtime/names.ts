/** names: what the DNS answers, for restrictions (which ask at once) and for deliveries (which wait) */
import { Resolver } from "node:dns/promises";
import type { Dns, DnsType } from "../postfix/restrictions/session.ts";

type NameAnswer = ReturnType<Dns["lookup"]>;

export interface NameService {
  /** Runs `ask` with the DNS; where the network must answer, `ask` may run several times. */
  withAnswers<T>(ask: (dns: Dns) => T): Promise<T>;
  lookup(name: string, type: DnsType): Promise<NameAnswer>;
  /** The name that an address leads to, when the name leads back to it; undefined otherwise. */
  hostName(address: string): Promise<string | undefined>;
}

/** Answers that are known beforehand: a `--dns` file, or the assumption made without one. */
export function fixedNames(dns: Dns, reverse: (address: string) => string | undefined = () => undefined): NameService {
  return {
    withAnswers: async (ask) => ask(dns),
    lookup: async (name, type) => dns.lookup(name, type),
    hostName: async (address) => reverse(address),
  };
}

/** Documentation address (RFC 5737): nobody is reached by it. */
const SOMEWHERE = "192.0.2.1";

/** Every name with a dot, outside .arpa and .invalid, exists under its own name (design of --dns). */
export const assumedNames: NameService = fixedNames({
  lookup(name, type) {
    if (!name.includes(".") || /\.(?:arpa|invalid)\.?$/i.test(name)) return { kind: "none" };
    if (type === "A") return { kind: "found", values: [SOMEWHERE] };
    return type === "MX" ? { kind: "found", values: [`10 ${name}`] } : { kind: "none" };
  },
});

/** An answer that is not there yet. */
class Unasked {
  readonly name: string;
  readonly type: DnsType;
  constructor(name: string, type: DnsType) {
    this.name = name;
    this.type = type;
  }
}

/** Names that one decision may ask for; a list that never ends is an error of the configuration. */
const MOST = 100;

/** Asks a server (`HOST:PORT`), or those of this machine. */
export function askedNames(server: string | undefined): NameService {
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  const lookup = (name: string, type: DnsType): Promise<NameAnswer> => ask(resolver, name, type);
  return {
    lookup,
    async withAnswers(ask) {
      const known = new Map<string, NameAnswer>();
      for (let round = 0; round < MOST; round += 1) {
        try {
          return ask({
            lookup(name, type) {
              const answer = known.get(`${type} ${name}`);
              if (!answer) throw new Unasked(name, type);
              return answer;
            },
          });
        } catch (wanted) {
          if (!(wanted instanceof Unasked)) throw wanted;
          known.set(`${wanted.type} ${wanted.name}`, await lookup(wanted.name, wanted.type));
        }
      }
      return ask({ lookup: () => ({ kind: "failed" }) });
    },
    async hostName(address) {
      try {
        const [name] = await resolver.reverse(address);
        if (name === undefined) return undefined;
        const back = await lookup(name, address.includes(":") ? "AAAA" : "A");
        return back.kind === "found" && back.values.includes(address) ? name : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

async function ask(resolver: Resolver, name: string, type: DnsType): Promise<NameAnswer> {
  try {
    const values = await valuesOf(resolver, name.replace(/\.$/, ""), type);
    return values.length === 0 ? { kind: "none" } : { kind: "found", values };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { kind: ["ENOTFOUND", "ENODATA", "EBADNAME"].includes(code) ? "none" : "failed" };
  }
}

async function valuesOf(resolver: Resolver, name: string, type: DnsType): Promise<readonly string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "NS":
      return resolver.resolveNs(name);
    case "TXT":
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
    case "MX": {
      const all = await resolver.resolveMx(name);
      return all.sort((a, b) => a.priority - b.priority).map(({ priority, exchange }) => `${priority} ${exchange}`);
    }
  }
}
