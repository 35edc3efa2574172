import { expandValue } from "../../read/expand.ts";
import type { Account } from "../accounts.ts";
import type { Leaf } from "../resolution.ts";
import { addressesOf, deliverToken, shown } from "./expansion.ts";
import { personalValue } from "./personal.ts";
import { type LocalRun, propagated, type Recipient, type State, wasHere } from "./state.ts";

/** A user's .forward file; undefined when there is none, or nothing in it. */
export function dotForward(state: State, who: Recipient, run: LocalRun): readonly Leaf[] | undefined {
  const account = run.needs.account(who.user);
  if (!account) return undefined;
  const found = forwardFile(state, who, account, run);
  if (!found) return undefined;
  if (wasHere(`forward ${found.path}`, run)) return run.seen.has(`forward-done ${found.path}`) ? [] : undefined;
  const addresses = addressesOf(found.path, run);
  run.steps?.push({ kind: "changed", stage: "forward", before: found.path, after: shown(addresses) });
  if (addresses.length === 0) return undefined;
  const inside: State = {
    ...state,
    level: state.level + 1,
    expanding: who.local,
    owner: who.user,
    from: "forward",
    as: who.user,
    unmatched: found.tookExtension ? "" : propagated("forward", state.unmatched, run),
  };
  const leaves = addresses.flatMap((each) => deliverToken(inside, each, run));
  run.seen.add(`forward-done ${found.path}`);
  return leaves;
}

/** The first file of forward_path that is there; names with an unset `$name` are passed over. */
function forwardFile(
  state: State,
  who: Recipient,
  account: Account,
  run: LocalRun,
): { readonly path: string; readonly tookExtension: boolean } | undefined {
  const { files } = run.needs.environment.directory;
  for (const word of (run.settings.raw("forward_path") ?? "").split(/[\s,]+/)) {
    if (word === "") continue;
    const expanded = expandValue(word, (name) => personalValue(name, state, who, account), false);
    if (expanded.undefinedNames.length > 0 || expanded.problems.length > 0) continue;
    if (!files.exists(expanded.value)) continue;
    if (files.isDirectory(expanded.value)) return undefined;
    return { path: expanded.value, tookExtension: /\$[({]?extension\b(?![?:])/.test(word) };
  }
  return undefined;
}
