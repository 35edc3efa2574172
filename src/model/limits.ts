/** How much the host takes on at once and at most. */
export interface LimitValues {
  /** Bytes of one message; 0: no limit. */
  readonly messageSize: number;
  /** Bytes of all header lines together; 0: no limit. */
  readonly headerSize: number;
  /** Characters of one MIME header and of one of its fields (`1000/512`). */
  readonly mimeHeaderLength: string;
  /** How many hosts a message may have passed. */
  readonly hopCount: number;
  /** Recipients of one message; 0: no limit. */
  readonly recipients: number;
  /** Refused recipients after which answers are slowed down; 0: never. */
  readonly badRecipients: number;
  /** Seconds of that slowing down. */
  readonly errorDelay: number;
  /** Refused recipients after which the session is ended; 0: never. */
  readonly endAfterBadRecipients: number;
  /** Percentage of good recipients that keeps the session alive. */
  readonly goodRecipientShare: number;
  /** Commands without effect (NOOP, HELP ...) after which answers are slowed down. */
  readonly idleCommands: number;
  /** New connections a second for the whole server; 0: no limit. */
  readonly connectionsPerSecond: number;
  /** Seconds over which connections of one client are counted. */
  readonly rateWindow: number;
  /** Server processes at once; 0: no limit. */
  readonly serverProcesses: number;
  /** Blocks that must be free where the queue lies. */
  readonly freeBlocks: number;
  /** Load averages at which work is refused, slowed down or only queued. */
  readonly refuseAtLoad: number;
  readonly delayAtLoad: number;
  readonly queueAtLoad: number;
  /** Free memory below which work is refused or only queued, and which memory that is. */
  readonly refuseAtMemory: number;
  readonly queueAtMemory: number;
  readonly watchedMemory: string;
  /** How deep aliases may name aliases. */
  readonly aliasDepth: number;
  /** Entries that one user's forwarding may have. */
  readonly forwardEntries: number;
  /** Bytes that one packet to a filter may have. */
  readonly filterPacket: number;
  /** Bytes kept in memory before a message goes to disk. */
  readonly memoryBuffer: number;
}
