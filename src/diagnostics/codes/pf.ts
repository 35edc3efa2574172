import type { CodeEntry } from "../code-entry.ts";

/** PF codes: Postfix configuration. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const pfCodes = {
  // 400x: the text of main.cf and master.cf
  PF4001: { severity: "warning", title: "A line continues nothing and is ignored" },
  PF4002: { severity: "error", title: "A main.cf line is not name = value" },
  PF4003: { severity: "error", title: "A master.cf entry is malformed" },
  PF4004: { severity: "warning", title: "A parameter is set twice; the last one counts" },
  PF4005: { severity: "error", title: "A $name reference is malformed" },
  PF4006: { severity: "error", title: "A configuration file cannot be read" },
  // 401x: parameters
  PF4010: { severity: "warning", title: "A parameter is set that nothing uses" },
  PF4011: { severity: "warning", title: "A parameter is not in this version of Postfix" },
  PF4012: { severity: "warning", title: "A parameter is deprecated" },
  PF4013: { severity: "warning", title: "A $name refers to a parameter that does not exist" },
  PF4014: { severity: "error", title: "A value does not fit its parameter" },
  // 402x: lookup tables
  PF4020: { severity: "error", title: "A lookup table cannot be read" },
  PF4021: { severity: "warning", title: "A lookup table has a malformed line" },
  PF4022: { severity: "warning", title: "A lookup table has a key twice" },
  PF4023: { severity: "error", title: "A pattern is malformed" },
  PF4024: { severity: "warning", title: "A lookup table's type is answered from outside only" },
  // 403x: what the files name
  PF4030: { severity: "error", title: "A file that a list names cannot be read" },
  // 405x: who may send
  PF4050: { severity: "error", title: "A stranger may send mail to strangers through this host" },
  PF4051: { severity: "error", title: "Restriction lists with which smtpd does not start" },
  PF4052: { severity: "warning", title: "A restriction is never reached" },
  PF4053: { severity: "error", title: "A name in a restriction list is no restriction" },
} as const satisfies Record<string, CodeEntry>;
