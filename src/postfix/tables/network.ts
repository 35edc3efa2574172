import ipaddr from "ipaddr.js";

/** An address as bytes: 4 or 16 of them. */
export type AddressBytes = readonly number[];

/** A network `ADDRESS/BITS`, or one address. */
export interface Network {
  readonly bytes: AddressBytes;
  readonly bits: number;
}

/** An IP address in the strict forms of inet_pton(3); undefined for anything else. */
export function parseAddress(text: string): AddressBytes | undefined {
  if (!text.includes(":")) return parseIpv4(text);
  if (text.includes("%") || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text).toByteArray();
}

function parseIpv4(text: string): AddressBytes | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const bytes = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/**
 * A pattern of cidr_table(5) or of a network list: `ADDRESS`, `ADDRESS/BITS`, with `[ ]` around the address or around
 * all of it. A string instead of a network says what is wrong.
 */
export function parseNetwork(pattern: string): Network | string {
  const bracketed = /^\[([^\]]*)\](.*)$/s.exec(pattern);
  if (pattern.startsWith("[") && !bracketed) return `"]" is missing after "${pattern}"`;
  const rest = bracketed?.[2] ?? "";
  if (rest !== "" && !rest.startsWith("/")) return `there is text after "[${bracketed?.[1]}]"`;
  const text = bracketed ? `${bracketed[1]}${rest}` : pattern;
  const slash = text.indexOf("/");
  const bytes = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (slash === -1) return bytes ? { bytes, bits: bytes.length * 8 } : `"${text}" is not an address`;
  const mask = text.slice(slash + 1);
  if (!/^\d+$/.test(mask)) return `"${mask}" is not a number of bits`;
  if (!bytes) return `"${text.slice(0, slash)}" is not an address`;
  const network: Network = { bytes, bits: Number(mask) };
  if (network.bits > bytes.length * 8) return `/${mask} is longer than the address`;
  const start = bytes.map((byte, index) => byte & maskByte(network.bits, index));
  if (start.some((byte, index) => byte !== bytes[index])) {
    return `"${text}" has bits beyond /${mask}; perhaps ${showAddress(start)}/${mask} is meant`;
  }
  return network;
}

export function contains(network: Network, address: AddressBytes): boolean {
  if (network.bytes.length !== address.length) return false;
  return network.bytes.every((byte, index) => byte === ((address[index] ?? 0) & maskByte(network.bits, index)));
}

function maskByte(bits: number, index: number): number {
  const left = Math.min(Math.max(bits - index * 8, 0), 8);
  return (0xff << (8 - left)) & 0xff;
}

function showAddress(bytes: AddressBytes): string {
  return ipaddr.fromByteArray([...bytes]).toString();
}
