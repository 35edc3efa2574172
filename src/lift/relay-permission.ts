import type { Fact } from "../model/fact.ts";
import type { Network } from "../model/network.ts";
import type { RelayPermission } from "../model/relay-permission.ts";
import type { Origin } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, inferred, macroFact } from "./shared/class-facts.ts";
import { readNetwork } from "./shared/client-network.ts";
import {
  everybodyMayRelay,
  listedSendersMayRelay,
  localSendersMayRelay,
  loopbackIsRefused,
  looseRelayCheck,
  onwardRules,
  ownDomainMayRelay,
  relayByWholeHost,
  ruleOrigin,
} from "./shared/ruleset-evidence.ts";

/**
 * Class R, the relay features and class {TrustAuthMech} (cf/README, "ANTI-SPAM CONFIGURATION CONTROL"). Members of
 * class R are address prefixes or domains; class {VirtHost} is copied into it by the library.
 */
export function liftRelayPermission({ config }: LiftContext): Lifted<RelayPermission> {
  const { networks, domains, ignored } = sortMembers(classFacts(config, "R"));
  const wholeHost = relayByWholeHost(config);
  const ownDomain = ownDomainMayRelay(config);
  const localSenders = localSendersMayRelay(config);
  const listed = listedSendersMayRelay(config);
  const loose = looseRelayCheck(config);
  const refusal = loopbackIsRefused(config);
  const served = config.maps.get("mxserved");
  const value: RelayPermission = {
    networks,
    domains,
    includesSubdomains: inferred(wholeHost === undefined, wholeHost ? [ruleOrigin(wholeHost)] : []),
    ownDomain: ownDomain ? inferred(macroFact(config, "m")?.value ?? "", [ruleOrigin(ownDomain)]) : undefined,
    exchangedDomains: served ? { value: true, origins: [served.origin], certainty: "stated" } : undefined,
    localSenders: localSenders ? inferred(true, [ruleOrigin(localSenders)]) : undefined,
    listedSenders: listed ? { origins: [ruleOrigin(listed.rule)], byDomain: listed.byDomain } : undefined,
    everybody: everybodyMayRelay(config) ? inferred(true, onwardRules(config).map(ruleOrigin)) : undefined,
    loopbackRefused: refusal ? inferred(true, [ruleOrigin(refusal)]) : undefined,
    loose: loose ? inferred(true, [ruleOrigin(loose)]) : undefined,
    trustedMechanisms: classFacts(config, "TrustAuthMech"),
    sources: classSources(config, "R"),
    ignored,
  };
  return { value, claims: [], diagnostics: [] };
}

interface SortedMembers {
  readonly networks: readonly Fact<Network>[];
  readonly domains: readonly Fact<string>[];
  readonly ignored: RelayPermission["ignored"];
}

function sortMembers(members: readonly Fact<string>[]): SortedMembers {
  const networks: Fact<Network>[] = [];
  const domains: Fact<string>[] = [];
  const ignored: { text: string; origin: Origin; reason: string }[] = [];
  for (const member of members) {
    const network = readNetwork(member.value);
    const origin = member.origins[0] ?? { kind: "assumed", fact: "relay domains" };
    if (network) networks.push({ ...member, value: network });
    else if (/^ipv6:|^\[/.test(member.value)) {
      ignored.push({ text: member.value, origin, reason: "it is no address in the form that sendmail compares" });
    } else domains.push({ ...member, value: member.value.replace(/\.$/, "") });
  }
  return { networks, domains, ignored };
}
