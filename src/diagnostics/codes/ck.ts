import type { CodeEntry } from "../code-entry.ts";

/** CK codes: behaviour and expectations. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const ckCodes = {
  CK5010: { severity: "error", title: "An expectations file cannot be read" },
  CK5020: { severity: "error", title: "The directory behaves otherwise than its source" },
  CK5021: { severity: "info", title: "The directory behaves otherwise than its source, as the conversion said" },
  CK5030: { severity: "error", title: "The sendmail configuration relays for strangers" },
  CK5001: { severity: "warning", title: "An ignore has no effect" },
} as const satisfies Record<string, CodeEntry>;
