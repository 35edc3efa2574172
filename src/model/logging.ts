/** What the host writes down about itself. */
export interface LoggingValues {
  /** 0 to 15 and above: how much is logged. 9 is usual. */
  readonly level: number;
  readonly filterLevel: number;
  /** Seconds between two messages about refused connections. */
  readonly rejectInterval: number;
  readonly processIdFile: string;
  /** Text form of IPv6 addresses. */
  readonly compressedAddresses: boolean;
}
