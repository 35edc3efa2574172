/** mail-system: the Postfix directory that is served, its users, and where its paths lie on this machine */
import { join, normalize } from "node:path";
import type { Service } from "../postfix/config.ts";
import { type PostfixDirectory, readPostfixDirectory } from "../postfix/read/directory.ts";
import { postfixFiles } from "../postfix/read/files.ts";
import type { Settings } from "../postfix/read/settings.ts";
import { createResolver, type Resolver } from "../postfix/resolve/resolver.ts";
import { openSite } from "../source/site.ts";
import { assumedNames, type NameService } from "./names.ts";
import type { InboxPlace } from "./store/folders.ts";
import type { Locking } from "./store/locks.ts";
import type { LocalUser } from "./users/passwd.ts";

/** The mailbox of mail that would leave the host. */
export const OUTBOUND = "outbound";

export interface MailSystem {
  readonly directory: PostfixDirectory;
  readonly settings: Settings;
  readonly resolver: Resolver;
  readonly users: ReadonlyMap<string, LocalUser>;
  readonly locking: Locking;
  readonly allowCommands: boolean;
  /** `sealed`: mail for other hosts is kept in a mailbox; `direct`: it goes out. */
  readonly outbound: "sealed" | "direct";
  readonly names: NameService;
  /** A path of the configuration as it lies below --data. */
  located(path: string): string;
  /** Where the mail of a user lies. */
  inboxOf(user: LocalUser): InboxPlace;
  service(name: string, type: Service["type"]): Service | undefined;
}

export interface MailSystemOptions {
  readonly postfixDirectory: string;
  readonly data: string;
  readonly hostname: string;
  readonly users: ReadonlyMap<string, LocalUser>;
  readonly allowCommands: boolean;
  readonly outbound?: "sealed" | "direct";
  readonly names?: NameService | undefined;
}

/** Reads the directory; a broken one still gives a value, with its diagnostics in `directory`. */
export function openMailSystem(options: MailSystemOptions): MailSystem {
  const files = postfixFiles(openSite(options.postfixDirectory), openSite(options.data));
  const directory = readPostfixDirectory(files, { version: "3.7", host: { hostname: options.hostname } });
  const { settings } = directory;
  const accounts = (database: "passwd" | "group", name: string): string | undefined => {
    const user = database === "passwd" ? options.users.get(name) : undefined;
    return user && `${user.name}:x:${user.uid}:${user.gid}:${user.gecos}:${user.home}:${user.shell}`;
  };
  const located = (path: string): string => join(options.data, normalize(`/${path}`));
  const methods = settings.words("mailbox_delivery_lock");
  return {
    directory,
    settings,
    resolver: createResolver(directory, { accounts }),
    users: options.users,
    locking: {
      dotlock: methods.includes("dotlock"),
      fcntl: true,
      patience: settings.int("deliver_lock_attempts") * settings.seconds("deliver_lock_delay") * 1000,
      stale: settings.seconds("stale_lock_time") * 1000,
    },
    allowCommands: options.allowCommands,
    outbound: options.outbound ?? "sealed",
    names: options.names ?? assumedNames,
    located,
    inboxOf: (user) => inboxOf(user, settings, located),
    service: (name, type) => directory.services.find((each) => each.name === name && each.type === type),
  };
}

/** home_mailbox below the home, else the file of mail_spool_directory; a final slash makes it a Maildir (local(8)). */
function inboxOf(user: LocalUser, settings: Settings, located: (path: string) => string): InboxPlace {
  const inHome = user.name === OUTBOUND ? "" : settings.text("home_mailbox");
  const spool = settings.text("mail_spool_directory");
  const slash = spool.endsWith("/") ? "/" : "";
  const path = inHome === "" ? `${spool.replace(/\/$/, "")}/${user.name}${slash}` : `${user.home}/${inHome}`;
  const kind = path.endsWith("/") ? "maildir" : "mbox";
  const owner = { uid: user.uid, gid: user.gid };
  return { kind, path: located(path).replace(/\/$/, ""), home: located(user.home), owner };
}
