import type { PrivacyValues } from "../model/privacy.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import type { SettingOutcome, SettingRule, SettingRules } from "./shared/setting.ts";
import { decides, ends, translateSettings } from "./shared/setting.ts";

const privacyCodes = {
  exact: "TR3155",
  default: "TR3156",
  approximate: "TR3157",
  unsupported: "TR3159",
} as const;

/** A flag that sets parameters; without it Postfix's default stands. */
function flag(
  parameters: readonly (readonly [string, string])[],
  note: string,
  disposition: "exact" | "approximate" = "exact",
): SettingRule<boolean> {
  const names = parameters.map(([name]) => name);
  return decides(
    disposition,
    names,
    note,
    (on): SettingOutcome =>
      on ? { disposition, note, parameters } : { disposition: "default", note: "Nothing is forbidden, as by default." },
  );
}

/** What becomes of each privacy setting. */
export const privacyRules: SettingRules<PrivacyValues> = {
  noVerify: flag([["disable_vrfy_command", "yes"]], "VRFY answers 502."),
  noExpand: ends("default", "Postfix has no EXPN."),
  noVerbose: ends("default", "Postfix has no VERB."),
  noQueueRequests: flag([["smtpd_etrn_restrictions", "reject"]], "ETRN is refused and not offered."),
  requireHelo: flag([["smtpd_helo_required", "yes"]], "HELO or EHLO must come before MAIL."),
  requireHeloForExpand: ends("default", "Postfix has no EXPN."),
  requireHeloForVerify: decides(
    "approximate",
    ["smtpd_helo_required"],
    "HELO or EHLO must come before VRFY and MAIL.",
    (on, { policy }) =>
      on
        ? {
            disposition: policy.privacy.requireHelo?.value ? "exact" : "approximate",
            note: "HELO or EHLO must come before VRFY and MAIL.",
            parameters: [["smtpd_helo_required", "yes"]],
          }
        : { disposition: "default", note: "Nothing is forbidden, as by default." },
  ),
  noReceipts: flag([], "DSN is not offered, so no notices of success are sent."),
  noBodyInBounces: flag(
    [["bounce_size_limit", "1"]],
    "Bounces hold the headers of the message and not its text.",
    "approximate",
  ),
  queueListForAdministrators: flag([["authorized_mailq_users", "root"]], "Only root may list the queue."),
  queueRunForAdministrators: flag([["authorized_flush_users", "root"]], "Only root may flush the queue."),
  expansionForAdministrators: ends("default", "`sendmail -bv` answers by mail and shows no one's .forward file."),
  warnOfForgery: ends("default", "Postfix adds no X-Authentication-Warning: headers; Received: names who submitted."),
  noActualRecipient: ends("default", "Bounces name the recipient that the sender gave as well as the final one."),
  unknownWords: ends("unsupported", "The option has words that no release of the old program knows."),
  greeting: decides("approximate", ["smtpd_banner"], "The host's name and ESMTP come first.", greetingOutcome),
  acceptHeloWithoutName: ends("default", "Postfix wants some word after HELO, and looks at it only when told to."),
};

/** RFC 5321 section 4.3.1: the host's name first; the old program put ESMTP behind it (srvrsmtp.c). */
function greetingOutcome({ text, changed }: PrivacyValues["greeting"]): SettingOutcome {
  const rest = text.replace(/^\{host\}\s*/, "").replaceAll("$", "$$$$");
  if (rest === "" && changed) {
    return { disposition: "default", note: "The greeting names the host; which program answers is another one now." };
  }
  const banner = `$myhostname ESMTP ${rest.replaceAll("{host}", "$myhostname")}`.trim();
  return {
    disposition: changed ? "approximate" : "exact",
    note: changed
      ? "What only the old program could fill in (version, date, client) is left out of the greeting."
      : "The greeting has the same words.",
    parameters: [["smtpd_banner", banner]],
  };
}

/** What strangers may ask. EHLO keywords that are not offered are words of one list. */
export function translatePrivacy(context: TranslateContext): Partial<Translated> {
  const { privacy } = context.policy;
  const settings = translateSettings(privacy, privacyRules, "access", privacyCodes, context);
  const words: ListWord[] = [];
  const discard = (fact: typeof privacy.noReceipts, word: string): void => {
    if (!fact?.value) return;
    words.push({ parameter: "smtpd_discard_ehlo_keywords", rank: 10, word, origins: fact.origins, group: "access" });
  };
  discard(privacy.noReceipts, "dsn");
  discard(privacy.noQueueRequests, "etrn");
  return { ...settings, words };
}
