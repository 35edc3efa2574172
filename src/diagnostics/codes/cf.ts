import type { CodeEntry } from "../code-entry.ts";

/** CF codes: sendmail.cf. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const cfCodes = {
  // Files and bytes
  CF1001: { severity: "error", title: "The file cannot be read" },
  CF1002: { severity: "error", title: "The file is not a text" },
  CF1003: { severity: "error", title: "The control line is too long to be read" },
  CF1004: { severity: "warning", title: "A NUL byte cuts the line" },
  // Control lines
  CF1010: { severity: "error", title: "Unknown control line" },
  CF1011: { severity: "error", title: "Continuation of nothing" },
  CF1012: { severity: "error", title: "A name is missing" },
  CF1013: { severity: "error", title: "The brace of a name is not closed" },
  CF1014: { severity: "warning", title: "sendmail changes this name" },
  CF1015: { severity: "error", title: "The V line has no level" },
  CF1018: { severity: "error", title: "The P line has no value" },
  CF1019: { severity: "info", title: "A vendor's line without effect" },
  // Rules
  CF1020: { severity: "error", title: "A rule before any ruleset" },
  CF1021: { severity: "error", title: "The sides of the rule are not parted by a tab" },
  CF1022: { severity: "error", title: "A side of the rule is empty" },
  CF1023: { severity: "error", title: "Metasymbol on the wrong side" },
  CF1024: { severity: "error", title: "Replacement out of bounds" },
  CF1025: { severity: "error", title: "Map lookup not closed or nested" },
  CF1026: { severity: "error", title: "Too many wildcards" },
  CF1027: { severity: "error", title: "Not a ruleset name" },
  // Mailers, filters, queue groups
  CF1030: { severity: "error", title: "A field has no `=`" },
  // Headers
  CF1040: { severity: "error", title: "Header syntax" },
  // Options
  CF1053: { severity: "error", title: "An option has no name" },
  // Maps
  CF1060: { severity: "error", title: "The K line has no map name or class" },
  // Classes
  CF1072: { severity: "error", title: "The F line names no file" },
} as const satisfies Record<string, CodeEntry>;
