import type { Random } from "../random.ts";

export function many<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}

export const users = [
  "alice",
  "Bob",
  "carol.d",
  "x+y",
  "list-owner",
  "a'b",
  "J\xc3\x9cRGEN",
  "100%",
  "a_b",
  "\xe4lt",
  '"q r"',
  "root",
  "stra\xc3\x9fe",
];
const hosts = ["example.com", "EXAMPLE.net", "sub.example.com", "localhost", "[192.0.2.1]", "b\xc3\x9ccher.example"];
export function address(random: Random): string {
  const user = random.pick(users);
  const host = random.pick(hosts);
  return random.pick([
    user,
    `${user}@${host}`,
    `${user}@${host}`,
    `@${host}`,
    `.${host}`,
    host,
    "192.0.2.1",
    "192.0.2",
    "2001:db8::1",
    "back\\slash",
    "a:b",
    "a=b",
    "<>",
    `${user}@${host}.`,
  ]);
}

export function addresses(random: Random, count: number): readonly string[] {
  return many(count, () => address(random));
}
