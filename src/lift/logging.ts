import type { LoggingValues } from "../model/logging.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readBool, readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf, obsolete } = optionsOf<LoggingValues>();

/** Options about what is written down. */
export const loggingOptions = [
  leaf("LogLevel", "level", readNumber),
  leaf("Milter.LogLevel", "filterLevel", readNumber),
  leaf("RejectLogInterval", "rejectInterval", readTime("h")),
  obsolete("StatusFile", "Counters are made from the log today (pflogsumm)."),
  leaf("PidFile", "processIdFile", readNonEmpty),
  leaf("ProcessTitlePrefix", "processTitle", readNonEmpty),
  leaf("ControlSocketName", "controlSocket", readNonEmpty),
  leaf("UseCompressedIPv6Addresses", "compressedAddresses", readBool),
];

/** What the host writes down about itself. */
export function liftLogging(context: LiftContext): Lifted<Section<LoggingValues>> {
  return liftOptions(context, loggingOptions);
}
