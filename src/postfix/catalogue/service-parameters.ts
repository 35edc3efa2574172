import type { Service } from "../config.ts";

/**
 * Parameters that exist once for each delivery service of master.cf: `NAME_destination_recipient_limit` with default
 * `$default_destination_recipient_limit` (postconf(5), "transport_..."; qmgr(8)).
 */
const deliverySuffixes: readonly (readonly [string, string])[] = [
  ["_recipient_limit", "default_recipient_limit"],
  ["_extra_recipient_limit", "default_extra_recipient_limit"],
  ["_recipient_refill_limit", "default_recipient_refill_limit"],
  ["_recipient_refill_delay", "default_recipient_refill_delay"],
  ["_delivery_slot_cost", "default_delivery_slot_cost"],
  ["_delivery_slot_loan", "default_delivery_slot_loan"],
  ["_delivery_slot_discount", "default_delivery_slot_discount"],
  ["_minimum_delivery_slots", "default_minimum_delivery_slots"],
  ["_initial_destination_concurrency", "initial_destination_concurrency"],
  ["_destination_concurrency_limit", "default_destination_concurrency_limit"],
  ["_destination_recipient_limit", "default_destination_recipient_limit"],
  ["_destination_concurrency_positive_feedback", "default_destination_concurrency_positive_feedback"],
  ["_destination_concurrency_negative_feedback", "default_destination_concurrency_negative_feedback"],
  ["_destination_concurrency_failed_cohort_limit", "default_destination_concurrency_failed_cohort_limit"],
  ["_destination_rate_delay", "default_destination_rate_delay"],
  ["_transport_rate_delay", "default_transport_rate_delay"],
];

const timeLimit: readonly [string, string] = ["_time_limit", "command_time_limit"];

const suffixesByProgram: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  ["local", deliverySuffixes],
  ["error", deliverySuffixes],
  ["virtual", deliverySuffixes],
  ["smtp", deliverySuffixes],
  ["lmtp", deliverySuffixes],
  ["pipe", [timeLimit, ...deliverySuffixes]],
  ["spawn", [timeLimit]],
]);

/**
 * Name and default of each service parameter that these services bring with them. A name that is also built in
 * (`local_destination_recipient_limit`) is listed too; the built-in default wins, as in postconf(1).
 */
export function serviceParameters(services: readonly Service[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const service of services) {
    for (const [suffix, base] of suffixesByProgram.get(service.command) ?? []) {
      found.set(`${service.name}${suffix}`, `$${base}`);
    }
  }
  return found;
}
