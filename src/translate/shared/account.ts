/** An account under which Postfix agrees to run something for others. */
export interface SafeAccount {
  /** `user` or `user:group`. */
  readonly account: string;
  /** The one that was asked for is root, or the mail system's own. */
  readonly refused: boolean;
}

const FALLBACK = "nobody";

/**
 * pipe(8) and local(8) refuse root and the owner of the queue. Numbers are refused, too: they want names, and which
 * account a number is on the new host nobody knows.
 */
export function safeAccount(wanted: string): SafeAccount {
  const [user = "", group] = wanted.split(":");
  if (user === "root" || user === "0" || user === "toor" || user === "postfix") {
    return { account: FALLBACK, refused: true };
  }
  if (!/^[a-z_][\w.-]*$/i.test(user)) return { account: FALLBACK, refused: false };
  const groupName = group !== undefined && /^[a-z_][\w.-]*$/i.test(group) && group !== "root" ? `:${group}` : "";
  return { account: `${user}${groupName}`, refused: false };
}
