import type { Fact } from "../model/fact.ts";
import type { OutgoingSocket, OutgoingValues } from "../model/outgoing.ts";
import type { Section } from "../model/section.ts";
import { written } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readNumber, readTime, readWords } from "./shared/option-value.ts";
import {
  modifierLetters,
  otherModifiers,
  readSocketOptions,
  socketFamily,
  unreadable,
} from "./shared/socket-options.ts";

const { leaf, obsolete } = optionsOf<OutgoingValues>();

/** Host names of a fallback are parted by colons (deliver.c, parse_hostsignature). */
const readHosts: OptionReader<readonly string[]> = (text) => {
  const hosts = text
    .split(/[:,\s]+(?![^[]*\])/)
    .map((host) => host.trim())
    .filter((host) => host !== "");
  return hosts.length > 0 ? hosts : undefined;
};

/** Options of the client side. */
export const outgoingOptions = [
  leaf("HeloName", "heloName", readNonEmpty),
  leaf("ConnectOnlyTo", "connectOnlyTo", readNonEmpty),
  leaf("FallbackMXhost", "fallbackExchangers", readHosts),
  leaf("FallbackSmartHost", "fallbackRelay", readNonEmpty),
  leaf("ConnectionCacheSize", "cachedConnections", readNumber),
  leaf("ConnectionCacheTimeout", "cachedConnectionTime", readTime("m")),
  leaf("ResolverOptions", "resolver", readWords),
  leaf("NameServer", "nameServer", readNonEmpty),
  leaf("NameSearchList", "searchDomains", readWords),
  leaf("InetQoS", "serviceType", readNonEmpty),
  leaf("HostsFile", "hostsFile", readNonEmpty),
  leaf("TryNullMXList", "addressWhenBestExchanger", readBool),
  leaf("DontExpandCnames", "keepHostAliases", readBool),
  leaf("DontPruneRoutes", "keepRoutes", readBool),
  obsolete("DialDelay", "Nobody dials for mail."),
];

/** How the site speaks to other hosts. */
export function liftOutgoing(context: LiftContext): Lifted<Section<OutgoingValues>> {
  return liftOptions(context, outgoingOptions);
}

/** Source addresses: each `O ClientPortOptions` line is one (daemon.c, setclientoptions: one a family). */
export function liftOutgoingSockets({ config }: LiftContext): Lifted<readonly Fact<OutgoingSocket>[]> {
  const lines = config.options.get("ClientPortOptions")?.settings ?? [];
  const value = lines.map((line): Fact<OutgoingSocket> => {
    const { keys, others } = readSocketOptions(line.value?.text ?? "", ["family", "addr", "modifier"]);
    const modifiers = modifierLetters(keys.get("modifier"));
    const address = keys.get("addr");
    const family = socketFamily(keys.get("family"));
    return {
      value: {
        family,
        address: address === "0.0.0.0" || address === "::" ? undefined : address?.replace(/^IPv6:/i, ""),
        heloFromAddress: modifiers.has("h"),
        withoutAuthentication: modifiers.has("A"),
        withoutTls: modifiers.has("S"),
        others: [...others, ...otherModifiers(modifiers, "hAS"), ...unreadable(keys, "family", family)],
      },
      origins: [written(line.span)],
      certainty: "stated",
    };
  });
  return { value, claims: [], diagnostics: [] };
}
