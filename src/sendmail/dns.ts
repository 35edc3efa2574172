/**
 * dns — name service answers without a network: the value of a `--dns` file, or the assumption made without one
 *
 * `name: {A: [..], AAAA: [..], MX: [[10, host], ..], CNAME: host, PTR: .., TXT: [..]} | NXDOMAIN | SERVFAIL`; an absent
 * name does not exist; `"*"` answers for any other name.
 */

export type RecordType = "A" | "AAAA" | "MX" | "CNAME" | "PTR" | "TXT" | "NS" | "SRV" | "AFSDB" | "TLSA";

export type DnsAnswer =
  | { readonly kind: "found"; readonly records: readonly string[] }
  /** The name exists without such a record. */
  | { readonly kind: "empty" }
  | { readonly kind: "nxdomain" }
  | { readonly kind: "servfail" };

export interface MxRecord {
  readonly preference: number;
  readonly host: string;
}

export interface Dns {
  /** Records of one type as text; of MX the hosts, best preference first. Names are asked without a final dot. */
  ask(name: string, type: RecordType): DnsAnswer;
  mx(name: string): readonly MxRecord[];
  /** Names without a file are only assumed. */
  readonly assumed: boolean;
  /** The same question may get another answer later: nobody may remember one. */
  readonly changes?: boolean;
}

type Zone = "NXDOMAIN" | "SERVFAIL" | ReadonlyMap<RecordType, readonly string[]>;

const TYPES: readonly RecordType[] = ["A", "AAAA", "MX", "CNAME", "PTR", "TXT", "NS", "SRV", "AFSDB", "TLSA"];

/** Takes the value of a YAML file; `problems` are sentences about what is not of the form. */
export function readDnsAnswers(value: unknown): { readonly dns: Dns; readonly problems: readonly string[] } {
  const zones = new Map<string, Zone>();
  const problems: string[] = [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const [name, entry] of Object.entries(value)) {
      const zone = zoneOf(name, entry, problems);
      if (zone) zones.set(canonical(name), zone);
    }
  } else if (value !== null && value !== undefined) problems.push("DNS answers must be of the form `name: {A: [..]}`");
  const fallback = zones.get("*");
  return { dns: dnsOf((name) => zones.get(name) ?? fallback ?? "NXDOMAIN", false), problems };
}

/**
 * Every name with a dot, outside .arpa and .invalid, exists under its own name with an address and an MX, but for the
 * names by which lists of bad clients are asked. A name that
 * only the resolver made, by putting the search domain behind a name with a dot, exists where that one does.
 */
export function assumedDns(searchDomain?: string): Dns {
  const end = searchDomain === undefined ? undefined : `.${searchDomain.toLowerCase()}`;
  const written = (name: string): string => {
    const first = end !== undefined && name.endsWith(end) ? name.slice(0, -end.length) : name;
    return first.includes(".") ? first : name;
  };
  return dnsOf((name) => {
    if (!name.includes(".") || /\.(arpa|invalid)$/.test(written(name)) || isListing(name)) return "NXDOMAIN";
    return new Map<RecordType, readonly string[]>([
      ["A", ["192.0.2.1"]],
      ["MX", [`10 ${name}`]],
    ]);
  }, true);
}

/** `7.113.0.203.list.example`: a client's address in a list of bad ones (RFC 5782); nobody is assumed to be in one. */
function isListing(name: string): boolean {
  return /^(?:\d{1,3}\.){4}[a-z0-9-]*[a-z-]|^(?:[0-9a-f]\.){32}[a-z]/.test(name);
}

function zoneOf(name: string, entry: unknown, problems: string[]): Zone | undefined {
  if (entry === "NXDOMAIN" || entry === "SERVFAIL") return entry;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    problems.push(`${name}: expected NXDOMAIN, SERVFAIL or records such as {A: [192.0.2.1]}`);
    return undefined;
  }
  const zone = new Map<RecordType, readonly string[]>();
  for (const [type, records] of Object.entries(entry)) {
    const known = TYPES.find((candidate) => candidate === type.toUpperCase());
    if (!known) problems.push(`${name}: unknown record type ${type}`);
    else if (known === "MX") zone.set(known, mxTexts(name, records, problems));
    else zone.set(known, (Array.isArray(records) ? records : [records]).map(String));
  }
  return zone;
}

function mxTexts(name: string, records: unknown, problems: string[]): readonly string[] {
  const texts: string[] = [];
  for (const record of Array.isArray(records) ? records : [records]) {
    if (Array.isArray(record) && record.length === 2) texts.push(`${Number(record[0])} ${String(record[1])}`);
    else if (typeof record === "string") texts.push(/^\d+\s/.test(record) ? record : `0 ${record}`);
    else problems.push(`${name}: an MX record is [preference, host]`);
  }
  return texts;
}

function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function dnsOf(zoneFor: (name: string) => Zone, assumed: boolean): Dns {
  const ask = (name: string, type: RecordType): DnsAnswer => {
    const asked = canonical(name);
    if (!isDomainName(asked)) return { kind: "nxdomain" };
    const zone = zoneFor(type === "PTR" && !/\.arpa$/.test(asked) ? asked : reversible(asked, zoneFor));
    if (zone === "NXDOMAIN") return { kind: "nxdomain" };
    if (zone === "SERVFAIL") return { kind: "servfail" };
    const records = zone.get(type);
    if (!records || records.length === 0) return { kind: "empty" };
    return { kind: "found", records: type === "MX" ? sortedMx(records).map((mx) => mx.host) : records };
  };
  return {
    assumed,
    ask,
    mx: (name) => {
      const zone = zoneFor(canonical(name));
      return typeof zone === "string" ? [] : sortedMx(zone.get("MX") ?? []);
    },
  };
}

/** Labels of 1 to 63 characters, 255 in all: nothing else can be asked. */
function isDomainName(name: string): boolean {
  return name.length <= 255 && name.split(".").every((label) => label.length > 0 && label.length < 64);
}

/** A PTR may be given under the plain address: `192.0.2.1: {PTR: host}` answers for 1.2.0.192.in-addr.arpa. */
function reversible(name: string, zoneFor: (name: string) => Zone): string {
  const octets = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name);
  if (!octets) return name;
  const plain = `${octets[4]}.${octets[3]}.${octets[2]}.${octets[1]}`;
  const zone = zoneFor(plain);
  return typeof zone !== "string" && zone.has("PTR") ? plain : name;
}

function sortedMx(texts: readonly string[]): readonly MxRecord[] {
  return texts
    .map((text) => {
      const [preference = "0", host = ""] = text.split(/\s+/);
      return { preference: Number(preference), host: host.replace(/(.)\.$/, "$1") };
    })
    .sort((a, b) => a.preference - b.preference);
}

/** The name under which the PTR record of an address is asked; undefined for a text that is no IPv4 address. */
export function reverseName(address: string): string | undefined {
  const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  return octets ? `${octets[4]}.${octets[3]}.${octets[2]}.${octets[1]}.in-addr.arpa` : undefined;
}
