/** IMAP system flags (RFC 3501 section 2.3.2) as they are written on the wire; anything else is a keyword. */
export const systemFlags = ["\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft"] as const;

export type Flags = ReadonlySet<string>;

/** What a client may know of a message without reading it. */
export interface MessageEntry {
  readonly uid: number;
  readonly flags: Flags;
  /** Octets of the message as it is handed out: lines end in CR LF, the store's own headers are left out. */
  readonly size: number;
  /** IMAP's internal date, milliseconds since 1970. */
  readonly date: number;
}

/** A mailbox at one moment. Messages stand in the order of their UIDs. */
export interface MailboxState {
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly messages: readonly MessageEntry[];
}

/**
 * A mailbox on disk, shared by all sessions of this process and by other programs. Every method takes the locks that
 * it needs; every change is on disk when the promise settles. An I/O failure rejects with the system's error.
 */
export interface Mailbox {
  readonly kind: "mbox" | "maildir";
  /** Path on this machine. */
  readonly path: string;
  /** Looks at the disk and gives what is there now; UIDs it assigns are stored before it returns. */
  refresh(): Promise<MailboxState>;
  /** The message with CR LF line ends, or undefined when it is gone. */
  read(uid: number): Promise<Buffer | undefined>;
  /** Replaces the flags of messages; those that are gone are left out in silence. */
  setFlags(changes: ReadonlyMap<number, Flags>): Promise<MailboxState>;
  /** Removes messages for good. */
  expunge(uids: ReadonlySet<number>): Promise<MailboxState>;
  /** Adds a message (any line ends) as IMAP APPEND does and gives its UID. */
  append(message: Buffer, flags: Flags, date: number): Promise<number>;
  /** UIDs of messages that no session has been told of as recent before; each is given once. */
  claimRecent(): ReadonlySet<number>;
}

/** What a delivery agent adds in front of a message, and when it came. */
export interface Delivery {
  /** Envelope sender, empty for the null sender. */
  readonly sender: string;
  /** Header lines to put in front (`Return-Path: <...>`), without line ends. */
  readonly headers: readonly string[];
  /** The message, lines ending in LF. */
  readonly message: Buffer;
  readonly date: Date;
  /** Owner of a mailbox that must be created, when this process may set it. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}
