import type { TimeoutValues } from "../model/timeouts.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingRules } from "./shared/setting.ts";
import { becomes, decides, ends, timeText, translateSettings } from "./shared/setting.ts";

const timeoutCodes = {
  exact: "TR3130",
  default: "TR3131",
  approximate: "TR3132",
  manual: "TR3133",
  unsupported: "TR3134",
} as const;

const resolverNote = "The resolver of the system decides: `options timeout:` and `attempts:` in /etc/resolv.conf.";

/** What becomes of each wait. */
export const timeoutRules: SettingRules<TimeoutValues> = {
  greeting: decides(
    "approximate",
    ["smtp_helo_timeout"],
    "Postfix has one wait for the greeting and the answer to EHLO together.",
    (seconds, { policy }) => ({
      disposition: "approximate",
      note: "Postfix has one wait for the greeting and the answer to EHLO; the longer of both is taken.",
      parameters: [["smtp_helo_timeout", timeText(Math.max(seconds, policy.timeouts.helo?.value ?? 0))]],
    }),
  ),
  helo: decides("exact", ["smtp_helo_timeout"], "It also covers the greeting.", (seconds, { policy }) => ({
    disposition: "exact",
    note: "Waiting for the answer to EHLO.",
    parameters: [["smtp_helo_timeout", timeText(Math.max(seconds, policy.timeouts.greeting?.value ?? 0))]],
  })),
  connect: becomes("smtp_connect_timeout", timeText, "Waiting for a connection; 0: as long as the system waits."),
  firstConnect: decides(
    "approximate",
    ["smtp_connect_timeout"],
    "Postfix waits as long at the first try as at the others.",
    (seconds, { policy }) => ({
      disposition: "approximate",
      note: "Postfix waits as long at the first try as at the others.",
      ...(policy.timeouts.connect || seconds === 0
        ? {}
        : { parameters: [["smtp_connect_timeout", timeText(seconds)] as const] }),
    }),
  ),
  allConnects: ends("unsupported", "Postfix limits the hosts that it tries, not the time: smtp_mx_session_limit."),
  mail: becomes("smtp_mail_timeout", timeText, "Waiting for the answer to MAIL."),
  recipient: becomes("smtp_rcpt_timeout", timeText, "Waiting for the answer to RCPT."),
  dataStart: becomes("smtp_data_init_timeout", timeText, "Waiting for the answer to DATA."),
  dataBlock: becomes("smtp_data_xfer_timeout", timeText, "Waiting while the message is sent."),
  dataEnd: becomes("smtp_data_done_timeout", timeText, "Waiting for the answer to the final dot."),
  reset: becomes("smtp_rset_timeout", timeText, "Waiting for the answer to RSET."),
  quit: becomes("smtp_quit_timeout", timeText, "Waiting for the answer to QUIT."),
  otherCommands: ends("unsupported", "Postfix sends no other commands that it would wait for."),
  localHelo: becomes("lmtp_lhlo_timeout", timeText, "Waiting for the answer to LHLO."),
  authentication: ends("unsupported", "Postfix waits in the AUTH dialogue as long as for MAIL: smtp_mail_timeout."),
  startTls: becomes(["smtp_starttls_timeout", "smtpd_starttls_timeout"], timeText, "Waiting for the TLS handshake."),
  command: becomes("smtpd_timeout", timeText, "The server waits this long for a command, also under stress."),
  ident: decides("obsolete", [], "Postfix never asks who is behind a connection.", (seconds) =>
    seconds === 0
      ? { disposition: "default", note: "Postfix never asks who is behind a connection (RFC 1413)." }
      : {
          disposition: "obsolete",
          note: "Postfix never asks who is behind a connection (RFC 1413), which hardly a host answers any more.",
        },
  ),
  fileOpen: ends("unsupported", "Postfix does not wait for files: a delivery that cannot open one is tried again."),
  resolverWait: ends("manual", resolverNote),
  resolverTries: ends("manual", resolverNote),
};

/** Waits of the client and of the server. */
export function translateTimeouts(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.timeouts, timeoutRules, "queue", timeoutCodes, context);
}
