import type { Fact } from "./fact.ts";

/** A socket on which mail is taken. */
export interface Listener {
  /** Name for the log. */
  readonly name: string | undefined;
  /** Port number or service name (`submission`). */
  readonly port: string;
  readonly family: "ipv4" | "ipv6" | "local" | undefined;
  /** undefined: every address of the host. */
  readonly address: string | undefined;
  readonly processes: number | undefined;
  /** TLS from the first byte. */
  readonly tlsFromStart: boolean;
  readonly withoutTls: boolean;
  readonly requireLogin: boolean;
  readonly withoutLogin: boolean;
  /** The queue may be asked for by ETRN. */
  readonly etrn: boolean;
  /** Senders must have a domain with a dot; recipients must have a domain. */
  readonly requireQualified: boolean;
  readonly requireQualifiedRecipients: boolean;
  readonly allowUnqualified: boolean;
  /** Host names of addresses are looked up and replaced by their canonical ones, or never. */
  readonly canonicalHosts: "always" | "never" | undefined;
  /** The name given to others is that of the interface at which mail came in. */
  readonly heloFromInterface: boolean;
  /** Answers of this socket leave from the address at which mail came in. */
  readonly bindOutgoing: boolean;
  readonly optional: boolean;
  /** Filters of this listener alone, in order; undefined: those of the host. */
  readonly filters: readonly string[] | undefined;
  /** Settings that were written but are none of the above, as written (`delayLA=12`, `modifier X`). */
  readonly others: readonly string[];
}

export interface Listeners {
  /** At least one. */
  readonly sockets: readonly Fact<Listener>[];
  /** Letters that stand for the sockets of mail handed over on the command line. */
  readonly commandLine?: Fact<string>;
}
