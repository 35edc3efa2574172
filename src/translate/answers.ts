import type { Fact } from "../model/fact.ts";
import type { Parameter } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";

/** Reply codes where Postfix's own (554, 554, 450) differ from what the old host said (postconf(5), *_reject_code). */
export function translateAnswers({ policy }: TranslateContext): Partial<Translated> {
  const { accessRefused, relayRefused, unknownSenderDomain } = policy.answers;
  const code = (name: string, fact: Fact<string>): Parameter => {
    return { name, value: fact.value, origins: fact.origins, group: "access" };
  };
  return {
    parameters: [
      code("access_map_reject_code", accessRefused),
      code("relay_domains_reject_code", relayRefused),
      code("unknown_address_reject_code", unknownSenderDomain),
    ],
  };
}
