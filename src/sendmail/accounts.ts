/**
 * accounts — the host's users, from etc/passwd below the site's root
 */
import type { Site } from "../source/site.ts";

/** A line of passwd(5). */
export interface LocalUser {
  readonly name: string;
  readonly uid: string;
  readonly gid: string;
  readonly fullName: string;
  readonly home: string;
  readonly shell: string;
}

export interface Accounts {
  user(name: string): LocalUser | undefined;
  readonly all: readonly LocalUser[];
  /** No passwd file is there: every name is taken for a user. */
  readonly assumed: boolean;
}

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*\$?$/;

export function accountsOf(site: Site): Accounts {
  const users = new Map<string, LocalUser>();
  for (const { text } of site.lines("/etc/passwd")) {
    const [name = "", , uid = "", gid = "", fullName = "", home = "", shell = ""] = text.split(":");
    if (name === "" || name.startsWith("#") || users.has(name)) continue;
    users.set(name, { name, uid, gid, fullName, home, shell });
  }
  const assumed = users.size === 0;
  const assume = (name: string): LocalUser | undefined =>
    NAME.test(name)
      ? { name, uid: "1000", gid: "1000", fullName: "", home: `/home/${name}`, shell: "/bin/sh" }
      : undefined;
  return { user: (name) => users.get(name) ?? (assumed ? assume(name) : undefined), all: [...users.values()], assumed };
}
