import type { Origin } from "../source/origin.ts";
import type { Site } from "../source/site.ts";
import type { MachineFacts } from "./config.ts";
import { addToClass, defineMacro, membersOf, type ReaderState } from "./reader-state.ts";

/** Where sendmail's own version is not told, the one that this program was compared with. */
const ASSUMED_VERSION = "8.17.1";

/** Classes that main.c fills itself, whatever the file says. */
const BUILT_IN_MEMBERS: readonly (readonly [string, readonly string[]])[] = [
  ["n", ["multipart/signed"]],
  ["s", ["rfc822"]],
  ["e", ["7bit", "8bit", "binary"]],
  ["persistentMacros", ["r", "s", "_", "{if_addr}", "{daemon_flags}"]],
];

/**
 * What sendmail knows before it reads the file (main.c, "initialize some macros"; daemon.c myhostname()): `$w` and `$j`
 * are the host's full name, `$m` its domain, `$k` its node name, `$v` the version, `$n` the name of the error sender.
 */
export function defineMachineMacros(state: ReaderState): void {
  const { facts } = state;
  const origin = originOf(facts);
  const name = facts.hostname;
  const domain = domainOf(name);
  const node = facts.other.get("nodename") ?? name;
  const define = (macro: string, value: string): void =>
    defineMacro(state, macro, [{ kind: "text", text: value }], origin);
  define("n", "MAILER-DAEMON");
  define("v", facts.other.get("version") ?? ASSUMED_VERSION);
  define("w", name);
  define("j", name);
  if (domain !== "") define("m", domain);
  define("k", node);
  // Rules that ask for these at reading time get what a daemon has (main.c MID_OPMODE, conf.c setdefaults).
  define("opMode", facts.other.get("opMode") ?? "d");
  defineDeliveryMode(state, "b");
  addToClass(state, "w", name, origin);
  addToClass(state, "w", node, origin);
  addToClass(state, "k", node, origin);
  for (const alias of hostAliases(state.site, name)) addToClass(state, "w", alias.text, alias.origin ?? origin);
}

/** `${deliveryMode}`: one letter, b without a DeliveryMode line. */
export function defineDeliveryMode(state: ReaderState, mode: string): void {
  defineMacro(state, "deliveryMode", [{ kind: "text", text: mode }], { kind: "defaulted", by: "DeliveryMode" });
}

/** From level 5 on `$w` is the short name; done when the V line is read (readcf.c, case 'V'). */
export function shortenHostName(state: ReaderState): void {
  const macro = state.macros.get("w");
  const first = macro?.template[0];
  if (macro?.template.length !== 1 || first?.kind !== "text") return;
  const short = first.text.split(".", 1)[0] ?? "";
  if (short === first.text) return;
  defineMacro(state, "w", [{ kind: "text", text: short }], macro.origin);
}

/** What main.c adds to the classes once the file is read: `$j`, `$m`, the loopback's names, MIME names. */
export function completeClasses(state: ReaderState, officialName: string, domain: string): void {
  const origin = originOf(state.facts);
  if (domain !== "") addToClass(state, "m", domain, origin);
  const probes = state.options.get("DontProbeInterfaces")?.value.toLowerCase() ?? "false";
  if (!/^[ty]|^$/.test(probes)) {
    addToClass(state, "w", "[127.0.0.1]", origin);
    if (probes !== "loopback") {
      // A name that is in the class already gets no form in brackets (conf.c add_hostnames()).
      for (const name of loopbackNames(state.site)) {
        if (membersOf(state, "w").has(name.toLowerCase())) continue;
        addToClass(state, "w", name, origin);
        addToClass(state, "w", `[${name}]`, origin);
      }
    }
  }
  addToClass(state, "w", officialName === "" ? "localhost" : officialName, origin);
  for (const [name, members] of BUILT_IN_MEMBERS) {
    for (const member of members) addToClass(state, name, member, { kind: "defaulted", by: "sendmail" });
  }
}

function originOf(facts: MachineFacts): Origin {
  return facts.hostnameAssumed ? { kind: "assumed", fact: "hostname" } : { kind: "derived", how: "hostname", from: [] };
}

function domainOf(name: string): string {
  const dot = name.indexOf(".");
  return dot === -1 ? "" : name.slice(dot + 1);
}

interface HostAlias {
  readonly text: string;
  readonly origin?: Origin;
}

/**
 * Names and addresses that the hosts file gives the host (main.c: aliases and addresses of gethostbyname()). Without
 * an entry for it, the one that an installer would have made: the short name beside the full one.
 */
function hostAliases(site: Site, hostname: string): readonly HostAlias[] {
  const aliases: HostAlias[] = [];
  for (const { address, names, line } of hostEntries(site)) {
    if (!names.some((name) => name.toLowerCase() === hostname.toLowerCase())) continue;
    const at = { file: site.shown("/etc/hosts"), line, column: 1, endLine: line, endColumn: 1 };
    const origin: Origin = { kind: "written", span: at };
    for (const name of names) aliases.push({ text: name, origin });
    aliases.push({ text: address.includes(":") ? `[IPv6:${address}]` : `[${address}]`, origin });
  }
  if (aliases.length > 0) return aliases;
  const short = hostname.split(".", 1)[0] ?? hostname;
  return [{ text: short, origin: { kind: "assumed", fact: "hosts" } }];
}

function loopbackNames(site: Site): readonly string[] {
  const entry = hostEntries(site).find(({ address }) => address === "127.0.0.1");
  return entry ? entry.names : ["localhost"];
}

interface HostEntry {
  readonly address: string;
  readonly names: readonly string[];
  readonly line: number;
}

/** hosts(5): an address, its name, its aliases; `#` begins a comment. */
function hostEntries(site: Site): readonly HostEntry[] {
  const entries: HostEntry[] = [];
  for (const { number, text } of site.lines("/etc/hosts")) {
    const [address, ...names] = text
      .replace(/#.*/, "")
      .split(/\s+/)
      .filter((word) => word !== "");
    if (address !== undefined && names.length > 0) entries.push({ address, names, line: number });
  }
  return entries;
}
