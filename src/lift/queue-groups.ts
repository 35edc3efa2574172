import type { Fact } from "../model/fact.ts";
import type { QueueGroupPolicy } from "../model/queue.ts";
import { written } from "../source/origin.ts";
import type { QueueGroupLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { readNumber, readTime } from "./shared/option-value.ts";

/** Q lines: queues with an interval and processes of their own (queue.c, makequeue). */
export function liftQueueGroups({ config }: LiftContext): Lifted<readonly Fact<QueueGroupPolicy>[]> {
  const value = config.queueGroups.map((line): Fact<QueueGroupPolicy> => {
    return { value: groupOf(line), origins: [written(line.span)], certainty: "stated" };
  });
  return { value, claims: [], diagnostics: [] };
}

function groupOf(line: QueueGroupLine): QueueGroupPolicy {
  const text = (field: string): string | undefined =>
    line.equates.find((equate) => equate.field === field)?.value.text.trim();
  const number = (field: string): number | undefined => {
    const value = text(field);
    return value === undefined ? undefined : readNumber(value);
  };
  const interval = text("I");
  return {
    name: line.name,
    interval: interval === undefined ? undefined : readTime("m")(interval),
    runners: number("R"),
    recipientsPerDelivery: number("r"),
    nice: number("N"),
  };
}
