import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { nameCodes } from "./shared/codes.ts";

/** `myhostname`, `mydomain` and `myorigin`: the names that the host greets with and completes addresses with. */
export function translateIdentity({ policy }: TranslateContext): Partial<Translated> {
  const { hostName, domainName } = policy.identity;
  const parameters: Parameter[] = [
    { name: "myhostname", value: hostName.value, origins: hostName.origins, group: "identity" },
  ];
  if (domainName.value !== "" && domainName.value !== parentOf(hostName.value)) {
    parameters.push({ name: "mydomain", value: domainName.value, origins: domainName.origins, group: "identity" });
  }
  parameters.push({ name: "myorigin", value: "$myhostname", origins: hostName.origins, group: "identity" });
  return {
    parameters,
    claims: [
      ...claimsFor(hostName.origins, "exact", nameCodes, "It becomes myhostname."),
      ...claimsFor(domainName.origins, "exact", nameCodes, "It becomes mydomain."),
    ],
  };
}

/** Postfix's own default for mydomain: myhostname without its first label. */
function parentOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}
