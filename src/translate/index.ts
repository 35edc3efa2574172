import type { MailPolicy } from "../model/policy.ts";
import { completeServices } from "../postfix/catalogue/standard-services.ts";
import type { Parameter, PostfixConfig } from "../postfix/config.ts";
import { translateAccess } from "./access.ts";
import { translateAddedDomain } from "./added-domain.ts";
import { translateDifferentForms } from "./address-syntax/different-forms.ts";
import { translateOwnNames } from "./address-syntax/own-names.ts";
import { translateAddressSyntax } from "./address-syntax.ts";
import { translateAliases } from "./aliases.ts";
import { translateAnswers } from "./answers.ts";
import { translateAuthInfo } from "./auth-info.ts";
import { translateBadExchangers } from "./bad-exchangers.ts";
import { translateByBehaviour } from "./by-behaviour.ts";
import { translateClientLimits } from "./client-limits.ts";
import { translateClientLists } from "./client-lists.ts";
import { translateCompatibility } from "./compatibility.ts";
import { translateConnectionRules } from "./connection-rules.ts";
import { translateContent } from "./content.ts";
import type { ListWord, TranslateContext, Translated, TranslateOptions } from "./context.ts";
import { translateDeliveryAgents } from "./delivery-agents.ts";
import { translateDirectDomains } from "./direct-domains.ts";
import { translateDnsLists } from "./dns-lists.ts";
import { translateDomainTable } from "./domain-table.ts";
import { translateFilters } from "./filters.ts";
import { translateGenerics } from "./generics.ts";
import { translateHeaders } from "./headers.ts";
import { translateHeloNames } from "./helo-names.ts";
import { translateHostProcess } from "./host-process.ts";
import { translateHub } from "./hub.ts";
import { translateIdentity } from "./identity.ts";
import { translateLimits } from "./limits.ts";
import { translateListeners } from "./listeners.ts";
import { translateLocalDelivery } from "./local-delivery.ts";
import { translateLocalDomains } from "./local-domains.ts";
import { translateLogging } from "./logging.ts";
import { translateMailerTable } from "./mailer-table.ts";
import { translateMasquerade } from "./masquerade.ts";
import { translateNotices } from "./notices.ts";
import { translateOfficialName } from "./official-name.ts";
import { translateOutgoing } from "./outgoing.ts";
import { translatePeerTls } from "./peer-tls.ts";
import { translatePrivacy } from "./privacy.ts";
import { translateQueue } from "./queue.ts";
import { translateRelayPermission } from "./relay-permission.ts";
import { translateSasl } from "./sasl.ts";
import { translateSmartHost } from "./smart-host.ts";
import { translateTimeouts } from "./timeouts.ts";
import { translateTls } from "./tls.ts";
import { translateUserDatabase } from "./user-database.ts";
import { translateVirtualUsers } from "./virtual-users.ts";

/** One entry a feature, in the order of the printed groups. */
const features: readonly ((context: TranslateContext) => Partial<Translated>)[] = [
  translateCompatibility,
  translateIdentity,
  translateAddressSyntax,
  translateOwnNames,
  translateDifferentForms,
  translateLocalDomains,
  translateVirtualUsers,
  translateDomainTable,
  translateGenerics,
  translateAddedDomain,
  translateMasquerade,
  translateOfficialName,
  translateAliases,
  translateUserDatabase,
  translateHub,
  translateMailerTable,
  translateDirectDomains,
  translateSmartHost,
  translateRelayPermission,
  translateAccess,
  translatePeerTls,
  translateDnsLists,
  translateHeloNames,
  translateBadExchangers,
  translateClientLimits,
  translateConnectionRules,
  translateClientLists,
  translateAuthInfo,
  translateLimits,
  translateQueue,
  translateOutgoing,
  translateTimeouts,
  translateTls,
  translateSasl,
  translateFilters,
  translatePrivacy,
  translateListeners,
  translateLogging,
  translateDeliveryAgents,
  translateLocalDelivery,
  translateNotices,
  translateContent,
  translateHeaders,
  translateHostProcess,
  translateAnswers,
  translateByBehaviour,
];

export interface Translation
  extends Omit<Translated, "parameters" | "words" | "services" | "omittedServices" | "tables"> {
  readonly config: PostfixConfig;
}

/** The whole Postfix configuration of a policy: every feature asked once, list parameters joined. */
export function translatePolicy(policy: MailPolicy, options: TranslateOptions): Translation {
  const parts = features.map((feature) => feature({ policy, options }));
  const all = <K extends keyof Translated>(key: K): Translated[K][number][] =>
    parts.flatMap((part) => (part[key] ?? []) as Translated[K][number][]);
  const lists = joinWords(all("words"));
  const named = new Set(lists.map(({ name }) => name));
  // What an option says stands before what features would add.
  const said = new Set(all("parameters").flatMap(({ name, value }) => (value === "" ? [] : [name])));
  // A list that one feature calls empty and another puts words into is not empty.
  const single = all("parameters").filter(({ name, value }) => value !== "" || !named.has(name));
  return {
    config: {
      version: options.version,
      parameters: [...single, ...lists.filter(({ name }) => !said.has(name))],
      services: completeServices(all("services"), all("omittedServices")),
      tables: all("tables"),
    },
    claims: all("claims"),
    tableClaims: all("tableClaims"),
    diagnostics: all("diagnostics"),
  };
}

/** Words of one list parameter in order of rank; the same word of two features is printed once, with both origins. */
function joinWords(words: readonly ListWord[]): readonly Parameter[] {
  const lists = new Map<string, ListWord[]>();
  for (const word of words) lists.set(word.parameter, [...(lists.get(word.parameter) ?? []), word]);
  return [...lists].map(([name, list]) => {
    const sorted = [...list].sort((a, b) => a.rank - b.rank || (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
    return {
      name,
      value: [...new Set(sorted.map((word) => word.word).filter((word) => word !== ""))].join(", "),
      origins: sorted.flatMap((word) => word.origins),
      group: sorted[0]?.group ?? "compatibility",
    };
  });
}
