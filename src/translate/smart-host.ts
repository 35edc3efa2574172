import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { nextHop, transportOf } from "./shared/nexthop.ts";

/** `relayhost` for a host that is spoken to by SMTP, `default_transport` for anything else. */
export function translateSmartHost({ policy, options }: TranslateContext): Partial<Translated> {
  const fact = policy.smartHost.route;
  if (!fact) return {};
  const route = fact.value;
  const parameter = (name: string, value: string): Parameter => ({
    name,
    value,
    origins: fact.origins,
    group: "routing",
  });
  if (route.kind === "relay" && route.protocol === "smtp") {
    const hop = nextHop(route, options.version);
    return {
      parameters: [parameter("relayhost", hop.text)],
      claims: claimsFor(
        fact.origins,
        hop.remark === undefined ? "exact" : "approximate",
        routeCodes,
        hop.remark === undefined
          ? "The smart host becomes relayhost."
          : `The smart host becomes relayhost. ${hop.remark}.`,
      ),
    };
  }
  const transport = transportOf(route, policy, options.version);
  if ("problem" in transport)
    return { claims: claimsFor(fact.origins, "obsolete", routeCodes, `Left out: ${transport.problem}.`) };
  return {
    parameters: [parameter("default_transport", transport.value)],
    claims: claimsFor(
      fact.origins,
      "approximate",
      routeCodes,
      "Mail without another route goes by default_transport; relayed domains go by relay_transport.",
    ),
  };
}
