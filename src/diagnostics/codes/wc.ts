import type { CodeEntry } from "../code-entry.ts";

/** WC codes: WIDE CF definitions. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const wcCodes = {
  // 100x: the shell's language
  WC1001: { severity: "error", title: "A quote in a definition is never closed" },
  WC1002: { severity: "error", title: "A value holds a blank outside of quotes" },
  WC1003: { severity: "error", title: "A blank stands beside the = of an assignment" },
  WC1004: { severity: "warning", title: "A value stands in typographic quotes" },
  WC1005: { severity: "info", title: "A command substitution is not run" },
  WC1006: { severity: "warning", title: "A command of the shell is not followed" },
  WC1007: { severity: "warning", title: "The shell would replace a variable that is not known" },
  WC1008: { severity: "warning", title: "A value runs over the end of a line without a backslash" },
  // 101x: variables
  WC1010: { severity: "error", title: "CF_TYPE is missing or not known" },
  WC1011: { severity: "warning", title: "A variable is set twice" },
  WC1012: { severity: "warning", title: "A variable's name is not one of CF's" },
  WC1013: { severity: "warning", title: "A value is not of the form that the variable wants" },
  WC1014: { severity: "warning", title: "A name of the host is not in the definition" },
  // 102x: files that a definition names
  WC1020: { severity: "error", title: "A file that a definition names cannot be read" },
  WC1021: { severity: "error", title: "A line of the static routes is not understood" },
  WC1022: { severity: "error", title: "An entry of USERTABLE_MAPS is not understood" },
  // 103x: what the old host did and the new one must not
  WC1030: { severity: "warning", title: "The old host had no relay restriction" },
  WC1031: { severity: "warning", title: "Relaying by sender is not carried over" },
  WC1032: { severity: "info", title: "Clients are let in by their names" },
  WC1033: { severity: "error", title: "A null client has no hub" },
  WC1034: { severity: "info", title: "The definition describes checks only" },
  // 104x: a generated sendmail.cf
  WC1040: { severity: "info", title: "WIDE CF generated the sendmail.cf" },
  WC1041: { severity: "warning", title: "A definition and its sendmail.cf differ" },
  // 110x: how assignments end
  WC1100: { severity: "info", title: "A variable only steers how CF builds the sendmail.cf" },
  WC1101: { severity: "info", title: "A variable is carried over" },
  WC1102: { severity: "info", title: "A variable's meaning is reconstructed" },
  WC1103: { severity: "warning", title: "A variable is left to a person" },
  WC1104: { severity: "info", title: "A variable has no effect" },
} as const satisfies Record<string, CodeEntry>;
