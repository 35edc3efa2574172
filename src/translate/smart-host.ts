import type { NextHop } from "../model/route.ts";
import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { routeCodes } from "./shared/codes.ts";
import { nextHop, transportOf } from "./shared/nexthop.ts";
import { isShortHost, shortHostWords } from "./shared/short-hosts.ts";

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
    const isShort = isShortHost(route);
    return {
      parameters: [parameter("relayhost", hop.text)],
      words: shortHostWords(isShort, fact.origins),
      claims: [
        ...claimsFor(
          fact.origins,
          hop.remark === undefined && !isShort ? "exact" : "approximate",
          routeCodes,
          [
            "The smart host becomes relayhost.",
            ...remarks(route.hosts, hop.remark),
            ...(isShort ? [shortRemark] : []),
          ].join(" "),
        ),
        ...(policy.smartHost.literalsApart === true
          ? claimsFor(fact.origins, "approximate", routeCodes, literals, form)
          : []),
      ],
    };
  }
  const transport = transportOf(route, policy, options.version);
  if ("problem" in transport)
    return { claims: claimsFor(fact.origins, "obsolete", routeCodes, `Left out: ${transport.problem}.`) };
  return {
    parameters: [parameter("default_transport", transport.value)],
    words: shortHostWords(isShortHost(route), fact.origins),
    claims: claimsFor(
      fact.origins,
      "approximate",
      routeCodes,
      "Mail without another route goes by default_transport; relayed domains go by relay_transport.",
    ),
  };
}

/** smtp_addr.c, smtp_domain_addr: mail exchangers are asked for under the bare name only. */
const shortRemark =
  "Named without its domain, it is found by its address; mail exchangers of its own are not asked for.";

/** proto.m4, Parse1: literals go to the smart host by the mailer for other hosts, not by the relay mailer. */
const literals = "Mail for an address literal went to the smart host's usual port, by another mailer than the rest.";
const form = "literal-port";

/** `[host]:587` names two hosts to sendmail (deliver.c, parse_hostsignature); who wrote it often meant a port. */
function remarks(hosts: readonly NextHop[], lost: string | undefined): readonly string[] {
  const number = hosts.find(({ host }, at) => at > 0 && /^\d+$/.test(host))?.host;
  return [
    ...(number === undefined ? [] : [`${number} is another host here as there, not a port.`]),
    ...(lost === undefined ? [] : [`${lost}.`]),
  ];
}
