import type { CodeEntry } from "../code-entry.ts";

/** CK codes: behaviour and expectations. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const ckCodes = {} as const satisfies Record<string, CodeEntry>;
