import type { NoticeValues } from "../model/notices.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readBool, readNonEmpty, readText } from "./shared/option-value.ts";

const { leaf } = optionsOf<NoticeValues>();

/** Options about bounces and notices. */
export const noticeOptions = [
  leaf(
    "DoubleBounceAddress",
    "doubleBounceAddress",
    (text) => text.trim(),
    "Who gets bounces that bounce; empty: nobody.",
  ),
  leaf("PostmasterCopy", "postmasterCopy", readNonEmpty, "Who gets a copy of every bounce."),
  leaf("ErrorHeader", "bounceText", readNonEmpty, "Text, or a file with text, before every bounce."),
  leaf("SendMimeErrors", "mimeBounces", readBool, "Bounces are MIME messages with a status report."),
  leaf("RrtImpliesDsn", "receiptHeader", readBool, "Return-Receipt-To: asks for a notice."),
  leaf("UseErrorsTo", "errorsToHeader", readBool, "Errors-To: names who gets bounces."),
  leaf("DeadLetterDrop", "deadLetterFile", readNonEmpty, "The file for bounces that nobody takes."),
  leaf("ErrorMode", "commandLineErrors", readText, "How errors of a submission on the command line are told."),
  leaf("SoftBounce", "softBounce", readBool, "Permanent errors become temporary ones."),
];

/** Who is told of mail that fails. Double bounces go to postmaster unless told otherwise (op.me, DoubleBounceAddress). */
export function liftNotices(context: LiftContext): Lifted<Section<NoticeValues>> {
  const lifted = liftOptions(context, noticeOptions);
  return { ...lifted, value: { doubleBounceAddress: defaulted("postmaster"), ...lifted.value } };
}
