/**
 * access: which client, sender and recipient smtpd accepts
 *
 * The restrictions that a converted configuration uses: networks, authentication, authorised destinations, access
 * tables and unknown recipients. A restriction that is not known here decides nothing, as DUNNO does.
 */

import type { Settings } from "../../postfix/read/settings.ts";
import { addressContext } from "../../postfix/resolve/environment.ts";
import { findAddress, usualKeys } from "../../postfix/resolve/find-address.ts";
import type { MailSystem } from "../mail-system.ts";

/** Who talks to smtpd, and what was said so far. */
export interface Dialogue {
  readonly name: string;
  readonly address: string;
  readonly helo: string;
  readonly saslUser: string | undefined;
  readonly sender: string;
}

/** Undefined: go on. `code` 2xx accepts at once. */
export interface Verdict {
  readonly accept: boolean;
  readonly code: number;
  /** With the enhanced status code in front. */
  readonly text: string;
}

const accept: Verdict = { accept: true, code: 250, text: "2.1.5 Ok" };

/** All lists that are asked at RCPT TO (smtpd_delay_reject = yes), in smtpd's order; a rejection of any one counts. */
export function checkRecipient(system: MailSystem, settings: Settings, who: Dialogue, recipient: string): Verdict {
  const lists = [
    "smtpd_client_restrictions",
    "smtpd_helo_restrictions",
    "smtpd_sender_restrictions",
    "smtpd_relay_restrictions",
    "smtpd_recipient_restrictions",
  ];
  for (const list of lists) {
    const verdict = runList(system, settings, settings.words(list), who, recipient, 0);
    if (verdict && !verdict.accept) return verdict;
  }
  return unlisted(system, settings, recipient) ?? accept;
}

const CLASS_DEPTH = 10;

function runList(
  system: MailSystem,
  settings: Settings,
  words: readonly string[],
  who: Dialogue,
  recipient: string,
  depth: number,
): Verdict | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = (words[at] ?? "").toLowerCase();
    const table = /^check_(client|helo|sender|recipient)_access$/.exec(word)?.[1];
    if (table) {
      at += 1;
      const action = lookUp(system, settings, table, words[at] ?? "", who, recipient);
      const verdict = action === undefined ? undefined : act(system, settings, action, who, recipient, depth);
      if (verdict) return verdict;
    } else if (/^(?:permit_|reject_|defer_|check_|warn_)|^(?:permit|reject|defer)$/.test(word)) {
      const verdict = single(system, settings, word, who, recipient);
      if (verdict) return verdict;
    } else if (depth < CLASS_DEPTH && settings.words("smtpd_restriction_classes").includes(words[at] ?? "")) {
      const verdict = runList(system, settings, settings.words(words[at] ?? ""), who, recipient, depth + 1);
      if (verdict) return verdict;
    }
  }
  return undefined;
}

function single(
  system: MailSystem,
  settings: Settings,
  word: string,
  who: Dialogue,
  recipient: string,
): Verdict | undefined {
  const { environment } = system.resolver;
  switch (word) {
    case "permit":
      return accept;
    case "permit_mynetworks":
      return environment.matchList(settings, "mynetworks").matchesClient(who.name, who.address) === "yes"
        ? accept
        : undefined;
    case "permit_sasl_authenticated":
      return who.saslUser === undefined ? undefined : accept;
    case "permit_auth_destination":
      return isAuthorised(system, settings, recipient) ? accept : undefined;
    case "reject_unauth_destination":
    case "defer_unauth_destination":
      if (isAuthorised(system, settings, recipient)) return undefined;
      return {
        accept: false,
        code: word.startsWith("defer") ? 454 : settings.int("relay_domains_reject_code"),
        text: `${word.startsWith("defer") ? "4" : "5"}.7.1 <${recipient}>: Relay access denied`,
      };
    case "reject_unlisted_recipient":
      return unlisted(system, settings, recipient);
    case "reject":
      return {
        accept: false,
        code: settings.int("reject_code"),
        text: `5.7.1 <${recipient}>: Recipient address rejected: Access denied`,
      };
    case "defer":
      return {
        accept: false,
        code: settings.int("defer_code"),
        text: `4.3.2 <${recipient}>: Recipient address rejected: Try again later`,
      };
    default:
      return undefined;
  }
}

/** permit_auth_destination: the address is local, virtual or in relay_domains, and holds no routing of its own. */
function isAuthorised(system: MailSystem, settings: Settings, recipient: string): boolean {
  const resolution = system.resolver.resolve(recipient);
  if (resolution.isRouted && settings.bool("allow_untrusted_routing") === false && /[@%!].*@/.test(recipient))
    return false;
  return resolution.class !== "default";
}

