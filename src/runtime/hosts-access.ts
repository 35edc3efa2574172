/** hosts-access: hosts.allow and hosts.deny of TCP Wrappers, for the POP3 and IMAP servers */
import { lookup, reverse } from "node:dns/promises";
import { openSite } from "../source/site.ts";
import { hostsAccess } from "../syntax/hosts-access/answer.ts";
import { parseHostsAccess } from "../syntax/hosts-access/parse.ts";

/** Names under which POP and IMAP daemons of that time stand in the files; a rule for one of them counts. */
const daemons = {
  pop3: ["popper", "qpopper", "ipop3d", "in.pop3d", "pop3d", "in.qpopper"],
  imap: ["imapd", "in.imapd", "uw-imapd"],
} as const;

type GuardedServer = keyof typeof daemons;

/** Says whether a client may use a server, as libwrap would (hosts_access(5)). */
export type HostsGuard = (server: GuardedServer, address: string) => Promise<boolean>;

/** Reads hosts.allow and hosts.deny of a directory; files that are not there say nothing. */
export function hostsGuard(directory: string): HostsGuard {
  const site = openSite(directory);
  const fileOf = (path: string) => {
    const result = site.read(path);
    return result.ok ? parseHostsAccess(result.file) : undefined;
  };
  const files = { allow: fileOf("/hosts.allow"), deny: fileOf("/hosts.deny") };
  const readFile = (path: string): readonly string[] | undefined => {
    const result = site.read(path);
    return result.ok ? result.file.text.split(/[\s,]+/).filter((word) => word !== "") : undefined;
  };
  return async (server, address) => {
    const client = { name: await nameOf(address), address };
    return hostsAccess(files, { daemons: daemons[server], client }, readFile).allowed;
  };
}

/** The name that leads back to the address; `paranoid` when it does not, `unknown` when there is none. */
async function nameOf(address: string): Promise<string> {
  if (/^127\./.test(address) || address === "::1") return "localhost";
  try {
    const [name] = await reverse(address);
    if (name === undefined) return "unknown";
    const back = await lookup(name, { all: true }).catch(() => []);
    return back.some((one) => one.address === address) ? name : "paranoid";
  } catch {
    return "unknown";
  }
}
