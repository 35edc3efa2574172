import type { LimitValues } from "../model/limits.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf, obsolete } = optionsOf<LimitValues>();

/** Options that say how much is taken on (op.me, "Options"). */
export const limitOptions = [
  leaf("MaxMessageSize", "messageSize", readNumber),
  leaf("MaxHeadersLength", "headerSize", readNumber),
  leaf("MaxMimeHeaderLength", "mimeHeaderLength", readNonEmpty),
  leaf("MaxHopCount", "hopCount", readNumber),
  leaf("MaxRecipientsPerMessage", "recipients", readNumber),
  leaf("BadRcptThrottle", "badRecipients", readNumber),
  leaf("BadRcptThrottleDelay", "errorDelay", readNumber),
  leaf("BadRcptShutdown", "endAfterBadRecipients", readNumber),
  leaf("BadRcptShutdownGood", "goodRecipientShare", readNumber),
  leaf("MaxNOOPCommands", "idleCommands", readNumber),
  leaf("ConnectionRateThrottle", "connectionsPerSecond", readNumber),
  leaf("ConnectionRateWindowSize", "rateWindow", readTime("s")),
  leaf("MaxDaemonChildren", "serverProcesses", readNumber),
  leaf("MinFreeBlocks", "freeBlocks", readNumber),
  leaf("RefuseLA", "refuseAtLoad", readNumber),
  leaf("DelayLA", "delayAtLoad", readNumber),
  leaf("QueueLA", "queueAtLoad", readNumber),
  leaf("RefuseLowMem", "refuseAtMemory", readNumber),
  leaf("QueueLowMem", "queueAtMemory", readNumber),
  leaf("MemoryResource", "watchedMemory", readNonEmpty),
  obsolete("QueueFactor", "Mail has no priorities that load could be weighed with."),
  leaf("MaxAliasRecursion", "aliasDepth", readNumber),
  leaf("MaxForwardEntries", "forwardEntries", readNumber),
  leaf("Milter.MaxDataSize", "filterPacket", readNumber),
  leaf("DataFileBufferSize", "memoryBuffer", readNumber),
  obsolete("XscriptFileBufferSize", "There is no transcript file: the session is written to the log."),
];

/**
 * What the site limits. The old program's own limits that people notice are stated too (conf.h: MAXHOP 25; readcf.c:
 * no limit of size and recipients).
 */
export function liftLimits(context: LiftContext): Lifted<Section<LimitValues>> {
  const lifted = liftOptions(context, limitOptions);
  const value: Section<LimitValues> = {
    messageSize: defaulted(0),
    hopCount: defaulted(25),
    recipients: defaulted(0),
    ...lifted.value,
  };
  return { ...lifted, value };
}
