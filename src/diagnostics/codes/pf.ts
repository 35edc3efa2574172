import type { CodeEntry } from "../code-entry.ts";

/** PF codes: Postfix configuration. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const pfCodes = {} as const satisfies Record<string, CodeEntry>;
