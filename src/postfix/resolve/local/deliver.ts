import { parseAddresses } from "../../address/parse.ts";
import type { Leaf, Resolution, Step } from "../resolution.ts";
import { deliverIndirect, deliverToken, shown } from "./expansion.ts";
import { dotForward } from "./forward-file.ts";
import { deliverMailbox, deliverUnknown } from "./mailbox.ts";
import {
  defer,
  type LocalNeeds,
  type LocalRun,
  lookUp,
  propagated,
  type Recipient,
  readRecipient,
  reject,
  type State,
  wasHere,
} from "./state.ts";

/** Loops end here (src/local/alias.c). */
const DEPTH_LIMIT = 100;

/** Expands what is delivered to local(8): aliases, .forward, :include:, mailbox and fallback transports. */
export function expandLocal(
  resolution: Resolution,
  delivered: ReadonlySet<string>,
  needs: LocalNeeds,
  steps: Step[] | undefined,
): readonly Leaf[] {
  const service = resolution.transport;
  const run: LocalRun = {
    service,
    settings: needs.environment.settingsFor(service, "unix"),
    needs,
    deliveredTo: delivered,
    steps,
    seen: new Set(),
    recipient: (state) => deliverRecipient(state, run),
  };
  return deliverRecipient(
    {
      level: 0,
      address: resolution.recipient,
      nexthop: resolution.nexthop,
      expanding: undefined,
      owner: undefined,
      from: "mail",
      unmatched: "",
      as: undefined,
      delivered: undefined,
    },
    run,
  );
}

/** deliver_recipient: one address that is delivered here. */
function deliverRecipient(before: State, run: LocalRun): readonly Leaf[] {
  const state: State = { ...before, level: before.level + 1, delivered: before.delivered ?? before.address };
  if (wasHere(`recipient ${state.level} ${state.address}`, run)) return [];
  if (run.deliveredTo.has(state.address.toLowerCase())) {
    return [reject("5.4.6", `mail forwarding loop for ${state.address}`)];
  }
  const who = readRecipient(state.address, run);
  if (who.user === "") return [reject("5.1.3", `null username in "${state.address}"`)];
  if (state.address.startsWith("\\")) {
    const bare = { ...who, local: who.local.slice(1), user: who.user.slice(1) };
    const plain = { ...state, address: state.address.slice(1) };
    return deliverMailbox(plain, bare, run) ?? deliverUnknown(plain, bare, run);
  }
  return deliverSwitch(state, who, run);
}

/** deliver_switch: aliases by the whole local part, then without extension; then forwarding, mailbox, fallbacks. */
function deliverSwitch(state: State, who: Recipient, run: LocalRun): readonly Leaf[] {
  const byName = deliverAlias({ ...state, unmatched: "" }, who.local, run);
  if (byName) return byName;
  const extension = who.extension === undefined ? "" : who.delimiter + who.extension;
  if (extension !== "") {
    const byUser = deliverAlias({ ...state, unmatched: propagated("alias", extension, run) }, who.user, run);
    if (byUser) return byUser;
  }
  const next: State = { ...state, unmatched: extension };
  const isForwarded = next.owner !== undefined && next.owner.toLowerCase() !== who.user;
  if (isForwarded || next.from === "include") return deliverIndirect(next, run);
  return dotForward(next, who, run) ?? deliverMailbox(next, who, run) ?? deliverUnknown(next, who, run);
}

/** deliver_alias: undefined when there is no such alias. */
function deliverAlias(state: State, name: string, run: LocalRun): readonly Leaf[] | undefined {
  if (state.expanding !== undefined && state.expanding.toLowerCase() === name) return undefined;
  if (state.level > DEPTH_LIMIT) return [reject("5.4.6", `alias database loop for ${name}`)];
  const aliases = run.needs.environment.maps(run.settings, "alias_maps", { form: "aliases", substitution: false });
  const answer = lookUp(aliases, name, "alias", run);
  if (answer.kind === "none") return undefined;
  if (answer.kind === "failed") return [defer("4.3.0", "alias database unavailable")];
  let { owner } = state;
  if (run.settings.bool("owner_request_special") && aliases.find(`owner-${name}`).kind === "found") {
    owner = `owner-${name}`;
  } else if (run.settings.bool("reset_owner_alias")) owner = undefined;
  const addresses = parseAddresses(answer.value);
  run.steps?.push({ kind: "changed", stage: "alias", before: name, after: shown(addresses) });
  if (addresses.length === 0) return [defer("4.3.0", "alias database unavailable")];
  const inside: State = { ...state, level: state.level + 1, expanding: name, owner, from: "alias", as: undefined };
  return addresses.flatMap((each) => deliverToken(inside, each, run));
}
