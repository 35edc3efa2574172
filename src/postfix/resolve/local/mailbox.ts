import { expandValue } from "../../read/expand.ts";
import type { Account } from "../accounts.ts";
import type { Leaf } from "../resolution.ts";
import { deliverAddress } from "./expansion.ts";
import { personalValue } from "./personal.ts";
import { defer, type LocalRun, lookUp, mapsOf, type Recipient, reject, type State, wasHere } from "./state.ts";

/** deliver_mailbox: mailbox_transport first; undefined when there is no such user. */
export function deliverMailbox(state: State, who: Recipient, run: LocalRun): readonly Leaf[] | undefined {
  if (wasHere(`mailbox ${who.local}`, run)) return [];
  const passed = passBy("mailbox_transport", state, who, run);
  if (passed) return passed;
  const account = run.needs.account(who.user);
  if (!account) return undefined;
  const command = lookUp(mapsOf("mailbox_command_maps", run), who.user, "mailbox", run);
  if (command.kind === "failed") return [defer("4.3.0", "table lookup failure")];
  const text = command.kind === "found" ? command.value : run.settings.text("mailbox_command");
  if (text !== "") {
    const shell = run.settings.text("local_command_shell");
    return [{ kind: "local", user: who.user, mailbox: { kind: "command", text, ...(shell === "" ? {} : { shell }) } }];
  }
  const path = mailboxPath(who.user, account, run);
  return [{ kind: "local", user: who.user, mailbox: { kind: path.endsWith("/") ? "maildir" : "mbox", path } }];
}

/** home_mailbox below the home, else the user's file in mail_spool_directory; a final slash makes it a Maildir. */
function mailboxPath(user: string, account: Account, run: LocalRun): string {
  const home = run.settings.text("home_mailbox");
  if (home !== "") return `${account.home}/${home}`;
  const spool = run.settings.text("mail_spool_directory");
  return `${spool.replace(/\/$/, "")}/${user}${spool.endsWith("/") ? "/" : ""}`;
}

/** deliver_unknown: fallback_transport, luser_relay, and that postmaster never bounces. */
export function deliverUnknown(state: State, who: Recipient, run: LocalRun): readonly Leaf[] {
  if (wasHere(`unknown ${who.local}`, run)) return [];
  const passed = passBy("fallback_transport", state, who, run);
  if (passed) return passed;
  const relay = run.settings.raw("luser_relay") ?? "";
  if (relay !== "") {
    const expanded = expandValue(relay, (name) => personalValue(name, state, who, undefined), false).value;
    const canonical = run.needs.rewrite(expanded);
    run.steps?.push({ kind: "changed", stage: "mailbox", before: who.user, after: [expanded] });
    if (canonical !== state.address) return deliverAddress({ ...state, unmatched: "" }, expanded, run);
  } else if (who.user === "postmaster") {
    return [{ kind: "discard", address: state.address }];
  }
  return [reject("5.1.1", `unknown user: "${who.user}"`)];
}

/** mailbox_transport(_maps) and fallback_transport(_maps): the table first. */
function passBy(parameter: string, state: State, who: Recipient, run: LocalRun): readonly Leaf[] | undefined {
  const answer = lookUp(mapsOf(`${parameter}_maps`, run), who.user, "mailbox", run);
  if (answer.kind === "failed") return [defer("4.3.0", "table lookup failure")];
  const value = answer.kind === "found" ? answer.value : run.settings.text(parameter);
  if (value === "") return undefined;
  const colon = value.indexOf(":");
  const transport = colon === -1 ? value : value.slice(0, colon);
  const nexthop = (colon === -1 ? "" : value.slice(colon + 1)) || state.nexthop;
  run.steps?.push({ kind: "decided", stage: "mailbox", text: `${parameter} passes ${state.address} to ${value}` });
  return run.needs.pass(transport, nexthop, state.address, run.steps);
}
