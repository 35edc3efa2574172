import type { CodeEntry } from "../code-entry.ts";

/** CF codes: sendmail.cf. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const cfCodes = {
  CF1001: { severity: "error", title: "The file cannot be read" },
} as const satisfies Record<string, CodeEntry>;
