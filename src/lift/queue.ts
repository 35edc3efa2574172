import type { QueueValues } from "../model/queue.ts";
import type { Section } from "../model/section.ts";
import type { OptionSymbol } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import type { OpenSection } from "./shared/option-catalogue.ts";
import { defaulted, liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readNumber, readTime } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<QueueValues>();

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

/** readcf.c, option T: `5d/4h`, lifetime in days and warning time in hours. */
function intoQueueTimeout(section: OpenSection<QueueValues>, symbol: OptionSymbol): boolean {
  const [keep = "", warn] = symbol.value.split("/");
  const lifetime = readTime("d")(keep);
  const warnAfter = warn === undefined ? undefined : readTime("h")(warn);
  if (lifetime === undefined) return false;
  const origins = originsOf(symbol);
  setLeaf(section, "lifetime", { value: lifetime, origins, certainty: "stated" });
  if (warnAfter !== undefined) setLeaf(section, "warnAfter", { value: warnAfter, origins, certainty: "stated" });
  return true;
}

/** Options that say how long mail is kept and how it is tried again. */
export const queueOptions = [
  leaf("QueueDirectory", "directory", readNonEmpty, "Where queued mail lies."),
  group("QueueTimeout", ["lifetime", "warnAfter"], intoQueueTimeout, "Lifetime and warning time of queued mail."),
  leaf("Timeout.queuereturn", "lifetime", readTime("d"), "After this time undeliverable mail goes back."),
  leaf("Timeout.queuereturn.normal", "lifetime", readTime("d"), "The same for mail of normal priority."),
  leaf("Timeout.queuereturn.urgent", "urgentLifetime", readTime("d"), "The same for urgent mail."),
  leaf("Timeout.queuereturn.non-urgent", "bulkLifetime", readTime("d"), "The same for mail of low priority."),
  leaf("Timeout.queuereturn.dsn", "bounceLifetime", readTime("d"), "The same for bounces."),
  leaf("Timeout.queuewarn", "warnAfter", readTime("h"), "After this time the sender is told that mail is late."),
  leaf("Timeout.queuewarn.normal", "warnAfter", readTime("h"), "The same for mail of normal priority."),
  leaf("Timeout.queuewarn.urgent", "urgentWarnAfter", readTime("h"), "The same for urgent mail."),
  leaf("Timeout.queuewarn.non-urgent", "bulkWarnAfter", readTime("h"), "The same for mail of low priority."),
  leaf("Timeout.queuewarn.dsn", "bounceWarnAfter", readTime("h"), "The same for bounces."),
  leaf("Timeout.hoststatus", "hostStatusAge", readTime("m"), "How long a dead host is left alone."),
  leaf("HostStatusDirectory", "hostStatusDirectory", readNonEmpty, "Where the state of other hosts is kept."),
  leaf("MinQueueAge", "shortestRetry", readTime("m"), "Queued mail is not tried again before this time."),
  leaf("MaxQueueAge", "longestRetry", readTime("m"), "The doubling time between tries ends here."),
  leaf("DeliveryMode", "deliver", readDeliveryMode, "Deliver at once, in the background, or only by queue runs."),
  leaf("HoldExpensive", "holdExpensive", readBool, "Mail for mailers with F=e waits for a queue run."),
  leaf("SingleThreadDelivery", "oneConnectionPerHost", readBool, "One delivery at a time to any host."),
  leaf("MaxQueueChildren", "runners", readNumber, "How many processes deliver from the queue."),
  leaf("MaxRunnersPerQueue", "runnersPerQueue", readNumber, "How many processes deliver from one queue."),
  leaf("MaxQueueRunSize", "messagesPerRun", readNumber, "How many messages one queue run looks at."),
  leaf("CheckpointInterval", "checkpoint", readNumber, "The queue file is updated after this many recipients."),
  leaf("SuperSafe", "safe", readSafety, "Mail is on disk before it is acknowledged."),
  leaf("QueueFileMode", "fileMode", readNonEmpty, "Mode of queue files."),
  leaf("NiceQueueRun", "nice", readNumber, "Nice value of queue runs."),
  leaf("DeliverByMin", "deliverByMinimum", readTime("s"), "Shortest time of the DELIVERBY extension."),
  obsolete("QueueSortOrder", "Order of a queue run.", "A queue manager takes destinations in turn; there is no order."),
  obsolete("ClassFactor", "Weight of Precedence: in the priority.", "Mail has no priorities."),
  obsolete("RecipientFactor", "Weight of a recipient in the priority.", "Mail has no priorities."),
  obsolete("RetryFactor", "Weight of a try in the priority.", "Mail has no priorities."),
  obsolete("ForkEachJob", "A process for each queued message.", "Deliveries always run in processes of their own."),
  obsolete(
    "FastSplit",
    "Split envelopes without looking at mail exchangers.",
    "A queue manager splits as it delivers.",
  ),
  obsolete("QueueDelay", "Rule by which the time between tries grows.", "The time between tries doubles."),
  obsolete("SharedMemoryKey", "Shared memory for queue data.", "The queue manager keeps its own state."),
  obsolete("SharedMemoryKeyFile", "File with the shared memory key.", "The queue manager keeps its own state."),
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
