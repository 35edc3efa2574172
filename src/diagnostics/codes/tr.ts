import type { CodeEntry } from "../code-entry.ts";

/** TR codes: translation. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const trCodes = {
  TR3001: { severity: "warning", title: "A fact has no translation" },
  TR3002: { severity: "info", title: "A directive is carried over" },
} as const satisfies Record<string, CodeEntry>;
