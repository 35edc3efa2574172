/** load: who the local users are, and how they log in */
import { randomBytes } from "node:crypto";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { openSite, readWholeFile } from "../../source/site.ts";
import { type LocalUser, namedUser, readPasswdFile, withShadow } from "./passwd.ts";

export interface LoadedUsers {
  readonly users: ReadonlyMap<string, LocalUser>;
  /** Made for users that have none of their own; undefined when it lets nobody in. */
  readonly generatedPassword: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Set when the named file cannot be read. */
  readonly problem?: string;
}

/**
 * Users of `file` (Dovecot passwd-file), else of DATA/etc/passwd. Without a file, and for `extra` names that have no
 * account, one generated password lets everybody in.
 */
export function loadUsers(file: string | undefined, data: string, extra: readonly string[]): LoadedUsers {
  const password = randomBytes(12).toString("base64url");
  const generated = [{ scheme: "PLAIN", encoding: undefined, text: password }] as const;
  if (file !== undefined) {
    const read = readWholeFile(file, file);
    if (!read.ok) {
      const problem = `cannot read ${file}: ${read.failure.reason}`;
      return { users: new Map(), generatedPassword: undefined, diagnostics: [], problem };
    }
    const list = readPasswdFile(read.file);
    const users = new Map(list.users);
    for (const name of extra) if (!users.has(name)) users.set(name, namedUser(name, generated));
    const isUsed = users.size > list.users.size;
    return { users, generatedPassword: isUsed ? password : undefined, diagnostics: list.diagnostics };
  }
  const site = openSite(data);
  const passwd = site.read("/etc/passwd");
  const shadow = site.read("/etc/shadow");
  const list = passwd.ok
    ? withShadow(readPasswdFile(passwd.file), shadow.ok ? shadow.file : undefined)
    : { users: new Map<string, LocalUser>(), diagnostics: [] };
  const users = new Map<string, LocalUser>(
    [...list.users].map(([name, user]) => [name, { ...user, secrets: [...user.secrets, ...generated] }]),
  );
  for (const name of extra) if (!users.has(name)) users.set(name, namedUser(name, generated));
  return { users, generatedPassword: password, diagnostics: list.diagnostics };
}
