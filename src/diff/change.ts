/** What follows from a change without being written: a default that refers to what was set, a line that a macro made. */
export interface Follower {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One difference of two configurations, at what a person set. */
export interface Change {
  /** `main.cf/relayhost`, `master.cf/smtp/inet/chroot`, `virtual/user@example.com`, `sendmail.cf/option/QueueLA`. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before: string | null;
  readonly after: string | null;
  readonly follows: readonly Follower[];
}

/** A change from what one side has and the other has; null: it is not there. */
export function changeOf(
  path: string,
  before: string | null,
  after: string | null,
  follows: readonly Follower[] = [],
): Change {
  const kind = before === null ? "added" : after === null ? "removed" : "changed";
  return { path, kind, before, after, follows };
}
