import type { CodeEntry } from "../code-entry.ts";

/** LI codes: lifting. Codes are stable and never reused; each has a page under docs/diagnostics/. */
export const liCodes = {
  LI2001: { severity: "warning", title: "A directive is not understood" },
  LI2002: { severity: "info", title: "A fact about the old host had to be assumed" },
  LI2003: { severity: "warning", title: "Another description of the host lies beside the one that runs" },
  LI2004: { severity: "warning", title: "Files of this machine stood for those of the old host" },
  LI2010: { severity: "info", title: "A line of the m4 library's own machinery" },
  LI2030: { severity: "warning", title: "A file of names cannot be read" },
  LI2050: { severity: "info", title: "A route that the rules never use" },
  LI2090: { severity: "warning", title: "A map of the site's own" },
  LI2100: { severity: "info", title: "An option has no meaning today" },
  LI2101: { severity: "warning", title: "The value of an option cannot be read" },
  LI2102: { severity: "info", title: "A later line replaces this one" },
  LI2103: { severity: "info", title: "An option without a value sets nothing" },
  LI2110: { severity: "info", title: "A line of the old program has no meaning today" },
  LI2111: { severity: "info", title: "A name stands for nothing that mail knows today" },
  LI2120: { severity: "warning", title: "A listener or socket option is not understood" },
  LI2131: { severity: "warning", title: "The socket of a filter cannot be read" },
  LI2140: { severity: "warning", title: "A mailer definition is incomplete" },
  LI2900: { severity: "info", title: "A rewriting rule is text of sendmail's own configuration library" },
  LI2901: { severity: "warning", title: "A rewriting rule was written by hand" },
  LI2903: { severity: "info", title: "What a hand-written rule does was found by running it" },
  LI2904: { severity: "info", title: "A hand-written rule does a little more than Postfix can" },
  LI2905: { severity: "info", title: "A hand-written rule that nothing runs" },
  LI2906: { severity: "info", title: "A map of the site's own, translated with the rules that ask it" },
} as const satisfies Record<string, CodeEntry>;
