import type { CodeEntry } from "../code-entry.ts";

/** MC codes: m4 and .mc. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const mcCodes = {} as const satisfies Record<string, CodeEntry>;
