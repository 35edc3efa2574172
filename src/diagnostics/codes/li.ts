import type { CodeEntry } from "../code-entry.ts";

/** LI codes: lifting. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const liCodes = {
  LI2001: { severity: "warning", title: "A directive is not understood" },
  LI2002: { severity: "info", title: "A fact about the old host had to be assumed" },
} as const satisfies Record<string, CodeEntry>;
