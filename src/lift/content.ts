import type { ContentValues } from "../model/content.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readText } from "./shared/option-value.ts";

const { leaf } = optionsOf<ContentValues>();

/** readcf.c, option 8: the first letter counts. */
const readEightBit: OptionReader<ContentValues["undeclaredEightBit"]> = (text) => {
  switch (text.trim().charAt(0)) {
    case "p":
      return "pass";
    case "m":
      return "convert";
    case "s":
      return "refuse";
    default:
      return undefined;
  }
};

const recipientActions: Readonly<Record<string, ContentValues["noRecipientHeader"]>> = {
  none: "none",
  "add-to": "to",
  "add-bcc": "bcc",
  "add-apparently-to": "apparently-to",
  "add-to-undisclosed": "undisclosed",
};

/** Options about the text of messages and addresses. */
export const contentOptions = [
  leaf("EightBitMode", "undeclaredEightBit", readEightBit, "What is done with 8-bit text that is not declared."),
  leaf("SevenBitInput", "stripToSevenBit", readBool, "The eighth bit of arriving text is dropped."),
  leaf("DefaultCharSet", "defaultCharacterSet", readNonEmpty, "Character set named when 8-bit text is converted."),
  leaf("RejectNUL", "rejectNul", readBool, "Messages with NUL bytes are refused."),
  leaf(
    "NoRecipientAction",
    "noRecipientHeader",
    (text) => recipientActions[text.trim().toLowerCase()],
    "What is added when no header names a recipient.",
  ),
  leaf("OldStyleHeaders", "blankSeparatedAddresses", readBool, "Blanks part addresses in headers of submitted mail."),
  leaf("SaveFromLine", "keepFromLine", readBool, "A leading From line of submitted mail is kept."),
  leaf("UnixFromLine", "fromLine", readText, "The form of the From line of mailboxes."),
  leaf("IgnoreDots", "ignoreDots", readBool, "A lone dot does not end submitted mail."),
  leaf("SingleLineFromHeader", "singleLineFrom", readBool, "From: headers of several lines are joined."),
  leaf("MustQuoteChars", "quotedCharacters", readText, "Characters that are quoted in full names."),
  leaf("ColonOkInAddr", "colonInAddress", readBool, "A colon is an ordinary character of addresses."),
  leaf("BlankSub", "blankReplacement", readText, "What stands for a blank in an address."),
  leaf("OperatorChars", "operators", readText, "Characters that part an address into tokens."),
  leaf("AddBcc", "addBcc", readBool, "Hidden recipients that rules may add."),
];

/** What is done with text. */
export function liftContent(context: LiftContext): Lifted<Section<ContentValues>> {
  return liftOptions(context, contentOptions);
}
