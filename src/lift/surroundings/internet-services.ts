import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "./part.ts";
import { type PartBuilder, partBuilder, saidLines } from "./part.ts";

/** Services of mail by the names that inetd and xinetd know them by (/etc/services). */
const smtpServices = new Set(["smtp", "mail", "25", "submission", "smtps", "587", "465"]);
const readerServices = new Set([
  "pop",
  "pop2",
  "pop3",
  "pop-3",
  "pop3s",
  "imap",
  "imap2",
  "imap4",
  "imaps",
  "110",
  "143",
  "993",
  "995",
]);

const readerNote =
  "A POP or IMAP daemon that inetd starts: Postfix delivers to the mailboxes that it reads, so it may stay; or `cf2postfix serve` takes its place.";
const smtpNote = "Postfix listens by itself: take this line out, or inetd holds the port.";

/** What inetd.conf and xinetd.d start for mail, and the daemon name under which TCP Wrappers know the SMTP service. */
export function internetServices(site: Site): SurroundingPart & { readonly smtpDaemon: string } {
  const part = partBuilder(site);
  const names: string[] = [];
  for (const path of ["/etc/inetd.conf", "/etc/inet/inetd.conf"]) {
    for (const line of saidLines(site, path)) {
      const words = line.text.trim().split(/\s+/);
      const service = (words[0] ?? "").split("/")[0]?.toLowerCase() ?? "";
      if (smtpServices.has(service)) names.push(baseName(words[6] ?? words[5] ?? ""));
      say(part, service, (disposition, note) => part.line(path, line, disposition, note));
    }
  }
  for (const path of ["/etc/xinetd.conf", ...site.list("/etc/xinetd.d").map((name) => `/etc/xinetd.d/${name}`)]) {
    for (const { service, entries, line } of xinetdServices(site, path)) {
      const isOff = entries.get("disable")?.toLowerCase() === "yes";
      if (smtpServices.has(service) && !isOff) names.push(serverName(entries));
      say(part, service, (disposition, note) =>
        part.line(path, line, isOff ? "default" : disposition, isOff ? "It is switched off." : note),
      );
    }
  }
  return { ...part, smtpDaemon: names.find((name) => name !== "") ?? "sendmail" };
}

function say(
  _part: PartBuilder,
  service: string,
  end: (disposition: "manual" | "default", note: string) => void,
): void {
  if (smtpServices.has(service)) end("manual", smtpNote);
  else if (readerServices.has(service)) end("default", readerNote);
  else end("default", "No service of mail.");
}

function baseName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** The name that tcpd or libwrap goes by: the server, or the first of its arguments with NAMEINARGS. */
function serverName(entries: ReadonlyMap<string, string>): string {
  const named = /\bNAMEINARGS\b/.test(entries.get("flags") ?? "") ? entries.get("server_args") : undefined;
  return baseName((named ?? entries.get("server") ?? "").split(/\s+/)[0] ?? "");
}

interface XinetdService {
  readonly service: string;
  readonly entries: ReadonlyMap<string, string>;
  readonly line: { readonly number: number; readonly text: string };
}

/** `service NAME { key = value ... }` (xinetd.conf(5)); `defaults` and includes say nothing of mail. */
function xinetdServices(site: Site, path: string): readonly XinetdService[] {
  const found: XinetdService[] = [];
  let open: { readonly entries: Map<string, string> } | undefined;
  for (const line of saidLines(site, path)) {
    const name = /^\s*service\s+(\S+)/.exec(line.text)?.[1];
    const entry = /^\s*(\w+)\s*[-+]?=\s*(.*)$/.exec(line.text);
    if (name !== undefined) {
      const entries = new Map<string, string>();
      open = { entries };
      found.push({ service: name.toLowerCase(), entries, line });
    } else if (line.text.trim() === "}") open = undefined;
    else if (entry && open) open.entries.set((entry[1] ?? "").toLowerCase(), (entry[2] ?? "").trim());
  }
  return found;
}
