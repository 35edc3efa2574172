import type { CodeEntry } from "../code-entry.ts";

/** MC codes: m4 and .mc. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const mcCodes = {
  // 100x: text that never ends
  MC1001: { severity: "error", title: "A quoted string is never closed" },
  MC1002: { severity: "error", title: "The arguments of a macro call are never closed" },
  MC1003: { severity: "error", title: "A comment is never closed" },
  MC1004: { severity: "warning", title: "A quoted string swallows calls" },
  // 101x: files
  MC1010: { severity: "error", title: "A file that the m4 text names cannot be opened" },
  MC1011: { severity: "error", title: "The m4 library of sendmail is not where it was looked for" },
  MC1012: { severity: "error", title: "The m4 library lacks a part that the .mc asks for" },
  // 102x: expansions that never end
  MC1020: { severity: "error", title: "Macro calls are nested without end" },
  MC1021: { severity: "error", title: "The expansion of a macro never ends" },
  // 103x: what m4 itself complains of
  MC1030: { severity: "warning", title: "m4 warns of a call" },
  MC1031: { severity: "warning", title: "m4 cannot evaluate an argument" },
  // 104x: what the macros say
  MC1040: { severity: "warning", title: "A macro prints a message" },
  MC1041: { severity: "error", title: "A macro ends m4 with a failure" },
  // 105x: what is not done here
  MC1050: { severity: "warning", title: "A shell command is not run" },
  MC1051: { severity: "warning", title: "No temporary file is made" },
  MC1052: { severity: "warning", title: "Debugging output is not written to a file" },
  // 110x: what becomes of calls that leave no line in the sendmail.cf
  MC1100: { severity: "info", title: "A call arranges the file and configures nothing" },
  MC1101: { severity: "info", title: "A call has no effect on the sendmail.cf" },
  MC1102: { severity: "info", title: "A feature works by what it leaves out" },
  MC1103: { severity: "warning", title: "A feature's rules are only in the m4 library" },
  MC1104: { severity: "warning", title: "No m4 library was found" },
} as const satisfies Record<string, CodeEntry>;
