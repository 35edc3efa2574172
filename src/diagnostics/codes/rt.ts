import type { CodeEntry } from "../code-entry.ts";

/** RT codes: the runtime. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const rtCodes = {} as const satisfies Record<string, CodeEntry>;
