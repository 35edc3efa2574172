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
  PF4025: { severity: "warning", title: "A row of a lookup table is never reached" },
  // 403x: what the files name
  PF4030: { severity: "error", title: "A file that a list names cannot be read" },
  PF4031: { severity: "error", title: "A transport is no service of master.cf" },
  PF4032: { severity: "error", title: "A service that Postfix needs is missing" },
  PF4033: { severity: "info", title: "A service for delivery that nothing uses" },
  PF4034: { severity: "warning", title: "A service is there twice" },
  PF4035: { severity: "warning", title: "A service runs a program that Postfix does not have" },
  PF4036: { severity: "error", title: "A service lacks an argument that its program needs" },
  PF4037: { severity: "error", title: "An account or right that mail must not have" },
  // 404x: names and addresses of the host
  PF4040: { severity: "warning", title: "A domain is in two address classes" },
  PF4041: { severity: "error", title: "A host or domain name is malformed" },
  PF4042: { severity: "error", title: "A network is malformed or holds everybody" },
  PF4043: { severity: "warning", title: "The addresses to listen on do not fit the rest" },
  // 405x: who may send
  PF4050: { severity: "error", title: "A stranger may send mail to strangers through this host" },
  PF4051: { severity: "error", title: "Restriction lists with which smtpd does not start" },
  PF4052: { severity: "warning", title: "A restriction is never reached" },
  PF4053: { severity: "error", title: "A name in a restriction list is no restriction" },
  // 406x: loops
  PF4060: { severity: "error", title: "Aliases lead back to themselves" },
  PF4061: { severity: "error", title: "Rewriting never ends" },
  PF4062: { severity: "error", title: "Mail is sent back to this host" },
  // 407x: TLS, log-ins and secrets
  PF4070: { severity: "error", title: "A certificate or key file is missing" },
  PF4071: { severity: "warning", title: "TLS is wanted, and there is no certificate" },
  PF4072: { severity: "warning", title: "A secret may be read by everybody" },
  PF4073: { severity: "warning", title: "Passwords are taken outside of TLS" },
  PF4074: { severity: "error", title: "A TLS level that does not exist" },
  PF4075: { severity: "error", title: "A log-in has no passwords" },
  PF4076: { severity: "warning", title: "A setting for log-ins has no effect" },
  // 408x: limits
  PF4080: { severity: "error", title: "Limits contradict one another" },
} as const satisfies Record<string, CodeEntry>;
