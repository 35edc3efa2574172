import type { AccessEntry } from "../../model/access.ts";
import type { MailPolicy } from "../../model/policy.ts";
import { surveyAccess } from "./access-survey.ts";

/** `GreetPause:`, `ClientRate:`, `ClientConn:`. */
export type ClientLimit = Extract<AccessEntry, { kind: "limit" }>;

/** What an access table says with these tags, where a feature asks for them. */
export function clientLimitEntries(policy: MailPolicy): readonly ClientLimit[] {
  const { greetingPause, connectionRate, connections } = policy.clientLimits;
  if (!greetingPause && !connectionRate && !connections) return [];
  if (!surveyAccess(policy.access).kinds.has("limit")) return [];
  const found: ClientLimit[] = [];
  for (const entry of policy.access.entries()) if (entry.kind === "limit") found.push(entry);
  return found;
}

/** The entry of a tag alone: it holds for every client. */
export function generalLimit(limits: readonly ClientLimit[], limit: ClientLimit["limit"]): number | undefined {
  return limits.find((one) => one.limit === limit && one.subject.kind === "any")?.value;
}
