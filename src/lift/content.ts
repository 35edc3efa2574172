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
  leaf("EightBitMode", "undeclaredEightBit", readEightBit),
  leaf("SevenBitInput", "stripToSevenBit", readBool),
  leaf("DefaultCharSet", "defaultCharacterSet", readNonEmpty),
  leaf("RejectNUL", "rejectNul", readBool),
  leaf("NoRecipientAction", "noRecipientHeader", (text) => recipientActions[text.trim().toLowerCase()]),
  leaf("OldStyleHeaders", "blankSeparatedAddresses", readBool),
  leaf("SaveFromLine", "keepFromLine", readBool),
  leaf("UnixFromLine", "fromLine", readText),
  leaf("IgnoreDots", "ignoreDots", readBool),
  leaf("SingleLineFromHeader", "singleLineFrom", readBool),
  leaf("MustQuoteChars", "quotedCharacters", readText),
  leaf("ColonOkInAddr", "colonInAddress", readBool),
  leaf("BlankSub", "blankReplacement", readText),
  leaf("OperatorChars", "operators", readText),
  leaf("SmtpUTF8", "utf8Addresses", readBool),
  leaf("EightBitAddrOK", "eightBitAddresses", readBool),
  leaf("KeepBcc", "keepBcc", readBool),
  leaf("MessageAccept", "acceptText", readNonEmpty),
  leaf("AddrTypeModes", "addressKinds", readBool),
  leaf("AddBcc", "addBcc", readBool),
];

/** What is done with text. */
export function liftContent(context: LiftContext): Lifted<Section<ContentValues>> {
  return liftOptions(context, contentOptions);
}
