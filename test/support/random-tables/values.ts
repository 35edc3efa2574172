/** Right-hand sides of tables. */
export const values = [
  "ok",
  "bob@example.net",
  "REJECT  no way",
  "smtp:[relay.example.com]:25",
  "a, b,\n   c",
  "x # no comment",
  "550 5.7.1 <&> text",
  "\xc3\xa4 value",
  "\xe4 latin",
  "DUNNO",
  "$1 stays",
];
/** Values that can stand in main.cf. */
export const plainValues = values.filter((value) => /^[ -~]*$/.test(value));
/** Lines that are no rows, or barely. */
export const noise = [
  "# comment",
  "",
  "   ",
  "lonely",
  " orphan",
  'un"balanced x',
  "  # indented comment",
  "\tcontinued here",
  "trailing  ",
  "key\tvalue\twith tab",
  "a b\r",
];
