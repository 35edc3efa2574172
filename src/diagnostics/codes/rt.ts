import type { CodeEntry } from "../code-entry.ts";

/**
 * RT codes: the runtime. Codes are stable and never reused; each has a page under docs/diagnostics/.
 * 600x starting · 601x services and parameters · 602x users · 603x mailboxes · 604x queue · 605x delivery
 */
export const rtCodes = {
  RT6001: { severity: "error", title: "The Postfix directory cannot be served." },
  RT6002: { severity: "error", title: "A port is in use." },
  RT6003: { severity: "warning", title: "A line of the users file is not used." },
  RT6004: { severity: "warning", title: "A user is named twice." },
  RT6005: { severity: "error", title: "Another server works on this data directory." },
  RT6011: { severity: "warning", title: "A service of master.cf is not run here." },
  RT6013: { severity: "info", title: "A setting has no effect in this server." },
  RT6014: { severity: "warning", title: "A table cannot be read by this server." },
  RT6012: { severity: "warning", title: "TLS files are missing; a certificate was made." },
} as const satisfies Record<string, CodeEntry>;
