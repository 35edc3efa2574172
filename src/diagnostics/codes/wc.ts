import type { CodeEntry } from "../code-entry.ts";

/** WC codes: WIDE CF definitions. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const wcCodes = {} as const satisfies Record<string, CodeEntry>;
