import { domainToASCII } from "node:url";
import { isAscii } from "../tables/casefold.ts";
import { parseAddress } from "../tables/network.ts";

/** Whether Postfix takes a text for a host name (src/util/valid_hostname.c): `_` is allowed, all digits are not. */
export function isHostname(name: string, utf8: boolean): boolean {
  if (!isAscii(name)) {
    if (!utf8) return false;
    const ascii = domainToASCII(Buffer.from(name, "latin1").toString("utf8"));
    return ascii !== "" && isHostname(ascii, false);
  }
  if (name === "" || name.length > 255 || !/[^\d.]/.test(name)) return false;
  return name
    .split(".")
    .every((label) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(label) && label.length <= 63);
}

/** `[192.0.2.1]` or `[IPv6:2001:db8::1]`. */
export function isAddressLiteral(text: string): boolean {
  const inside = /^\[([^\]]*)\]$/.exec(text)?.[1];
  return inside !== undefined && literalAddress(inside) !== undefined;
}

/** The plain address of a literal's inside: `IPv6:` in front of an IPv6 address is required. */
export function literalAddress(inside: string): string | undefined {
  const ipv6 = /^IPv6:(.*)$/i.exec(inside)?.[1];
  const address = ipv6 ?? inside;
  const isIpv6 = address.includes(":");
  return isIpv6 === (ipv6 !== undefined) && isHostAddress(address) ? address : undefined;
}

/** An IPv4 or IPv6 address without brackets. */
export function isHostAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}
