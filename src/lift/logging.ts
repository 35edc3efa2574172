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
  obsolete("ProcessTitlePrefix", "Each process is a program with a name of its own, which ps shows; no title is set."),
  obsolete(
    "ControlSocketName",
    "There is no control socket (as for Timeout.control): postfix status, postqueue -p and postconf tell what it told.",
  ),
  leaf("UseCompressedIPv6Addresses", "compressedAddresses", readBool),
];

/** What the host writes down about itself. */
export function liftLogging(context: LiftContext): Lifted<Section<LoggingValues>> {
  return liftOptions(context, loggingOptions);
}
