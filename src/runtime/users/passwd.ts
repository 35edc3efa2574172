/**
 * passwd: local users, read from a Dovecot passwd-file or from etc/passwd and etc/shadow
 *
 * `name:password:uid:gid:gecos:home:shell:extra`; the fields behind the password may be missing.
 */
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { lineSpan, type SourceFile } from "../../source/source-file.ts";
import { isKnownScheme, readSecret, type Secret } from "./password.ts";

export interface LocalUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  /** As the configuration sees it: below --data. */
  readonly home: string;
  readonly shell: string;
  /** Any of these lets the user in. */
  readonly secrets: readonly Secret[];
}

export interface UserList {
  readonly users: ReadonlyMap<string, LocalUser>;
  readonly diagnostics: readonly Diagnostic[];
}

const NOBODY = 65534;

/** Names that are safe as a file name below the mail spool. */
const safeName = /^[A-Za-z0-9_.][A-Za-z0-9_.@+-]*$/;

export function readPasswdFile(file: SourceFile): UserList {
  const users = new Map<string, LocalUser>();
  const diagnostics: Diagnostic[] = [];
  for (const [at, raw] of file.text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    if (line.trim() === "" || line.startsWith("#")) continue;
    const span = lineSpan(file.path, at + 1, 1, line.length + 1);
    const user = readLine(line);
    if (typeof user === "string") diagnostics.push(diagnose("RT6003", span, user));
    else if (users.has(user.name))
      diagnostics.push(diagnose("RT6004", span, `"${user.name}" is there already; this line is not used.`));
    else users.set(user.name, user);
  }
  return { users, diagnostics };
}

/** A user, or why the line is none. */
function readLine(line: string): LocalUser | string {
  const [name = "", password = "", uid = "", gid = "", gecos = "", home = "", shell = ""] = line.split(":");
  if (!safeName.test(name) || name === "." || name === "..") return `"${name}" cannot be the name of a user.`;
  const secret = readSecret(password);
  if (!isKnownScheme(secret))
    return `The password scheme {${secret.scheme}} is not known; "${name}" could never log in.`;
  return {
    name,
    uid: numberOr(uid, NOBODY),
    gid: numberOr(gid, NOBODY),
    gecos,
    home: home === "" ? `/home/${name}` : home,
    shell,
    secrets: password === "" || password === "x" ? [] : [secret],
  };
}

function numberOr(text: string, otherwise: number): number {
  return /^\d+$/.test(text) ? Number(text) : otherwise;
}

/** Users of etc/passwd with the passwords of etc/shadow, where it can be read. */
export function withShadow(list: UserList, shadow: SourceFile | undefined): UserList {
  const hashes = new Map(
    (shadow?.text.split("\n") ?? []).map((line) => {
      const [name = "", hash = ""] = line.split(":");
      return [name, hash] as const;
    }),
  );
  const users = new Map(
    [...list.users].map(([name, user]) => {
      const hash = hashes.get(name);
      return [name, hash ? { ...user, secrets: [readSecret(hash)] } : user] as const;
    }),
  );
  return { users, diagnostics: list.diagnostics };
}

/** A user of whom only the name is known. */
export function namedUser(name: string, secrets: readonly Secret[]): LocalUser {
  return { name, uid: NOBODY, gid: NOBODY, gecos: "", home: `/home/${name}`, shell: "", secrets };
}
