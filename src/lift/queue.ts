import type { QueueValues } from "../model/queue.ts";
import type { Section } from "../model/section.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf, obsolete } = optionsOf<QueueValues>();

const HOUR = 3600;
const DAY = 24 * HOUR;

/** readcf.c, option d: only the first letter counts; empty stands for background. */
const readDeliveryMode: OptionReader<QueueValues["deliver"]> = (text) => {
  const letter = text.trim().charAt(0);
  if (letter === "" || letter === "b" || letter === "i") return "now";
  if (letter === "q") return "queued";
  return letter === "d" ? "deferred" : undefined;
};

/** readcf.c, option s: `interactive` is safe as well, `postmilter` after the filters. */
const readSafety: OptionReader<boolean> = (text) => /^[iIpP]/.test(text) || readBool(text);

/** Options that say how long mail is kept and how it is tried again. */
export const queueOptions = [
  leaf("QueueDirectory", "directory", readNonEmpty),
  leaf("Timeout.queuereturn", "lifetime", readTime("d")),
  leaf("Timeout.queuereturn.normal", "lifetime", readTime("d")),
  leaf("Timeout.queuereturn.urgent", "urgentLifetime", readTime("d")),
  leaf("Timeout.queuereturn.non-urgent", "bulkLifetime", readTime("d")),
  leaf("Timeout.queuereturn.dsn", "bounceLifetime", readTime("d")),
  leaf("Timeout.queuewarn", "warnAfter", readTime("h")),
  leaf("Timeout.queuewarn.normal", "warnAfter", readTime("h")),
  leaf("Timeout.queuewarn.urgent", "urgentWarnAfter", readTime("h")),
  leaf("Timeout.queuewarn.non-urgent", "bulkWarnAfter", readTime("h")),
  leaf("Timeout.queuewarn.dsn", "bounceWarnAfter", readTime("h")),
  leaf("Timeout.hoststatus", "hostStatusAge", readTime("m")),
  leaf("HostStatusDirectory", "hostStatusDirectory", readNonEmpty),
  leaf("MinQueueAge", "shortestRetry", readTime("m")),
  leaf("MaxQueueAge", "longestRetry", readTime("m")),
  leaf("DeliveryMode", "deliver", readDeliveryMode),
  leaf("HoldExpensive", "holdExpensive", readBool),
  leaf("SingleThreadDelivery", "oneConnectionPerHost", readBool),
  leaf("MaxQueueChildren", "runners", readNumber),
  leaf("MaxRunnersPerQueue", "runnersPerQueue", readNumber),
  leaf("MaxQueueRunSize", "messagesPerRun", readNumber),
  leaf("CheckpointInterval", "checkpoint", readNumber),
  leaf("SuperSafe", "safe", readSafety),
  leaf("QueueFileMode", "fileMode", readNonEmpty),
  leaf("NiceQueueRun", "nice", readNumber),
  leaf("DeliverByMin", "deliverByMinimum", readTime("s")),
  obsolete("QueueSortOrder", "A queue manager takes destinations in turn; there is no order."),
  obsolete("ClassFactor", "Mail has no priorities."),
  obsolete("RecipientFactor", "Mail has no priorities."),
  obsolete("RetryFactor", "Mail has no priorities."),
  obsolete("ForkEachJob", "Deliveries always run in processes of their own."),
  obsolete("FastSplit", "A queue manager splits as it delivers."),
  obsolete("QueueDelay", "The time between tries doubles."),
  obsolete("BounceQueue", "Bounces are not kept in a queue of their own."),
  obsolete("CheckQueueRunners", "There are no queue runners to look after: processes are started as they are needed."),
  obsolete("SharedMemoryKey", "The queue manager keeps its own state."),
  obsolete("SharedMemoryKeyFile", "The queue manager keeps its own state."),
];

/**
 * How mail waits. The old program's own times that people notice are stated too (conf.c, inittimeouts: mail goes back
 * after five days; cf/README, confTO_QUEUEWARN: a warning after four hours in generated files).
 */
export function liftQueue(context: LiftContext): Lifted<Section<QueueValues>> {
  const lifted = liftOptions(context, queueOptions);
  const value: Section<QueueValues> = {
    lifetime: defaulted(5 * DAY),
    warnAfter: defaulted(0),
    ...lifted.value,
  };
  return { ...lifted, value };
}
