import type { Fact } from "../model/fact.ts";
import type { OutgoingSocket, OutgoingValues } from "../model/outgoing.ts";
import type { Section } from "../model/section.ts";
import { written } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readNumber, readTime, readWords } from "./shared/option-value.ts";
import { modifierLetters, readSocketOptions, socketFamily } from "./shared/socket-options.ts";

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
  leaf("HeloName", "heloName", readNonEmpty, "The name given in EHLO."),
  leaf("ConnectOnlyTo", "connectOnlyTo", readNonEmpty, "Every connection goes to this address (for tests)."),
  leaf("FallbackMXhost", "fallbackExchangers", readHosts, "Tried after all mail exchangers of a destination."),
  leaf("FallbackSmartHost", "fallbackRelay", readNonEmpty, "Tried when a destination cannot be reached or found."),
  leaf("ConnectionCacheSize", "cachedConnections", readNumber, "How many open connections are kept for more mail."),
  leaf("ConnectionCacheTimeout", "cachedConnectionTime", readTime("m"), "How long an idle connection is kept."),
  leaf("ResolverOptions", "resolver", readWords, "Switches of the DNS resolver."),
  leaf("HostsFile", "hostsFile", readNonEmpty, "The file of host names."),
  leaf("TryNullMXList", "addressWhenBestExchanger", readBool, "As best MX of a foreign domain use its A record."),
  leaf("DontExpandCnames", "keepHostAliases", readBool, "CNAMEs in headers are not replaced by the true name."),
  leaf("DontPruneRoutes", "keepRoutes", readBool, "Source routes are not shortened."),
  obsolete("DialDelay", "Wait and try again when a dial-up line has to be opened.", "Nobody dials for mail."),
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
    return {
      value: {
        family: socketFamily(keys.get("family")),
        address: address === "0.0.0.0" || address === "::" ? undefined : address?.replace(/^IPv6:/i, ""),
        heloFromAddress: modifiers.has("h"),
        withoutAuthentication: modifiers.has("A"),
        withoutTls: modifiers.has("S"),
        others,
      },
      origins: [written(line.span)],
      certainty: "stated",
    };
  });
  return { value, claims: [], diagnostics: [] };
}
