/** How long this host waits, in seconds. 0: as long as the system does. */
export interface TimeoutValues {
  /** As a client, for the other side's greeting and for its answer to each command. */
  readonly greeting: number;
  readonly connect: number;
  readonly firstConnect: number;
  readonly allConnects: number;
  readonly helo: number;
  readonly mail: number;
  readonly recipient: number;
  readonly dataStart: number;
  readonly dataBlock: number;
  readonly dataEnd: number;
  readonly reset: number;
  readonly quit: number;
  readonly otherCommands: number;
  readonly localHelo: number;
  readonly authentication: number;
  readonly startTls: number;
  /** As a server, for the next command of a client. */
  readonly command: number;
  /** For the name of the user behind a connection (RFC 1413); 0: not asked. */
  readonly ident: number;
  /** For a file that is to be opened. */
  readonly fileOpen: number;
  /** For the name service: `5s`, tries. */
  readonly resolverWait: number;
  readonly resolverTries: number;
}
