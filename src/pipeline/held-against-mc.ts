import { comparePolicies } from "../diff/policies.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LocatedSource } from "../source/locate.ts";
import { type OtherRequest, policyOfOther } from "./read-other.ts";

/** Differences that are told one by one. */
const SHOWN = 8;

/**
 * What a sendmail.mc would have done otherwise than the sendmail.cf beside it, which is what runs: one of them was
 * changed later, or another release of the library made the .cf. A sentence each, the first few.
 */
export function heldAgainstMc(source: LocatedSource, main: MailPolicy, request: OtherRequest): readonly string[] {
  const other = source.others.find(({ kind }) => kind === "mc");
  if (source.main.kind !== "cf" || !other) return [];
  const policy = policyOfOther(source, other, request);
  if (!policy) return [];
  const found = comparePolicies(main, policy).map(
    ({ path, before, after }) => `${path}: ${shown(before)} in the .cf, ${shown(after)} by the .mc`,
  );
  const more = found.length - SHOWN;
  if (found.length === 0) return ["both say the same"];
  return more > 0 ? [...found.slice(0, SHOWN), `and ${more} more`] : found;
}

function shown(value: string | undefined): string {
  if (value === undefined) return "nothing";
  const line = value.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
