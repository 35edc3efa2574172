/** What one client pattern compares (hosts_access.c, host_match and string_match). Text compares without case. */
export type ClientPattern =
  | { readonly kind: "any" }
  /** Name and address are known. */
  | { readonly kind: "known" }
  | { readonly kind: "unknown" }
  /** The name does not lead back to the address. */
  | { readonly kind: "paranoid" }
  /** A known name without a dot. */
  | { readonly kind: "local" }
  | { readonly kind: "network"; readonly family: 4 | 6; readonly address: readonly number[]; readonly prefix: number }
  /** `.example.jp`: hosts below, not the domain itself. */
  | { readonly kind: "below"; readonly domain: string }
  | { readonly kind: "name"; readonly name: string }
  /** `*` and `?` stand for any text and any character, in the name or the address. */
  | { readonly kind: "wildcard"; readonly text: string }
  /** A file of patterns. */
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "netgroup"; readonly name: string }
  /** Asks who the user behind the connection is (RFC 1413). */
  | { readonly kind: "user"; readonly user: string; readonly host: ClientPattern }
  /** Can match nobody. */
  | { readonly kind: "never"; readonly reason: string };

export function clientPattern(word: string): ClientPattern {
  const at = word.indexOf("@", 1);
  if (at !== -1) return { kind: "user", user: word.slice(0, at), host: hostPattern(word.slice(at + 1)) };
  return hostPattern(word);
}

function hostPattern(word: string): ClientPattern {
  const upper = word.toUpperCase();
  if (word.startsWith("@")) return { kind: "netgroup", name: word.slice(1) };
  if (word.startsWith("/")) return { kind: "file", path: word };
  if (upper === "ALL") return { kind: "any" };
  if (upper === "KNOWN") return { kind: "known" };
  if (upper === "LOCAL") return { kind: "local" };
  if (upper === "UNKNOWN") return { kind: "unknown" };
  if (upper === "PARANOID") return { kind: "paranoid" };
  if (word.startsWith("[")) return ipv6Network(word);
  if (word.includes("/")) return maskedNetwork(word);
  if (/[*?]/.test(word)) return { kind: "wildcard", text: word.toLowerCase() };
  if (word.startsWith(".")) return { kind: "below", domain: word.slice(1).toLowerCase() };
  const octets = word.replace(/\.$/, "").split(".");
  const isAddress = octets.length <= 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256);
  if (isAddress && (word.endsWith(".") ? octets.length < 4 : octets.length === 4)) {
    // Compared as text: an octet with a leading zero never stands in an address.
    if (octets.some((octet) => /^0\d/.test(octet))) return { kind: "never", reason: `${word} has a leading zero` };
    return v4(octets.map(Number), octets.length * 8);
  }
  if (word.endsWith(".")) return { kind: "wildcard", text: `${word.toLowerCase()}*` };
  return { kind: "name", name: word.toLowerCase() };
}

function v4(octets: readonly number[], prefix: number): ClientPattern {
  return { kind: "network", family: 4, address: [...octets, 0, 0, 0].slice(0, 4), prefix };
}

/** `net/mask` or `net/bits`; the address is masked, the network is not (hosts_access.c, masked_match4). */
function maskedNetwork(word: string): ClientPattern {
  const [net = "", mask = ""] = word.split("/");
  const address = dottedQuad(net);
  const bits = prefixOf(mask);
  if (!address || bits === undefined) return { kind: "never", reason: `${word} is no network` };
  const masked = address.every((octet, index) => (octet & ~octetOfMask(bits, index) & 255) === 0);
  return masked ? v4(address, bits) : { kind: "never", reason: `${net} has bits that the mask takes away` };
}

function prefixOf(mask: string): number | undefined {
  if (/^\d{1,2}$/.test(mask)) return Number(mask) <= 32 ? Number(mask) : undefined;
  const octets = dottedQuad(mask);
  if (!octets) return undefined;
  const bits = octets.map((octet) => octet.toString(2).padStart(8, "0")).join("");
  const count = bits.indexOf("0") === -1 ? 32 : bits.indexOf("0");
  return bits.slice(count).includes("1") ? undefined : count;
}

function octetOfMask(bits: number, index: number): number {
  const left = Math.max(0, Math.min(8, bits - index * 8));
  return (255 << (8 - left)) & 255;
}

/** Four numbers parted by dots (misc.c, dot_quad_addr). */
export function dottedQuad(text: string): readonly number[] | undefined {
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)
    ? octets.map(Number)
    : undefined;
}

/** `[2001:db8::]/32`, `[::1]` */
function ipv6Network(word: string): ClientPattern {
  const parts = /^\[([^\]]*)\](?:\/(\d{1,3}))?$/.exec(word);
  const groups = parts ? ipv6Groups(parts[1] ?? "") : undefined;
  const prefix = Number(parts?.[2] ?? 128);
  if (!groups || prefix > 128) return { kind: "never", reason: `${word} is no network` };
  return { kind: "network", family: 6, address: groups, prefix };
}

/** Eight groups of an IPv6 address; undefined: it is none. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  const [head = "", tail, ...more] = text.toLowerCase().split("::");
  if (more.length > 0) return undefined;
  const groups = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));
  const before = groups(head);
  const after = groups(tail ?? "");
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<string>(tail === undefined ? 0 : missing).fill("0"), ...after];
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? all.map((group) => Number.parseInt(group, 16))
    : undefined;
}
