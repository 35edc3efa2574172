import type { TranslateContext, Translated } from "./context.ts";

/** `myhostname`: the name the host greets with. */
export function translateIdentity({ policy }: TranslateContext): Partial<Translated> {
  const { hostName } = policy.identity;
  return {
    parameters: [{ name: "myhostname", value: hostName.value, origins: hostName.origins, group: "identity" }],
  };
}
