import type { LimitValues } from "../model/limits.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { clientLimitEntries, generalLimit } from "./shared/client-limit-entries.ts";
import type { SettingRules } from "./shared/setting.ts";
import { becomes, decides, ends, timeText, translateSettings } from "./shared/setting.ts";

const limitCodes = {
  exact: "TR3100",
  default: "TR3101",
  approximate: "TR3102",
  unsupported: "TR3104",
} as const;

const BLOCK = 1024;
const MINUTE = 60;
/** smtpd_hard_error_limit when the server is not under stress. */
const HARD_ERRORS = 20;

/** What becomes of each limit. */
export const limitRules: SettingRules<LimitValues> = {
  messageSize: decides(
    "exact",
    ["message_size_limit", "mailbox_size_limit", "virtual_mailbox_limit"],
    "Mailboxes get no limit: the old host had none, and local(8) refuses to run with one below the message's.",
    (bytes) => ({
      disposition: "exact",
      note: bytes === 0 ? "Messages of any size are taken." : `Messages of at most ${bytes} bytes are taken.`,
      parameters: [
        ["message_size_limit", String(bytes)],
        ["mailbox_size_limit", "0"],
        ["virtual_mailbox_limit", "0"],
      ],
    }),
  ),
  headerSize: decides(
    "approximate",
    ["header_size_limit"],
    "Postfix limits each header, not their sum, and cuts what is too long instead of refusing it.",
    (bytes) => {
      if (bytes <= 0)
        return { disposition: "default", note: "No limit was wanted; Postfix cuts headers at 102400 bytes." };
      const note = "Postfix limits each header, not their sum, and cuts what is too long instead of refusing it.";
      return { disposition: "approximate", note, parameters: [["header_size_limit", String(bytes)]] };
    },
  ),
  mimeHeaderLength: ends("unsupported", "Postfix does not cut MIME headers."),
  hopCount: becomes("hopcount_limit", String, "A message that passed more hosts is returned as a loop."),
  recipients: decides(
    "exact",
    ["smtpd_recipient_limit"],
    "Above the limit both answer 452, and the client sends the rest in another transaction.",
    (count) =>
      count > 0
        ? {
            disposition: "exact",
            note: "Above the limit both answer 452, and the client sends the rest in another transaction.",
            parameters: [["smtpd_recipient_limit", String(count)]],
          }
        : {
            disposition: "approximate",
            note: "There was no limit; Postfix takes 1000 recipients a transaction and answers 452 to the others.",
          },
  ),
  badRecipients: decides(
    "approximate",
    ["smtpd_soft_error_limit", "smtpd_hard_error_limit", "smtpd_error_sleep_time"],
    "Postfix counts all errors of a session, and ends it at smtpd_hard_error_limit.",
    (count) => {
      const note = "Postfix counts all errors of a session, and ends it at smtpd_hard_error_limit.";
      if (count <= 0) return { disposition: "default", note: "Postfix slows clients down after ten errors." };
      const hard = count < HARD_ERRORS ? [] : ([["smtpd_hard_error_limit", String(count + 10)]] as const);
      return { disposition: "approximate", note, parameters: [["smtpd_soft_error_limit", String(count)], ...hard] };
    },
  ),
  errorDelay: becomes("smtpd_error_sleep_time", timeText, "Each answer to an error waits this long.", "approximate"),
  endAfterBadRecipients: decides(
    "approximate",
    ["smtpd_hard_error_limit"],
    "Postfix counts all errors of a session, not refused recipients alone.",
    (count) =>
      count > 0
        ? {
            disposition: "approximate",
            note: "Postfix counts all errors of a session, not refused recipients alone.",
            parameters: [["smtpd_hard_error_limit", String(count)]],
          }
        : { disposition: "default", note: "Postfix ends a session after twenty errors." },
  ),
  goodRecipientShare: ends("unsupported", "Postfix does not weigh good recipients against refused ones."),
  idleCommands: becomes(
    "smtpd_junk_command_limit",
    String,
    "Above the limit Postfix counts further ones as errors, and errors slow the session down.",
    "approximate",
  ),
  connectionsPerSecond: decides(
    "approximate",
    ["smtpd_client_connection_rate_limit"],
    "Postfix counts for each client by anvil_rate_time_unit, not for the whole server by the second.",
    (count, { policy }) => {
      if (count <= 0) return { disposition: "default", note: "There is no such limit in Postfix either." };
      if (hasGeneralRate(policy)) {
        const note = "Postfix has one limit of this kind: that of ClientRate: in the access table holds.";
        return { disposition: "approximate", note };
      }
      const window = policy.limits.rateWindow?.value ?? MINUTE;
      return {
        disposition: "approximate",
        note: "The old limit held for all clients together by the second; Postfix's holds for each client by anvil_rate_time_unit.",
        parameters: [["smtpd_client_connection_rate_limit", String(count * Math.max(1, window))]],
      };
    },
  ),
  rateWindow: becomes("anvil_rate_time_unit", timeText, "The time over which connections of a client are counted."),
  serverProcesses: decides(
    "approximate",
    [],
    "The process limit of the smtpd services in master.cf. At the limit clients wait instead of being refused.",
    (count) =>
      count > 0
        ? {
            disposition: "approximate",
            note: "It is the process limit of smtpd in master.cf; at the limit clients wait instead of being refused.",
          }
        : { disposition: "default", note: "Postfix has its own limit of 100 processes a service." },
  ),
  freeBlocks: becomes(
    "queue_minfree",
    (blocks) => String(blocks * BLOCK),
    "Counted in bytes; Postfix also refuses mail when less than one and a half times message_size_limit is free.",
    "approximate",
  ),
  refuseAtLoad: ends(
    "unsupported",
    "Postfix does not look at the load; under stress it shortens its timeouts instead.",
  ),
  delayAtLoad: ends("unsupported", "Postfix does not look at the load; under stress it shortens its timeouts instead."),
  queueAtLoad: ends(
    "unsupported",
    "Postfix does not look at the load; in_flow_delay slows down what arrives too fast.",
  ),
  refuseAtMemory: ends("unsupported", "Postfix does not look at free memory."),
  queueAtMemory: ends("unsupported", "Postfix does not look at free memory."),
  watchedMemory: ends("unsupported", "Postfix does not look at free memory."),
  aliasDepth: ends("default", "Postfix ends alias loops by the Delivered-To: header, however deep."),
  forwardEntries: ends("unsupported", "Postfix has no limit for .forward files alone."),
  filterPacket: ends("default", "Postfix sends text to filters in pieces of 65535 bytes."),
  memoryBuffer: ends("default", "Postfix writes every message to its queue file as it arrives."),
};

function hasGeneralRate(policy: MailPolicy): boolean {
  if (!policy.clientLimits.connectionRate) return false;
  return generalLimit(clientLimitEntries(policy), "connection-rate") !== undefined;
}

/** Sizes and counts (postconf(5)). */
export function translateLimits(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.limits, limitRules, "limits", limitCodes, context);
}
