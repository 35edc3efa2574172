import type { Network } from "../../model/network.ts";

/**
 * A client address or the first octets of one as sendmail's tables write it: `10.1.2`, `192.0.2.7`,
 * `IPv6:2001:db8:1`. sendmail compares text, so a group with leading zeros never matches; undefined for it and for
 * everything that is no address.
 */
export function readNetwork(text: string): Network | undefined {
  // Nearly every row of a large table is a domain or an address of mail.
  if (!/^[[\diI]/.test(text)) return undefined;
  const literal = text.replace(/^\[(.*)\]$/, "$1");
  if (/^ipv6:/i.test(literal)) return ipv6Network(literal.slice(5));
  const octets = literal.split(".");
  if (octets.length > 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return undefined;
  const address = [...octets, "0", "0", "0"].slice(0, 4).map(Number).join(".");
  return { family: "ipv4", address, prefix: octets.length * 8 };
}

function ipv6Network(text: string): Network | undefined {
  const [head = "", tail] = text.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...before, ...after];
  if (groups.length > 8 || !groups.every((group) => /^(0|[1-9a-f][0-9a-f]{0,3})$/.test(group))) return undefined;
  const whole = tail !== undefined && after.length > 0;
  const filled = whole ? [...before, ...Array<string>(8 - groups.length).fill("0"), ...after] : groups;
  return { family: "ipv6", address: compressed(filled), prefix: filled.length * 16 };
}

/** RFC 5952: the longest run of zero groups, the first of equal ones, becomes `::`. */
function compressed(groups: readonly string[]): string {
  const all = [...groups, ...Array<string>(8 - groups.length).fill("0")];
  let best = { from: -1, length: 1 };
  for (let from = 0; from < 8; from += 1) {
    let length = 0;
    while (from + length < 8 && all[from + length] === "0") length += 1;
    if (length > best.length) best = { from, length };
  }
  if (best.from === -1) return all.join(":");
  return `${all.slice(0, best.from).join(":")}::${all.slice(best.from + best.length).join(":")}`;
}
