/**
 * resolver — maps that ask the name service: host, dns, bestmx (map.c; domain.c, dns_getcanonname and getmxrr)
 */
import type { Site } from "../../../source/site.ts";
import { type Dns, type DnsAnswer, type RecordType, reverseName } from "../../dns.ts";
import { notice, type Session, shortened } from "../session.ts";
import { serviceOrder, wordsOf } from "./combined.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { found, NOT_FOUND, TEMP_FAIL } from "./value.ts";

/** Aliases followed before a loop is assumed (domain.c, MAXCNAMEDEPTH). */
const CNAME_LIMIT = 10;
/** Longest list that -z makes of several records. */
const LIST_LIMIT = 628;

/** Names that a host map remembers. */
const NAMES_KEPT = 50_000;

export type CanonicalName =
  | { readonly kind: "found"; readonly name: string }
  | { readonly kind: "missing" | "tempfail" | "loop" };

/** `$[name$]`: the canonical name with the -a text behind it; `[address]` by its PTR record. */
export function openHost(map: MapDefinition, around: MapSurroundings): Opened {
  // As sendmail, a name is looked up once (daemon.c, ST_NAMECANON).
  const known = new Map<string, CanonicalName>();
  return {
    ok: true,
    lookup: (session, key, args) => {
      const answer =
        known.get(key) ?? (key.startsWith("[") ? addressName(around, key) : canonicalHost(around, session, key));
      if (known.size > NAMES_KEPT) known.clear();
      if (!around.dns.changes) known.set(key, answer);
      if (answer.kind === "found") return found(map, key, answer.name, args);
      if (answer.kind !== "tempfail") return NOT_FOUND;
      notice(session, `851 ${shortened(key, 33)}: Name server timeout`);
      return TEMP_FAIL;
    },
  };
}

/** The name in the hosts service: DNS with the search domain, then /etc/hosts; a bare name gets `$m` (map.c). */
export function canonicalHost(around: MapSurroundings, session: Session, name: string): CanonicalName {
  let failed = false;
  for (const source of serviceOrder(around, "hosts")) {
    const answer =
      source === "dns"
        ? canonicalByDns(around.dns, name, around.searchDomain, session.program.options)
        : source === "files"
          ? canonicalByHosts(around, name)
          : { kind: "missing" as const };
    if (answer.kind === "found") return { kind: "found", name: qualified(answer.name, around.domain()) };
    if (answer.kind === "tempfail") failed = true;
  }
  return { kind: failed ? "tempfail" : "missing" };
}

function qualified(name: string, domain: string | undefined): string {
  if (/\../.test(name) || domain === undefined) return name;
  return `${name.replace(/\.$/, "")}.${domain}`;
}

interface ResolverOptions {
  readonly wildcardMx: boolean;
  readonly keepCnames: boolean;
}

function canonicalByDns(
  dns: Dns,
  name: string,
  searchDomain: string | undefined,
  options: ResolverOptions,
): CanonicalName {
  let host = name;
  for (let links = 0; links <= CNAME_LIMIT; links += 1) {
    const search: string[] = [];
    if (host.includes(".")) search.push("");
    if (host.endsWith(".")) host = host.slice(0, -1);
    else if (searchDomain !== undefined && searchDomain !== "") search.push(searchDomain);
    const answer = searched(dns, host, search, options);
    if (answer.kind !== "alias") return answer;
    host = answer.target.replace(/\.$/, "");
  }
  return { kind: "loop" };
}

function searched(
  dns: Dns,
  host: string,
  search: readonly string[],
  options: ResolverOptions,
): CanonicalName | { readonly kind: "alias"; readonly target: string } {
  let failed = false;
  let wildcard: string | undefined;
  for (const domain of search) {
    const full = domain === "" ? host : `${host}.${domain}`;
    const alias = dns.ask(full, "CNAME");
    if (alias.kind === "found") {
      return options.keepCnames ? { kind: "found", name: full } : { kind: "alias", target: alias.records[0] ?? "" };
    }
    const types: readonly RecordType[] = !options.wildcardMx || domain === "" ? ["AAAA", "A", "MX"] : ["AAAA", "A"];
    for (const type of types) {
      const answer = dns.ask(full, type);
      if (answer.kind === "found") {
        if (type !== "MX" || domain === "" || !options.wildcardMx) return { kind: "found", name: full };
        wildcard ??= full;
      }
      if (answer.kind === "nxdomain") break;
      if (answer.kind === "servfail") {
        failed = true;
        if (domain !== "") return { kind: "tempfail" };
      }
    }
  }
  if (wildcard !== undefined) return { kind: "found", name: wildcard };
  return { kind: failed ? "tempfail" : "missing" };
}

/** /etc/hosts: the first name with a dot on the line that has the name, or its short form (map.c). */
function canonicalByHosts(around: MapSurroundings, name: string): CanonicalName {
  const asked = name.replace(/\.$/, "").toLowerCase();
  const domain = (around.domain() ?? "").toLowerCase();
  const short = domain !== "" && asked.endsWith(`.${domain}`) ? asked.slice(0, -domain.length - 1) : asked;
  for (const { names } of hostsFile(around.site)) {
    if (!names.some((candidate) => [asked, short].includes(candidate.toLowerCase()))) continue;
    const best = names.find((candidate) => candidate.includes(".")) ?? names[0] ?? name;
    return { kind: "found", name: best.includes(".") || domain === "" ? best : `${best}.${domain}` };
  }
  return { kind: "missing" };
}

