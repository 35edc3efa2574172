import type { LoggingValues } from "../model/logging.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingRules } from "./shared/setting.ts";
import { decides, ends, translateSettings } from "./shared/setting.ts";

const loggingCodes = {
  default: "TR3166",
  approximate: "TR3167",
} as const;

/** The usual level of the old program, and the one from which on it logs sessions. */
const USUAL = 9;
const SESSIONS = 14;

/** What becomes of each logging setting. */
export const loggingRules: SettingRules<LoggingValues> = {
  level: decides(
    "approximate",
    ["smtp_tls_loglevel", "smtpd_tls_loglevel"],
    "Postfix logs every message at one fixed level; debug_peer_list shows single sessions.",
    (level) => {
      if (level === USUAL) {
        return { disposition: "default", note: "Postfix logs every message, about as much as this level did." };
      }
      if (level < USUAL) return { disposition: "approximate", note: "Postfix logs every message and cannot log less." };
      return {
        disposition: "approximate",
        note:
          level >= SESSIONS
            ? "Postfix shows sessions only of hosts in debug_peer_list; TLS handshakes are logged."
            : "Postfix logs every message at one fixed level; TLS handshakes are logged.",
        parameters: [
          ["smtp_tls_loglevel", "1"],
          ["smtpd_tls_loglevel", "1"],
        ],
      };
    },
  ),
  filterLevel: ends("default", "Postfix logs what filters answer."),
  rejectInterval: ends("default", "Postfix logs every refusal."),
  processIdFile: ends("default", "Postfix keeps its process numbers in its own queue directory."),
  compressedAddresses: ends("default", "Postfix writes IPv6 addresses short."),
};

/** What is written down. */
export function translateLogging(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.logging, loggingRules, "logging", loggingCodes, context);
}
