import type { Access, AccessEntry } from "../../model/access.ts";

/** What one reading of the table tells; a table of a million rows is read as seldom as can be. */
export interface AccessSurvey {
  readonly kinds: ReadonlySet<AccessEntry["kind"]>;
  /** Domains to which the table lets anybody send. */
  readonly relayedDomains: ReadonlySet<string>;
}

const surveys = new WeakMap<Access, AccessSurvey>();

/** Remembered for the policy's table. */
export function surveyAccess(access: Access): AccessSurvey {
  const known = surveys.get(access);
  if (known) return known;
  const kinds = new Set<AccessEntry["kind"]>();
  const relayedDomains = new Set<string>();
  for (const entry of access.entries()) {
    kinds.add(entry.kind);
    if (entry.kind !== "rule" || entry.verdict.kind !== "relay" || entry.subject.kind !== "domain") continue;
    if (entry.scope === "recipient" || entry.scope === "any") relayedDomains.add(entry.subject.domain);
  }
  const survey = { kinds, relayedDomains };
  surveys.set(access, survey);
  return survey;
}
