import type { BadExchangers } from "../model/bad-exchangers.ts";
import type { Network } from "../model/network.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { badExchangerMaps, badExchangerRule } from "./shared/bad-exchanger-maps.ts";
import { readNetwork } from "./shared/client-network.ts";
import { ruleOrigin } from "./shared/ruleset-evidence.ts";

/** FEATURE badmx: the addresses of a sender's mail exchangers are held against a pattern (feature/badmx.m4). */
export function liftBadExchangers({ config }: LiftContext): Lifted<BadExchangers | undefined> {
  const rule = badExchangerRule(config);
  const addresses = config.maps.get("badmxip");
  if (!rule || !addresses) return { value: undefined, claims: [], diagnostics: [] };
  const maps = badExchangerMaps.flatMap((name) => config.maps.get(name)?.origin ?? []);
  const pattern = addresses.line.args.map((word) => word.text).find((word) => word.startsWith("^"));
  const value = { networks: networksOf(pattern ?? ""), origins: [ruleOrigin(rule), ...maps] };
  return { value, claims: [], diagnostics: [] };
}

/** `^(127\.|10\.|0\.0\.0\.0)`: beginnings of addresses, as the feature's own pattern has them. */
function networksOf(pattern: string): readonly Network[] | undefined {
  const alternatives = /^\^\(([\d\\.|]+)\)$/.exec(pattern)?.[1]?.split("|");
  const networks = alternatives?.map((text) => readNetwork(text.replaceAll("\\.", ".").replace(/\.$/, "")));
  return networks?.every((network) => network !== undefined) ? networks : undefined;
}
