import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { QueueGroupPolicy, QueueValues } from "../model/queue.ts";
import type { ListWord, TranslateContext, Translated } from "./context.ts";
import type { SettingOutcome, SettingRules } from "./shared/setting.ts";
import { becomes, claimsFor, decides, ends, timeText, translateSettings } from "./shared/setting.ts";

const queueCodes = {
  exact: "TR3110",
  default: "TR3111",
  approximate: "TR3112",
  manual: "TR3113",
  unsupported: "TR3114",
} as const;

/** queue_run_delay and minimal_backoff_time of Postfix, in seconds. */
const USUAL_RETRY = 300;

const onePriority = "Postfix knows one lifetime for all mail; its queue has no priorities.";

/** What becomes of each queue setting. */
export const queueRules: SettingRules<QueueValues> = {
  directory: ends(
    "approximate",
    "Postfix keeps a queue of its own form in queue_directory; `cf2postfix requeue` moves what lies in the old one.",
  ),
  lifetime: decides(
    "exact",
    ["maximal_queue_lifetime", "bounce_queue_lifetime"],
    "After this time undeliverable mail goes back to its sender.",
    (seconds) => ({
      disposition: "exact",
      note: `Undeliverable mail goes back after ${timeText(seconds)}.`,
      parameters: [
        ["maximal_queue_lifetime", timeText(seconds)],
        ["bounce_queue_lifetime", timeText(seconds)],
      ],
    }),
  ),
  urgentLifetime: ends("unsupported", onePriority),
  bulkLifetime: ends("unsupported", onePriority),
  bounceLifetime: decides(
    "exact",
    ["bounce_queue_lifetime"],
    "It may not be longer than maximal_queue_lifetime.",
    (seconds, { policy }) => {
      const most = policy.queue.lifetime?.value ?? seconds;
      const parameters = [["bounce_queue_lifetime", timeText(Math.min(seconds, most))]] as const;
      return seconds <= most
        ? { disposition: "exact", note: "Bounces are kept this long.", parameters }
        : { disposition: "approximate", note: "Bounces are kept no longer than other mail.", parameters };
    },
  ),
  warnAfter: becomes("delay_warning_time", timeText, "After this time the sender is told that mail is late; 0: never."),
  urgentWarnAfter: ends("unsupported", "Postfix warns at one time for all mail; its queue has no priorities."),
  bulkWarnAfter: ends("unsupported", "Postfix warns at one time for all mail; its queue has no priorities."),
  bounceWarnAfter: ends("unsupported", "Postfix never warns about bounces."),
  shortestRetry: decides(
    "exact",
    ["minimal_backoff_time", "queue_run_delay"],
    "The queue is looked at as often.",
    (seconds) => {
      if (seconds === 0) {
        return { disposition: "approximate", note: "Postfix waits at least five minutes before it tries again." };
      }
      return {
        disposition: "exact",
        note: "Mail is not tried again before this time.",
        parameters: [
          ["minimal_backoff_time", timeText(seconds)],
          ["queue_run_delay", timeText(Math.min(seconds, USUAL_RETRY))],
        ],
      };
    },
  ),
  longestRetry: becomes("maximal_backoff_time", timeText, "The time between two tries doubles up to this."),
  hostStatusAge: ends(
    "approximate",
    "Postfix leaves a dead destination alone for minimal_backoff_time, by its own record of failures.",
  ),
  hostStatusDirectory: ends("default", "Postfix keeps the state of destinations in memory."),
  deliver: decides("default", ["defer_transports"], "Postfix delivers at once in the background.", deliverOutcome),
  holdExpensive: decides(
    "exact",
    ["defer_transports"],
    "Transports of expensive mailers only deliver when the queue is flushed.",
    (hold) =>
      hold
        ? { disposition: "exact", note: "Expensive transports are in defer_transports; `postqueue -f` delivers." }
        : { disposition: "default", note: "Postfix holds nothing back." },
  ),
  oneConnectionPerHost: decides(
    "approximate",
    ["default_destination_concurrency_limit"],
    "One delivery at a time to any destination, by domain and not by host.",
    (one) =>
      one
        ? {
            disposition: "approximate",
            note: "One delivery at a time to any destination, counted by domain and not by host.",
            parameters: [["default_destination_concurrency_limit", "1"]],
          }
        : { disposition: "default", note: "Postfix delivers to a destination by several connections." },
  ),
  runners: ends("approximate", "Postfix limits deliveries by the process limits of master.cf, 100 a service."),
  runnersPerQueue: ends(
    "approximate",
    "Postfix limits deliveries by destination: default_destination_concurrency_limit.",
  ),
  messagesPerRun: ends("approximate", "Postfix has no queue runs; up to qmgr_message_active_limit messages are tried."),
  checkpoint: ends("default", "Postfix records every recipient as soon as it is done."),
  safe: ends("default", "Postfix acknowledges a message only when it is on disk."),
  fileMode: ends("default", "Postfix sets the modes of its queue files itself."),
  nice: ends("unsupported", "Postfix has no nice value for deliveries; systemd's Nice= sets one for all of it."),
  deliverByMinimum: ends("unsupported", "Postfix does not offer DELIVERBY."),
};

function deliverOutcome(mode: QueueValues["deliver"]): SettingOutcome {
  if (mode === "now") return { disposition: "default", note: "Postfix delivers at once, in the background." };
  const note =
    mode === "queued"
      ? "SMTP mail waits in defer_transports until `postqueue -f` is run, for example by cron."
      : "SMTP mail waits in defer_transports until `postqueue -f` is run; addresses are still looked up on arrival.";
  return { disposition: "approximate", note };
}

/** The queue: retries, lifetimes, warnings. Transports that wait are words of `defer_transports`. */
export function translateQueue(context: TranslateContext): Partial<Translated> {
  const { queue } = context.policy;
  const settings = translateSettings(queue, queueRules, "queue", queueCodes, context);
  const words: ListWord[] = [];
  if (queue.deliver && queue.deliver.value !== "now") {
    for (const word of ["smtp", "relay"]) {
      words.push({ parameter: "defer_transports", rank: 10, word, origins: queue.deliver.origins, group: "queue" });
    }
  }
  return { ...settings, words, claims: [...settings.claims, ...context.policy.queueGroups.flatMap(groupClaims)] };
}

/** A queue group has no counterpart; what it asked for is said so that a person can rebuild it with a transport. */
function groupClaims(group: Fact<QueueGroupPolicy>): readonly Claim[] {
  const { name, interval, runners, recipientsPerDelivery } = group.value;
  const wishes = [
    interval === undefined ? "" : `an interval of ${timeText(interval)}`,
    runners === undefined ? "" : `${runners} processes (the process limit of a transport)`,
    recipientsPerDelivery === undefined
      ? ""
      : `${recipientsPerDelivery} recipients (${name}_destination_recipient_limit)`,
  ].filter((wish) => wish !== "");
  const asked = wishes.length > 0 ? ` It asks for ${wishes.join(", ")}.` : "";
  const note = `Postfix has no queue groups; a transport of its own, named in transport_maps, does the same.${asked}`;
  return claimsFor(group.origins, "manual", queueCodes, note);
}