/** smtpd_reject_unlisted_recipient: local_recipient_maps and its siblings, after virtual and canonical tables. */
function unlisted(system: MailSystem, settings: Settings, recipient: string): Verdict | undefined {
  if (!settings.bool("smtpd_reject_unlisted_recipient")) return undefined;
  const { resolver } = system;
  const { environment } = resolver;
  const context = addressContext(environment, settings);
  const known = (parameter: string, address: string): boolean => {
    const maps = environment.maps(settings, parameter, { substitution: false });
    return findAddress(maps, address, context, usualKeys).answer.kind !== "none";
  };
  const resolution = resolver.resolve(recipient);
  const { recipient: address } = resolution;
  if (["virtual_alias_maps", "recipient_canonical_maps", "canonical_maps"].some((maps) => known(maps, address)))
    return undefined;
  const byClass = {
    local: ["local_recipient_maps", "unknown_local_recipient_reject_code", "local recipient"],
    virtual_alias: ["", "unknown_virtual_alias_reject_code", "virtual alias"],
    virtual_mailbox: ["virtual_mailbox_maps", "unknown_virtual_mailbox_reject_code", "virtual mailbox"],
    relay: ["relay_recipient_maps", "unknown_relay_recipient_reject_code", "relay recipient"],
    default: undefined,
  } as const;
  const rule = byClass[resolution.class];
  if (!rule) return undefined;
  const [parameter, codeName, table] = rule;
  if (parameter !== "" && settings.text(parameter) === "") return undefined;
  if (parameter !== "" && known(parameter, address)) return undefined;
  // postmaster is always accepted (smtpd_check.c, check_recipient_rcpt_maps).
  if (/^postmaster(@|$)/i.test(address) && resolution.class === "local") return undefined;
  const code = settings.int(codeName);
  const where = settings.bool("show_user_unknown_table_name") ? ` in ${table} table` : "";
  const enhanced = code < 500 ? "4.1.1" : "5.1.1";
  return { accept: false, code, text: `${enhanced} <${recipient}>: Recipient address rejected: User unknown${where}` };
}

/** access(5): keys by what is looked up. */
function lookUp(
  system: MailSystem,
  settings: Settings,
  kind: string,
  reference: string,
  who: Dialogue,
  recipient: string,
): { readonly action: string; readonly what: string; readonly label: string } | undefined {
  const { environment } = system.resolver;
  const table = environment.tables.open(reference);
  const find = (keys: readonly string[], what: string, label: string) => {
    for (const key of keys) {
      const answer = key === "" ? undefined : table.lookup(key);
      if (answer?.kind === "found") return { action: answer.value, what, label };
    }
    return undefined;
  };
  if (kind === "client") {
    const label = "Client host";
    return find([...domainKeys(who.name), ...networkKeys(who.address)], `${who.name}[${who.address}]`, label);
  }
  if (kind === "helo") return find(domainKeys(who.helo), who.helo, "Helo command");
  const address = kind === "sender" ? who.sender : recipient;
  const label = kind === "sender" ? "Sender address" : "Recipient address";
  const shown = address === "" ? settings.text("smtpd_null_access_lookup_key") : address;
  const at = shown.lastIndexOf("@");
  const domain = at === -1 ? "" : shown.slice(at + 1);
  const keys = at === -1 ? [shown] : [shown, ...(table.fixed ? [...domainKeys(domain), `${shown.slice(0, at)}@`] : [])];
  return find(keys, `<${address}>`, label);
}

/** `a.b.c`, `b.c`, `c`, each also with a dot in front. */
function domainKeys(domain: string): readonly string[] {
  const labels = domain.toLowerCase().split(".");
  return labels.flatMap((_, at) => {
    const key = labels.slice(at).join(".");
    return at === 0 ? [key] : [key, `.${key}`];
  });
}

/** `1.2.3.4`, `1.2.3`, `1.2`, `1`. */
function networkKeys(address: string): readonly string[] {
  const separator = address.includes(":") ? ":" : ".";
  const parts = address.split(separator);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join(separator));
}

function act(
  system: MailSystem,
  settings: Settings,
  found: { readonly action: string; readonly what: string; readonly label: string },
  who: Dialogue,
  recipient: string,
  depth: number,
): Verdict | undefined {
  const [word = "", ...rest] = found.action.trim().split(/\s+/);
  const text = rest.join(" ");
  const upper = word.toUpperCase();
  const refusal = (code: number, enhanced: string, otherwise: string): Verdict => {
    const own = /^([245]\.\d{1,3}\.\d{1,3})\s+(.*)$/.exec(text);
    const reason = (own?.[2] ?? text) || otherwise;
    return { accept: false, code, text: `${own?.[1] ?? enhanced} ${found.what}: ${found.label} rejected: ${reason}` };
  };
  if (upper === "OK" || upper === "PERMIT") return accept;
  if (upper === "REJECT") return refusal(settings.int("access_map_reject_code"), "5.7.1", "Access denied");
  if (upper === "DEFER" || upper === "DEFER_IF_REJECT" || upper === "DEFER_IF_PERMIT") {
    return refusal(settings.int("access_map_defer_code"), "4.7.1", "Service unavailable");
  }
  if (/^[45]\d\d$/.test(word)) return refusal(Number(word), `${word[0]}.7.1`, "Access denied");
  if (/^\d+$/.test(word)) return accept;
  if (upper === "DUNNO" || depth >= CLASS_DEPTH) return undefined;
  return runList(system, settings, found.action.split(/[\s,]+/), who, recipient, depth + 1);
}