interface HostsEntry {
  readonly address: string;
  readonly names: readonly string[];
}

const hostsFiles = new WeakMap<Site, readonly HostsEntry[]>();

function hostsFile(site: Site): readonly HostsEntry[] {
  const known = hostsFiles.get(site);
  if (known) return known;
  const entries: HostsEntry[] = [];
  for (const line of site.lines("/etc/hosts")) {
    const [address, ...names] = wordsOf(line.text);
    if (address !== undefined) entries.push({ address, names });
  }
  hostsFiles.set(site, entries);
  return entries;
}

/** Whether the hosts file gives an address that name. Where the file is not known, every host knows itself. */
export function isInHosts(site: Site, name: string, address: string): boolean {
  const lower = name.toLowerCase();
  if (hostsFile(site).length === 0) return lower === "localhost" && (address === "127.0.0.1" || address === "::1");
  return hostsFile(site).some(
    (entry) => entry.address === address && entry.names.some((one) => one.toLowerCase() === lower),
  );
}

function addressName(around: MapSurroundings, key: string): CanonicalName {
  const end = key.indexOf("]");
  const address = end === -1 ? undefined : key.slice(1, end);
  const reverse = address === undefined ? undefined : reverseName(address);
  if (address === undefined || reverse === undefined) return { kind: "missing" };
  for (const entry of hostsFile(around.site)) {
    if (entry.address === address && entry.names[0] !== undefined) return { kind: "found", name: entry.names[0] };
  }
  const answer = around.dns.ask(reverse, "PTR");
  if (answer.kind === "found") return { kind: "found", name: (answer.records[0] ?? "").replace(/\.$/, "") };
  return { kind: answer.kind === "servfail" ? "tempfail" : "missing" };
}

/** `K… dns -R TYPE`: records of one type, the first or all with -z (map.c, dns_map_lookup). */
export function openDns(map: MapDefinition, around: MapSurroundings): Opened {
  const type = (map.flags.own.get("R") ?? "").toUpperCase();
  const base = map.flags.own.get("B") ?? "";
  const most = Number.parseInt(map.flags.own.get("Z") ?? "0", 10) || 0;
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const answer = searchedRecords(around, base === "" ? key : `${key}.${base}`, recordType(type) ?? "A");
      if (answer.kind === "servfail") return TEMP_FAIL;
      if (answer.kind !== "found" || !recordType(type)) return NOT_FOUND;
      const records = answer.records.map((record) => record.replace(/[^ -~]/g, "X"));
      const taken = map.flags.delimiter === undefined || map.flags.matchOnly ? records.slice(0, 1) : records;
      const joined = (most > 0 ? taken.slice(0, most) : taken).join(map.flags.delimiter ?? "");
      return found(map, key, cutAt(joined, map.flags.delimiter), args);
    },
  };
}

/** As res_search(3): the name, then the name in the search domain. */
function searchedRecords(around: MapSurroundings, name: string, type: RecordType): DnsAnswer {
  const first = name.includes(".") ? around.dns.ask(name, type) : undefined;
  if (first && first.kind !== "nxdomain" && first.kind !== "empty") return first;
  const { searchDomain } = around;
  if (name.endsWith(".") || searchDomain === undefined) return first ?? { kind: "nxdomain" };
  const second = around.dns.ask(`${name}.${searchDomain}`, type);
  return second.kind === "nxdomain" && first ? first : second;
}

function recordType(text: string): RecordType | undefined {
  const types: readonly RecordType[] = ["A", "AAAA", "MX", "CNAME", "PTR", "TXT", "NS", "SRV", "AFSDB", "TLSA"];
  return types.find((type) => type === text);
}

function cutAt(list: string, delimiter: string | undefined): string {
  if (list.length < LIST_LIMIT) return list;
  const cut = list.slice(0, LIST_LIMIT - 1);
  const last = delimiter === undefined ? -1 : cut.lastIndexOf(delimiter);
  return last === -1 ? cut : cut.slice(0, last);
}

/** The best mail exchanger of a domain, with a final dot; with -z all of them (domain.c, bestmx_map_lookup). */
export function openBestMx(map: MapDefinition, around: MapSurroundings): Opened {
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const hosts = mailExchangers(around.dns, key);
      if (hosts === "tempfail") return TEMP_FAIL;
      const [best] = hosts;
      if (best === undefined) return NOT_FOUND;
      const { delimiter } = map.flags;
      return found(map, key, delimiter === undefined ? best : cutAt(hosts.join(delimiter), delimiter), args);
    },
  };
}

/** Hosts in the order in which mail is tried; the domain itself where it has no MX (domain.c, getmxrr). */
export function mailExchangers(dns: Dns, domain: string): readonly string[] | "tempfail" {
  if (domain.startsWith("[")) return [domain];
  const answer = dns.ask(domain, "MX");
  if (answer.kind === "servfail") return "tempfail";
  if (answer.kind === "found") {
    const hosts = answer.records.map((host) => (host.endsWith(".") ? host : `${host}.`));
    return hosts.length === 1 && hosts[0] === "." ? [] : hosts.filter((host, at) => host !== hosts[at - 1]);
  }
  return answer.kind === "nxdomain" ? [] : [domain.endsWith(".") ? domain : `${domain}.`];
}
