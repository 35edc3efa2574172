/** A range of client addresses, `prefix` in bits. */
export interface Network {
  readonly family: "ipv4" | "ipv6";
  /** Canonical text of the first address. */
  readonly address: string;
  readonly prefix: number;
}
