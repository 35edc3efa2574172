import type { Random } from "../random.ts";
import { many } from "./addresses.ts";
import { values } from "./values.ts";

export const networks = [
  "192.0.2.0/24",
  "192.0.2.1",
  "192.0.2.129/25",
  "192.0.2.128/25",
  "10.0.0.0/8",
  "0.0.0.0/0",
  "2001:db8::/32",
  "[2001:db8::1]",
  "[2001:db8:1::]/48",
  "[2001:db8:1::/48]",
  "::/0",
  "!192.0.2.0/28",
  "! 2001:db8::/64",
  "!!10.9.0.0/16",
  "192.0.2.0/33",
  "300.1.1.1",
  "192.0.2",
  "192.0.2.0/",
  "::ffff:192.0.2.0/120",
  "192.0.2.0/24/1",
  "2001:db8::/129",
  "1.2.3.4x",
];

export function cidrText(random: Random): string {
  const rows = many(1 + random.below(14), () => {
    const turn = random.below(10);
    if (turn === 0) return `${random.pick(["if", "IF"])} ${random.pick(networks)}${random.oneIn(9) ? " text" : ""}`;
    if (turn === 1) return random.pick(["endif", "ENDIF  ", "endif x", "192.0.2.1", "# comment", "", " continued"]);
    return `${random.pick(networks)}${random.pick([" ", "\t"])}${random.pick(values)}`;
  });
  return `${rows.join("\n")}\n`;
}

export function clientKeys(random: Random, count: number): readonly string[] {
  const some = [
    "192.0.2.1",
    "192.0.2.200",
    "10.9.8.7",
    "10.8.1.1",
    "2001:db8::1",
    "2001:db8:1::5",
    "2001:DB8:1::5",
    "::1",
    "x.y",
    "192.0.2",
    "::ffff:192.0.2.7",
    "192.000.2.1",
    "fe80::1%lo",
    "[192.0.2.1]",
    "0.0.0.0",
  ];
  return many(count, () => random.pick(some));
}
