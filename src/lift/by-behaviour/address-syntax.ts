import type { AddressSyntax } from "../../model/address-syntax.ts";
import { observe } from "./ask.ts";
import { fillingFor, type Study } from "./study.ts";

/**
 * How addresses are read, as far as rules that a person wrote show it when they are run: `user%domain` and
 * `domain!user` are the user at the domain when mail for both ends alike. What was told by name stays.
 */
export function seenAddressSyntax(study: Study, syntax: AddressSyntax): AddressSyntax {
  const [local = ""] = study.localDomains;
  const filling = fillingFor(study, { user: [hole("user")], domain: [hole("domain")] }, 0, 1);
  const user = filling.get("user") ?? "";
  const domain = filling.get("domain") ?? "";
  const ends = (address: string): string => {
    const { ends, waits } = observe(study.engine, study.context.config, address);
    return waits ? address : JSON.stringify(ends);
  };
  const isRoute = (address: string): boolean => ends(address) === ends(`${user}@${domain}`);
  return {
    ...syntax,
    percentHack:
      syntax.percentHack.value === "ordinary" && isRoute(`${user}%${domain}@${local}`)
        ? { value: "route", origins: [], certainty: "probed" }
        : syntax.percentHack,
    bangPath:
      syntax.bangPath.value === "ordinary" && isRoute(`${domain}!${user}`)
        ? { value: "route", origins: [], certainty: "probed" }
        : syntax.bangPath,
  };
}

function hole(name: string) {
  return { kind: "hole", name, length: "some" } as const;
}
