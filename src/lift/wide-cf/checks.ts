import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { originsOf } from "../../expand/wide-cf/definition.ts";
import type { CheckList, WideFacts } from "../../expand/wide-cf/facts.ts";
import type { ListEntry } from "../../expand/wide-cf/lists.ts";
import type { ClientList, ClientLists } from "../../model/client-lists.ts";
import type { Fact } from "../../model/fact.ts";
import type { Network } from "../../model/network.ts";
import type { RelayPermission } from "../../model/relay-permission.ts";
import { readNetwork } from "../shared/client-network.ts";
import { factsOf } from "./facts.ts";

const permissions = [
  "LOCAL_HOST_IPADDR",
  "LOCAL_HOST_DOMAIN",
  "CLIENT_HOST_IPADDR",
  "CLIENT_HOST_DOMAIN",
  "ALLOW_RECIPIENT_DOMAIN",
  "ALLOW_RELAY_TO",
] as const;

/**
 * LOCAL_HOST_*, CLIENT_HOST_*, ALLOW_*. They count only under MAIL_RELAY_RESTRICTION=yes; without it the old host may have
 * relayed for everybody, which is never carried over. ALLOW_RELAY_FROM, which anybody can forge, is not either.
 */
export function relayPermissionOf(base: RelayPermission, { checks, definition }: WideFacts): RelayPermission {
  const on = checks.restricted;
  const list = (entries: readonly ListEntry[], certainty: Fact<string>["certainty"] = "stated") =>
    on ? factsOf(entries, certainty) : [];
  return {
    ...base,
    networks: on ? [...networksOf(checks.localHosts), ...networksOf(checks.clientHosts)] : [],
    domains: [],
    clientDomains: [...list(checks.localHosts.domains), ...list(checks.clientHosts.domains, "inferred")],
    recipientDomains: [...list(checks.recipientDomains, "inferred"), ...list(checks.relayTo, "inferred")],
    includesSubdomains: { value: true, origins: [], certainty: "inferred" },
    everybody: undefined,
    loopbackRefused: undefined,
    loose: undefined,
    // Nobody can log in yet; when the administrator lets them, they may relay.
    trustedMechanisms: on ? [{ value: "any", origins: [], certainty: "default" }] : [],
    sources: on ? originsOf(definition, ...permissions) : [],
  };
}

function networksOf(list: CheckList): readonly Fact<Network>[] {
  return list.networks.flatMap(({ text, origin }) => {
    const value = readNetwork(text);
    return value ? [{ value, origins: [origin], certainty: "stated" as const }] : [];
  });
}

function listOf(list: CheckList): ClientList {
  return { networks: networksOf(list), domains: factsOf(list.domains) };
}

/** CHECK_HOST_ALLOW, CHECK_HOST_DENY and CHECK_RELAY_DEFAULT. */
export function clientListsOf({ checks, definition }: WideFacts): ClientLists | undefined {
  const sources = originsOf(definition, "CHECK_HOST_ALLOW", "CHECK_HOST_DENY");
  const origins = originsOf(definition, "CHECK_RELAY_DEFAULT");
  if (!checks.restricted || sources.length + origins.length === 0) return undefined;
  return {
    accepted: listOf(checks.connectAllow),
    refused: listOf(checks.connectDeny),
    others: { value: checks.connectDefault === "deny" ? "refuse" : "accept", origins, certainty: "stated" },
    sources,
  };
}

/** What the administrator must know about relaying before the new host goes live. */
export function checkFindings({ checks, definition }: WideFacts): readonly Diagnostic[] {
  const place = (name: string) => definition.settings.get(name)?.assignment.span;
  const found: Diagnostic[] = [];
  if (definition.type.kind !== "check" && !checks.restricted) {
    const start = { file: definition.file.source.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const message =
      "MAIL_RELAY_RESTRICTION is not yes: the old host may have relayed for everybody. The new one relays for itself only.";
    found.push(
      diagnose("WC1030", place("MAIL_RELAY_RESTRICTION") ?? start, message, {
        suggestions: [{ kind: "help", text: "name the networks that may send through it in mynetworks" }],
      }),
    );
  }
  if (checks.restricted && checks.relayFrom.length > 0) {
    const message = "ALLOW_RELAY_FROM let anybody relay who claimed such a sender. It is not carried over.";
    found.push(
      diagnose("WC1031", place("ALLOW_RELAY_FROM"), message, {
        suggestions: [{ kind: "help", text: "let these users log in (SMTP AUTH) instead" }],
      }),
    );
  }
  for (const name of ["LOCAL_HOST_DOMAIN", "CLIENT_HOST_DOMAIN"]) {
    if (!checks.restricted || !definition.settings.has(name)) continue;
    const message = `${name} lets clients relay by their names: Postfix counts a name only when it also leads back to the address.`;
    found.push(diagnose("WC1032", place(name), message));
  }
  if (definition.type.kind === "check") {
    const message =
      "The definition holds checks only: the rest of the configuration is in the sendmail.cf that they were added to.";
    found.push(
      diagnose("WC1034", place("CF_TYPE"), message, {
        suggestions: [
          {
            kind: "help",
            text: "convert that sendmail.cf too, and take smtpd_*_restrictions, mynetworks and relay_domains from here",
          },
        ],
      }),
    );
  }
  return found;
}
