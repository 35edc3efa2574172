/** One name of a made-up DNS; every record kind is optional. */
export interface DnsName {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  readonly MX?: readonly (readonly [number, string])[];
  readonly CNAME?: string;
  readonly PTR?: string;
  readonly TXT?: readonly string[];
  readonly NS?: readonly string[];
}

/**
 * What DNS knows, by name in lower case without a final dot. A name that is absent does not exist; `"*"` answers for any
 * other. `ASSUMED`: a dotted name exists, with an address and an MX `mx.NAME`; no address is on a DNS list.
 */
export type DnsZone = Readonly<Record<string, DnsName | "NXDOMAIN" | "SERVFAIL" | "ASSUMED">>;
