import { findAddress, usualKeys } from "../resolve/find-address.ts";
import type { MapList } from "../tables/maps.ts";
import { dunno, reject, splitStatus, temporaryFailure, type Verdict } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

/**
 * reject_unlisted_recipient and reject_unlisted_sender: an address must be rewritten or expanded by some map, or be in
 * the recipient table of its class (postconf(5); src/smtpd/smtpd_check.c check_rcpt_maps).
 */
export function unlisted(
  address: string,
  sender: string,
  kind: "Sender address" | "Recipient address",
  world: RestrictionWorld,
): Verdict {
  const { settings } = world;
  const resolution = world.resolve(address, sender);
  if (resolution.error === "failed") return temporaryFailure(address);
  const { recipient } = resolution;
  let isBroken = false;
  const matches = (maps: MapList): boolean => {
    const { answer } = findAddress(maps, recipient, world.context, usualKeys);
    if (answer.kind === "failed") isBroken = true;
    return answer.kind === "found";
  };
  const rewriting = [
    "recipient_canonical_maps",
    ...(kind === "Sender address" ? ["sender_canonical_maps"] : []),
    "canonical_maps",
    "virtual_alias_maps",
  ];
  if (rewriting.some((parameter) => !isBroken && matches(world.maps(parameter)))) return dunno;
  if (isBroken) return temporaryFailure(address);
  const detail = kind === "Sender address" ? "1.0" : "1.1";
  const refuse = (code: number, enhanced: string, text: string): Verdict =>
    reject(code, enhanced, `<${address}>: ${kind} rejected: ${text}`);
  if (resolution.transport === "error" || resolution.transport === "retry") {
    const isRetry = resolution.transport === "retry";
    const status = splitStatus(resolution.nexthop, `${isRetry ? 4 : 5}.${detail}`);
    const aliasCode = settings.int("unknown_virtual_alias_reject_code");
    const code = isRetry ? 450 : resolution.class === "virtual_alias" ? aliasCode : 550;
    return refuse(code, kind === "Sender address" ? `${status.enhanced[0]}.1.0` : status.enhanced, status.text);
  }
  const table = recipientTable(resolution.class);
  if (!table || settings.text(table.parameter) === "" || isExempt(recipient, resolution.class, world)) return dunno;
  if (matches(world.maps(table.parameter))) return dunno;
  if (isBroken) return temporaryFailure(address);
  const where = settings.bool("show_user_unknown_table_name") ? ` in ${table.title}` : "";
  return refuse(settings.int(table.code), `5.${detail}`, `User unknown${where}`);
}

interface RecipientTable {
  readonly parameter: string;
  readonly code: string;
  readonly title: string;
}

function recipientTable(class_: string): RecipientTable | undefined {
  switch (class_) {
    case "local":
      return {
        parameter: "local_recipient_maps",
        code: "unknown_local_recipient_reject_code",
        title: "local recipient table",
      };
    case "virtual_mailbox":
      return {
        parameter: "virtual_mailbox_maps",
        code: "unknown_virtual_mailbox_reject_code",
        title: "virtual mailbox table",
      };
    case "relay":
      return {
        parameter: "relay_recipient_maps",
        code: "unknown_relay_recipient_reject_code",
        title: "relay recipient table",
      };
    default:
      return undefined;
  }
}

/** Names that are always taken: double-bounce, postmaster, mailer-daemon of local domains. */
function isExempt(recipient: string, class_: string, world: RestrictionWorld): boolean {
  if (class_ !== "local") return false;
  const local = recipient.slice(0, recipient.lastIndexOf("@")).toLowerCase();
  const always = ["postmaster", "mailer-daemon", world.settings.text("double_bounce_sender").toLowerCase()];
  return always.includes(local);
}
