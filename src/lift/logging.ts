import type { LoggingValues } from "../model/logging.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readBool, readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf } = optionsOf<LoggingValues>();

/** Options about what is written down. */
export const loggingOptions = [
  leaf("LogLevel", "level", readNumber, "How much is logged; 9 is usual."),
  leaf("Milter.LogLevel", "filterLevel", readNumber, "How much is logged about filters."),
  leaf("RejectLogInterval", "rejectInterval", readTime("h"), "Time between two messages about refused connections."),
  leaf("StatusFile", "statistics", readNonEmpty, "The file of mailstats."),
  leaf("PidFile", "processIdFile", readNonEmpty, "The file with the daemon's process number."),
  leaf("ProcessTitlePrefix", "processTitle", readNonEmpty, "A word in the process titles that ps shows."),
  leaf("ControlSocketName", "controlSocket", readNonEmpty, "A socket by which the daemon is controlled."),
  leaf("UseCompressedIPv6Addresses", "compressedAddresses", readBool, "IPv6 addresses are written short."),
];

/** What the host writes down about itself. */
export function liftLogging(context: LiftContext): Lifted<Section<LoggingValues>> {
  return liftOptions(context, loggingOptions);
}
