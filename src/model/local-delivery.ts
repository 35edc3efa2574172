/** Delivery to users of this host, apart from aliases. */
export interface LocalDeliveryValues {
  /** Patterns of users' forward files, `{home}`, `{user}`, `{host}`, `{detail}` filled in by the delivery. */
  readonly forwardPaths: readonly string[];
  /** `user` or `user:group` (names or numbers) under which programs run that belong to nobody. */
  readonly defaultUser: string;
  readonly defaultGroup: string;
  /** Files that aliases name lie below this directory. */
  readonly fileRoot: string;
  /** Where users are looked up. */
  readonly userDatabase: string;
  /** Full names of users are addresses too. */
  readonly matchFullNames: boolean;
  /** A sender who is member of a list gets a copy. */
  readonly senderIsMember: boolean;
  /** Mode of new mailboxes and temporary files, octal digits. */
  readonly fileMode: string;
  readonly supplementaryGroups: boolean;
  /** Files that others may write are trusted: words as written. */
  readonly trustUnsafeFiles: readonly string[];
  readonly groupWritableIsUnsafe: boolean;
  readonly locksFilesForReading: boolean;
  /** Members of aliases are looked at when the table is built. */
  readonly checkAliases: boolean;
  /** Seconds to wait for a table that is being built. */
  readonly aliasWait: number;
}
