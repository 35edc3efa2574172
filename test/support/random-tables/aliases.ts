import type { Random } from "../random.ts";
import { many, users } from "./addresses.ts";
import { noise } from "./values.ts";

export const aliasKeys = [
  "two words",
  "a@b",
  "owner-list",
  "real",
  "bad",
  "@",
  "Postmaster",
  "list-request",
  'quoted"in',
  "back\\slash",
];
const aliasNames = [
  '"two words"',
  '"a@b"',
  "Owner-List",
  "bad name",
  "a@b",
  "(comment) real",
  "real (comment)",
  "Postmaster",
  "list-request",
  '"quoted\\"in"',
  "back\\\\slash",
  "",
  "@",
];
const targets = [
  "alice",
  "alice, bob@example.com",
  '"|/usr/bin/prog -a \\"x y\\"", carol',
  "|/bin/cat",
  '"|exec /bin/cat > /dev/null || exit 75"',
  "/var/spool/file",
  '"/var/spool/two words"',
  ":include:/etc/lists/staff",
  '":include:/etc/lists/a b"',
  "\\root",
  "Full Name <x@example.com>, other",
  "<x@example.com>",
  "a,\n\tb,\n c",
  "john doe",
  "user@[192.0.2.1]",
  "group: a, b;",
  "a,,b",
  "(only a comment)",
  '""',
  "a;b",
  "x@y@z",
  "error:5.7.1 text",
  "user%host@gate",
  "\xe4lt",
];

export function aliasRows(random: Random): string {
  const rows = many(1 + random.below(25), () => {
    if (random.oneIn(8)) return random.pick(noise);
    const name = random.oneIn(2) ? random.pick(users) : random.pick(aliasNames);
    return `${name}${random.pick([":", ": ", " : ", ":\t"])}${random.pick(targets)}`;
  });
  return `${rows.join("\n")}\n`;
}
