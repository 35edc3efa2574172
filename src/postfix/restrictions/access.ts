import type { Settings } from "../read/settings.ts";
import { type AddressContext, domainKeys, findAddress } from "../resolve/find-address.ts";
import { isHostAddress } from "../resolve/hostname.ts";
import type { Resolution } from "../resolve/resolution.ts";
import type { MapList } from "../tables/maps.ts";
import { type Answer, none } from "../tables/table.ts";
import { dunno, permit, reject, replyOf, splitStatus, type Verdict } from "./verdict.ts";

/** Name and kind of what is looked at, as replies name it: `<name>: Sender address rejected: ...`. */
export interface Subject {
  readonly name: string;
  readonly kind: string;
}

/** An answer of a table as it is acted on: an access(5) result, or more restrictions. */
export type AccessResult =
  | { readonly kind: "verdict"; readonly verdict: Verdict; readonly action?: { action: string; text: string } }
  | { readonly kind: "restrictions"; readonly list: string };

/** access(5): a host name and its parents. */
export function domainAnswer(maps: MapList, domain: string, parents: boolean): Answer {
  let partial = false;
  for (const key of domainKeys(domain, !parents)) {
    const answer = maps.find(key, partial);
    if (answer.kind !== "none") return answer;
    if (!partial && isHostAddress(domain)) return none;
    partial = true;
  }
  return none;
}

/** access(5): an address and its networks, one number less at a time. */
function addressAnswer(maps: MapList, address: string): Answer {
  const delimiter = address.includes(":") ? ":" : ".";
  let key = address;
  let partial = false;
  for (;;) {
    const answer = maps.find(key, partial);
    if (answer.kind !== "none") return answer;
    const cut = key.lastIndexOf(delimiter);
    if (cut === -1) return none;
    key = key.slice(0, cut);
    partial = true;
  }
}

export function clientAnswer(maps: MapList, name: string, address: string, parents: boolean): Answer {
  const byName = domainAnswer(maps, name, parents);
  return byName.kind === "none" ? addressAnswer(maps, address) : byName;
}

/** access(5): user+ext@domain, user@domain, domain and parents, user@. */
export function mailAnswer(maps: MapList, resolution: Resolution, context: AddressContext, parents: boolean): Answer {
  const { recipient } = resolution;
  const forms = {
    withoutExtension: true,
    localPart: false,
    atDomain: false,
    domain: parents ? ("parents" as const) : ("dotted-parents" as const),
    unquotedToo: true,
  };
  const { answer } = findAddress(maps, recipient, context, forms);
  if (answer.kind !== "none") return answer;
  return localPartAnswer(maps, recipient, context);
}

function localPartAnswer(maps: MapList, address: string, context: AddressContext): Answer {
  const local = address.slice(0, address.lastIndexOf("@"));
  const withAt = maps.find(`${local}@`, true);
  if (withAt.kind !== "none") return withAt;
  const at = [...local].findIndex((each) => context.extension.delimiters.includes(each));
  return at > 0 ? maps.find(`${local.slice(0, at)}@`, true) : none;
}

/** What an access(5) result means. */
export function accessResult(value: string, subject: Subject, settings: Settings): AccessResult {
  const [, word = "", text = ""] = /^(\S*)\s*(.*)$/s.exec(value) ?? [];
  const verdict = (each: Verdict): AccessResult => ({ kind: "verdict", verdict: each });
  const say = (what: string): string => `<${subject.name}>: ${subject.kind} rejected: ${what}`;
  const refuse = (code: number, byDefault: string): Verdict => {
    const status = splitStatus(text, byDefault);
    return reject(code, status.enhanced, say(status.text || "Access denied"));
  };
  const later = (kind: "defer-if-permit" | "defer-if-reject"): Verdict => {
    const status = splitStatus(text, "4.7.1");
    const reply = replyOf(
      settings.int("access_map_defer_code"),
      status.enhanced,
      say(status.text || "Service unavailable"),
    );
    return { kind, reply };
  };
  switch (word.toUpperCase()) {
    case "DUNNO":
      return verdict(dunno);
    case "REJECT":
      return verdict(refuse(settings.int("access_map_reject_code"), "5.7.1"));
    case "DEFER":
      return verdict(refuse(settings.int("access_map_defer_code"), "4.7.1"));
    case "DEFER_IF_PERMIT":
      return verdict(later("defer-if-permit"));
    case "DEFER_IF_REJECT":
      return verdict(later("defer-if-reject"));
    case "DISCARD":
      return verdict({ kind: "discard" });
    case "HOLD":
    case "FILTER":
    case "REDIRECT":
    case "BCC":
    case "PREPEND":
    case "INFO":
    case "WARN":
      return { kind: "verdict", verdict: dunno, action: { action: word.toUpperCase(), text } };
    case "OK":
    case "RELAY":
      return verdict(permit);
  }
  if (/^\d+$/.test(value)) return verdict(permit);
  if (/^[45]\d\d$/.test(word) && text !== "") {
    const code = Number(word);
    const status = splitStatus(text, code < 500 ? "4.7.1" : "5.7.1");
    return verdict(reject(code, status.enhanced, say(status.text || "Access denied")));
  }
  return { kind: "restrictions", list: value };
}
