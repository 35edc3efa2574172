import type { Fact } from "../model/fact.ts";
import { standardServices } from "../postfix/catalogue/standard-services.ts";
import type { Parameter, Service } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { nameCodes } from "./shared/codes.ts";
import { localNames } from "./shared/local-names.ts";

/** `myhostname`, `mydomain` and `myorigin`: the names that the host greets with and completes addresses with. */
export function translateIdentity({ policy }: TranslateContext): Partial<Translated> {
  const { hostName, domainName, domainMacro, senderDomain } = policy.identity;
  const parameters: Parameter[] = [
    { name: "myhostname", value: hostName.value, origins: hostName.origins, group: "identity" },
  ];
  if (domainName.value !== "" && domainName.value !== parentOf(hostName.value)) {
    parameters.push({ name: "mydomain", value: domainName.value, origins: domainName.origins, group: "identity" });
  }
  const origin = senderDomain ?? { ...hostName, value: "$myhostname" };
  parameters.push({ name: "myorigin", value: origin.value, origins: origin.origins, group: "identity" });
  const isLocal = senderDomain === undefined || localNames(policy).has(senderDomain.value);
  return {
    parameters,
    services: isLocal ? [] : [completedByHostName(senderDomain)],
    claims: [
      ...claimsFor(hostName.origins, "exact", nameCodes, "It becomes myhostname."),
      ...claimsFor(domainName.origins, "exact", nameCodes, "It becomes mydomain."),
      ...claimsFor(
        domainMacro?.origins ?? [],
        "default",
        nameCodes,
        "Only rules use it: names without a dot were completed by the DNS, with the domain of the host's name.",
      ),
      ...claimsFor(senderDomain?.origins ?? [], "exact", nameCodes, "Local senders are shown with it: myorigin."),
    ],
  };
}

/**
 * Senders are shown with a domain that is not local: names without a domain, aliases' targets above all, must still be
 * completed with the name of this host, or their mail would leave it. trivial-rewrite does that.
 */
function completedByHostName(senderDomain: Fact<string>): Service {
  const rewrite = standardServices.find(({ name }) => name === "rewrite");
  if (!rewrite) throw new Error("master.cf has a rewrite service");
  return {
    ...rewrite,
    options: [["myorigin", "$myhostname"]],
    origins: senderDomain.origins,
    comment: `Local users are not in ${senderDomain.value}: recipients without a domain stay on this host.`,
  };
}

/** Postfix's own default for mydomain: myhostname without its first label. */
function parentOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}
