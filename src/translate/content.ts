import type { ContentValues } from "../model/content.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingOutcome, SettingRules } from "./shared/setting.ts";
import { becomes, decides, ends, switchThatIs, translateSettings } from "./shared/setting.ts";

const contentCodes = {
  exact: "TR3190",
  default: "TR3191",
  approximate: "TR3192",
  manual: "TR3193",
  unsupported: "TR3194",
} as const;

/** What becomes of each setting about text. */
export const contentRules: SettingRules<ContentValues> = {
  undeclaredEightBit: decides(
    "approximate",
    ["strict_8bitmime_body", "force_mime_input_conversion"],
    "Postfix passes undeclared 8-bit text on, and can refuse it.",
    eightBitOutcome,
  ),
  stripToSevenBit: switchThatIs(false, "Postfix leaves the eighth bit alone.", {
    disposition: "unsupported",
    note: "Postfix cannot drop the eighth bit of arriving text.",
  }),
  defaultCharacterSet: ends("unsupported", "Postfix does not name a character set for text that has none."),
  rejectNul: decides("approximate", ["message_reject_characters"], "The message is refused at its end.", (reject) =>
    reject
      ? {
          disposition: "approximate",
          note: "The message is refused at its end, not at the byte.",
          parameters: [["message_reject_characters", "\\0"]],
        }
      : { disposition: "default", note: "Postfix takes such messages." },
  ),
  noRecipientHeader: decides(
    "approximate",
    ["undisclosed_recipients_header"],
    "Postfix can add one fixed header.",
    recipientHeaderOutcome,
  ),
  blankSeparatedAddresses: ends(
    "default",
    "Postfix reads headers as RFC 5322 writes them and leaves other forms alone.",
  ),
  keepFromLine: switchThatIs(false, "Postfix removes a leading From line of submitted mail.", {
    disposition: "unsupported",
    note: "Postfix removes a leading From line of submitted mail.",
  }),
  fromLine: decides("default", [], "Postfix's From line has the sender and the date.", (text) =>
    /^From\s+\$g\s+\$d\s*$/.test(text)
      ? { disposition: "default", note: "Postfix's From line has the sender and the date, too." }
      : { disposition: "unsupported", note: "Postfix's From line has the sender and the date; its form is fixed." },
  ),
  ignoreDots: ends("default", "`sendmail -i` says it for one message; by default a lone dot ends submitted mail."),
  singleLineFrom: switchThatIs(false, "Postfix keeps From: headers as they are.", {
    disposition: "unsupported",
    note: "Postfix cannot join the lines of a From: header.",
  }),
  quotedCharacters: ends("unsupported", "Postfix does not quote full names anew; it passes them on as they are."),
  colonInAddress: ends("default", "Postfix reads groups and addresses as RFC 5322 writes them."),
  blankReplacement: ends("default", "Postfix keeps blanks in addresses, quoted."),
  operators: ends(
    "default",
    "Postfix's own rules for addresses hold: see recipient_delimiter, allow_percent_hack, swap_bangpath.",
  ),
  utf8Addresses: becomes(
    "smtputf8_enable",
    (on) => (on ? "yes" : "no"),
    "SMTPUTF8 is offered, and used where the other side offers it.",
  ),
  eightBitAddresses: switchThatIs(false, "Addresses with 8-bit characters need SMTPUTF8.", {
    disposition: "approximate",
    note: "Postfix takes addresses with 8-bit characters by SMTPUTF8.",
  }),
  keepBcc: decides(
    "exact",
    ["message_drop_headers"],
    "Bcc: is dropped unless message_drop_headers leaves it out.",
    (keep) =>
      keep
        ? {
            disposition: "exact",
            note: "Bcc: headers are kept.",
            parameters: [["message_drop_headers", "content-length, return-path"]],
          }
        : { disposition: "default", note: "Bcc: headers are dropped." },
  ),
  acceptText: ends("unsupported", "Postfix answers `250 2.0.0 Ok: queued as ...`; the text is fixed."),
  addressKinds: ends("default", "Postfix's rewriting tables have classes for envelope and header addresses."),
  addBcc: switchThatIs(false, "No hidden recipients are added.", {
    disposition: "approximate",
    note: "Hidden recipients are rows of recipient_bcc_maps.",
  }),
};

function eightBitOutcome(mode: ContentValues["undeclaredEightBit"], { options }: TranslateContext): SettingOutcome {
  if (mode === "pass") return { disposition: "default", note: "Postfix passes undeclared 8-bit text on." };
  if (mode === "refuse") {
    const note = "Undeclared 8-bit text is refused.";
    return { disposition: "exact", note, parameters: [["strict_8bitmime_body", "yes"]] };
  }
  const note = "Postfix converts text for hosts that cannot take 8 bits; undeclared text is passed on.";
  return options.version === "3.9" || options.version === "3.10"
    ? { disposition: "approximate", note, parameters: [["force_mime_input_conversion", "yes"]] }
    : { disposition: "approximate", note };
}

function recipientHeaderOutcome(action: ContentValues["noRecipientHeader"]): SettingOutcome {
  if (action === "none") return { disposition: "default", note: "Postfix adds no header." };
  if (action === "undisclosed") {
    return {
      disposition: "exact",
      note: "The same header is added.",
      parameters: [["undisclosed_recipients_header", "To: undisclosed-recipients:;"]],
    };
  }
  return {
    disposition: "unsupported",
    note: "Postfix does not write envelope recipients into headers; undisclosed_recipients_header adds a fixed one.",
  };
}

/** Text of messages and addresses. */
export function translateContent(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.content, contentRules, "headers", contentCodes, context);
}
