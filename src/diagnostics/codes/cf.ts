import type { CodeEntry } from "../code-entry.ts";

/** CF codes: sendmail.cf. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const cfCodes = {
  // Files and bytes
  CF1001: { severity: "error", title: "The file cannot be read" },
  CF1002: { severity: "error", title: "The file is not a text" },
  CF1003: { severity: "error", title: "The control line is too long to be read" },
  CF1004: { severity: "warning", title: "A NUL byte cuts the line" },
  CF1005: { severity: "error", title: "The file has too many lines" },
  CF1006: { severity: "warning", title: "sendmail drops the end of this line" },
  CF1007: { severity: "error", title: "Conditionals nested too deep" },
  // Control lines
  CF1010: { severity: "error", title: "Unknown control line" },
  CF1011: { severity: "error", title: "Continuation of nothing" },
  CF1012: { severity: "error", title: "A name is missing" },
  CF1013: { severity: "error", title: "The brace of a name is not closed" },
  CF1014: { severity: "warning", title: "sendmail changes this name" },
  CF1015: { severity: "error", title: "The V line has no level" },
  CF1016: { severity: "info", title: "Another vendor's sendmail" },
  CF1017: { severity: "error", title: "Configuration level too high" },
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
  CF1028: { severity: "error", title: "Ruleset number out of bounds" },
  CF1029: { severity: "error", title: "A ruleset cannot change its number" },
  // Mailers, filters, queue groups
  CF1030: { severity: "error", title: "A field has no `=`" },
  CF1031: { severity: "error", title: "A mailer lacks a field" },
  CF1032: { severity: "error", title: "Unknown field" },
  CF1033: { severity: "info", title: "Mailer flag without meaning" },
  CF1034: { severity: "warning", title: "Mailer defined twice" },
  CF1035: { severity: "info", title: "Old name of the network mailer" },
  CF1036: { severity: "error", title: "Empty field" },
  CF1037: { severity: "error", title: "Wrong words for this kind of mailer" },
  CF1038: { severity: "error", title: "Mail filter defined twice" },
  CF1039: { severity: "error", title: "No local mailer" },
  // Headers
  CF1040: { severity: "error", title: "Header syntax" },
  // Options
  CF1050: { severity: "warning", title: "Unknown option" },
  CF1051: { severity: "info", title: "Abbreviated option name" },
  CF1052: { severity: "error", title: "Ambiguous option name" },
  CF1053: { severity: "error", title: "An option has no name" },
  CF1054: { severity: "info", title: "Option that sendmail no longer has" },
  CF1055: { severity: "warning", title: "Unknown part of an option" },
  CF1056: { severity: "warning", title: "Unknown value of an option" },
  // Maps
  CF1060: { severity: "error", title: "The K line has no map name or class" },
  CF1061: { severity: "warning", title: "Unknown map class" },
  CF1062: { severity: "warning", title: "Unknown map flag" },
  CF1063: { severity: "error", title: "The map names no file" },
  CF1064: { severity: "warning", title: "Map used but not defined" },
  CF1065: { severity: "error", title: "A map of a sequence is not defined" },
  // Classes
  CF1070: { severity: "warning", title: "A class file cannot be read" },
  CF1071: { severity: "warning", title: "A class is filled by a program" },
  CF1072: { severity: "error", title: "The F line names no file" },
  CF1073: { severity: "warning", title: "A class is filled from a map" },
  // Names
  CF1081: { severity: "error", title: "A macro contains itself" },
  CF1082: { severity: "warning", title: "Ruleset called but not defined" },
  CF1083: { severity: "warning", title: "Mailer chosen but not defined" },
  CF1084: { severity: "error", title: "Mail filter named but not defined" },
} as const satisfies Record<string, CodeEntry>;
