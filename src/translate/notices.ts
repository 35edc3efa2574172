import type { NoticeValues } from "../model/notices.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import type { SettingRules } from "./shared/setting.ts";
import { decides, ends, switchThatIs, translateSettings } from "./shared/setting.ts";

const noticeCodes = {
  exact: "TR3185",
  default: "TR3186",
  approximate: "TR3187",
  manual: "TR3188",
  unsupported: "TR3189",
} as const;

/** What becomes of each setting about bounces. */
export const noticeRules: SettingRules<NoticeValues> = {
  doubleBounceAddress: decides(
    "exact",
    ["2bounce_notice_recipient", "notify_classes"],
    "Undeliverable bounces go to this address; without one they are dropped.",
    (address) =>
      address === ""
        ? { disposition: "default", note: "Postfix drops undeliverable bounces." }
        : {
            disposition: "exact",
            note: "Undeliverable bounces go to this address.",
            parameters: [["2bounce_notice_recipient", address.replaceAll("$", "$$$$")]],
          },
  ),
  postmasterCopy: decides(
    "approximate",
    ["bounce_notice_recipient", "notify_classes"],
    "The copy tells what failed and holds the headers of the message.",
    (address) => ({
      disposition: "approximate",
      note: "The copy tells what failed and holds the headers of the message.",
      parameters: [["bounce_notice_recipient", address.replaceAll("$", "$$$$")]],
    }),
  ),
  bounceText: ends("manual", "Put the text into a template and name it in bounce_template_file (bounce(5))."),
  mimeBounces: switchThatIs(true, "Postfix always sends bounces as MIME messages with a status report.", {
    disposition: "approximate",
    note: "Postfix always sends bounces as MIME messages with a status report.",
  }),
  receiptHeader: switchThatIs(false, "Postfix does not look at Return-Receipt-To:.", {
    disposition: "obsolete",
    note: "Postfix does not look at Return-Receipt-To:; senders ask for notices by DSN (RFC 3461).",
  }),
  errorsToHeader: switchThatIs(false, "Postfix does not look at Errors-To:.", {
    disposition: "obsolete",
    note: "Errors-To: is no standard and sendmail advises against it (op.me, UseErrorsTo); bounces go to the envelope sender.",
  }),
  deadLetterFile: ends("unsupported", "Postfix writes no dead.letter file; double bounces go to a mailbox."),
  commandLineErrors: ends("default", "Postfix tells errors of submitted mail by mail."),
  softBounce: decides("exact", ["soft_bounce"], "Permanent errors become temporary ones.", (soft) =>
    soft
      ? { disposition: "exact", note: "Permanent errors become temporary ones.", parameters: [["soft_bounce", "yes"]] }
      : { disposition: "default", note: "Permanent errors are permanent." },
  ),
};

/** Who is told of mail that fails. Postfix tells nobody of double bounces until notify_classes names them. */
export function translateNotices(context: TranslateContext): Partial<Translated> {
  const { notices } = context.policy;
  const settings = translateSettings(notices, noticeRules, "logging", noticeCodes, context);
  const words: ListWord[] = [];
  const notify = (fact: typeof notices.postmasterCopy, word: string): void => {
    if (!fact || fact.value === "") return;
    for (const [rank, each] of [[10, "resource"] as const, [20, "software"] as const, [30, word] as const]) {
      words.push({ parameter: "notify_classes", rank, word: each, origins: fact.origins, group: "logging" });
    }
  };
  notify(notices.doubleBounceAddress, "2bounce");
  notify(notices.postmasterCopy, "bounce");
  return { ...settings, words };
}
