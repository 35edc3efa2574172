/** How this host speaks to others. Times are seconds. */
export interface OutgoingValues {
  /** Destinations are looked up in the domain name system; else as the machine looks up hosts. */
  readonly asksNameSystem: boolean;
  /** Name given in EHLO. */
  readonly heloName: string;
  /** Every connection goes to this address instead. */
  readonly connectOnlyTo: string;
  /** Tried when all mail exchangers of a destination fail. Hosts in order. */
  readonly fallbackExchangers: readonly string[];
  /** Tried when a destination cannot be reached or found at all. */
  readonly fallbackRelay: string;
  /** Open connections kept for further mail; 0: none. */
  readonly cachedConnections: number;
  /** How long an idle one is kept. */
  readonly cachedConnectionTime: number;
  /** Switches of the resolver, as words (`+AAONLY`). */
  readonly resolver: readonly string[];
  readonly nameServer: string;
  /** Domains that complete short host names. */
  readonly searchDomains: readonly string[];
  /** Type of service of connections, as written. */
  readonly serviceType: string;
  /** File with host names and addresses. */
  readonly hostsFile: string;
  /** When this host is the best mail exchanger of a domain that is not its own: connect to the domain's address. */
  readonly addressWhenBestExchanger: boolean;
  /** Leave an alias of the domain name system as it is in headers. */
  readonly keepHostAliases: boolean;
  /** Keep routes (`<@a,@b:c@d>`). */
  readonly keepRoutes: boolean;
}

/** A source address for connections to others. */
export interface OutgoingSocket {
  readonly family: "ipv4" | "ipv6" | "local" | undefined;
  /** Source address; undefined: any. */
  readonly address: string | undefined;
  readonly heloFromAddress: boolean;
  readonly withoutAuthentication: boolean;
  readonly withoutTls: boolean;
  /** Settings that were written but are none of the above, as written (`Port=2525`). */
  readonly others: readonly string[];
}
