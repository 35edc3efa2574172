import type { NoticeValues } from "../model/notices.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readBool, readNonEmpty, readText } from "./shared/option-value.ts";

const { leaf } = optionsOf<NoticeValues>();

/** Options about bounces and notices. */
export const noticeOptions = [
  leaf("DoubleBounceAddress", "doubleBounceAddress", (text) => text.trim()),
  leaf("PostmasterCopy", "postmasterCopy", readNonEmpty),
  leaf("ErrorHeader", "bounceText", readNonEmpty),
  leaf("SendMimeErrors", "mimeBounces", readBool),
  leaf("RrtImpliesDsn", "receiptHeader", readBool),
  leaf("UseErrorsTo", "errorsToHeader", readBool),
  leaf("DeadLetterDrop", "deadLetterFile", readNonEmpty),
  leaf("ErrorMode", "commandLineErrors", readText),
  leaf("SoftBounce", "softBounce", readBool),
];

/** Who is told of mail that fails. Double bounces go to postmaster unless told otherwise (op.me, DoubleBounceAddress). */
export function liftNotices(context: LiftContext): Lifted<Section<NoticeValues>> {
  const lifted = liftOptions(context, noticeOptions);
  return { ...lifted, value: { doubleBounceAddress: defaulted("postmaster"), ...lifted.value } };
}
