import type { LimitValues } from "../model/limits.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import { readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<LimitValues>();

/** Options that say how much is taken on (op.me, "Options"). */
export const limitOptions = [
  leaf(
    "MaxMessageSize",
    "messageSize",
    readNumber,
    "The largest message that is taken, in bytes; 0 or unset: any size.",
  ),
  leaf("MaxHeadersLength", "headerSize", readNumber, "The largest sum of all header lines, in bytes."),
  leaf(
    "MaxMimeHeaderLength",
    "mimeHeaderLength",
    readNonEmpty,
    "MIME headers and their fields are cut at this length.",
  ),
  leaf("MaxHopCount", "hopCount", readNumber, "A message that passed more hosts than this is taken for a loop."),
  leaf(
    "MaxRecipientsPerMessage",
    "recipients",
    readNumber,
    "Recipients of one SMTP transaction; further ones get 452.",
  ),
  leaf("BadRcptThrottle", "badRecipients", readNumber, "After this many refused recipients each RCPT waits a second."),
  leaf("MaxNOOPCommands", "idleCommands", readNumber, "After this many useless commands answers are delayed."),
  leaf(
    "ConnectionRateThrottle",
    "connectionsPerSecond",
    readNumber,
    "New connections a second; above, the server waits.",
  ),
  leaf(
    "ConnectionRateWindowSize",
    "rateWindow",
    readTime("s"),
    "The time over which connections of one client are counted.",
  ),
  leaf("MaxDaemonChildren", "serverProcesses", readNumber, "Above this number of processes connections are refused."),
  group(
    "MinFreeBlocks",
    ["freeBlocks", "messageSize"],
    (section, symbol) => {
      // readcf.c, option b: an old `Ob4/1000000` also sets the largest message size.
      const [blocks, size] = symbol.value.split("/").map(readNumber);
      if (blocks === undefined) return false;
      const origins = originsOf(symbol);
      setLeaf(section, "freeBlocks", { value: blocks, origins, certainty: "stated" });
      if (size !== undefined) setLeaf(section, "messageSize", { value: size, origins, certainty: "stated" });
      return true;
    },
    "With fewer free blocks in the queue's file system mail is refused for the time being.",
  ),
  leaf("RefuseLA", "refuseAtLoad", readNumber, "At this load average connections are refused."),
  leaf("DelayLA", "delayAtLoad", readNumber, "At this load average answers are delayed by a second."),
  leaf("QueueLA", "queueAtLoad", readNumber, "At this load average mail is only queued."),
  obsolete(
    "QueueFactor",
    "Weight of load against priority.",
    "Mail has no priorities that load could be weighed with.",
  ),
  leaf("MaxAliasRecursion", "aliasDepth", readNumber, "How deep aliases may name aliases."),
  leaf("MaxForwardEntries", "forwardEntries", readNumber, "How many entries a user's .forward may have."),
  leaf("DataFileBufferSize", "memoryBuffer", readNumber, "Message bytes kept in memory before a file is written."),
  obsolete(
    "XscriptFileBufferSize",
    "Transcript bytes kept in memory before a file is written.",
    "There is no transcript file: the session is written to the log.",
  ),
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
