import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { textOf, type WideDefinition } from "./definition.ts";
import { domainIn } from "./lists.ts";
import { resolveMacros, type WideNames } from "./names.ts";

/** One entry of USERTABLE_MAPS: the users of a domain. */
export interface UserTableMap {
  /** `local`: this host's own users. */
  readonly domain: string;
  readonly mapClass: string;
  readonly path: string;
  /** FLAG `error`: a user that the table lacks does not exist. */
  readonly closed: boolean;
}

export interface UserTableMaps {
  readonly maps: readonly UserTableMap[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `DOMAIN=TYPE:DATABASE[:FLAG]`, several of them between blanks (quotation of the CF manual; the separator is a
 * conclusion). What is none of that is a finding.
 */
export function readUserTables(definition: WideDefinition, names: WideNames): UserTableMaps {
  const setting = definition.settings.get("USERTABLE_MAPS");
  const words = (textOf(definition, "USERTABLE_MAPS") ?? "").split(/\s+/).filter((word) => word !== "");
  const maps: UserTableMap[] = [];
  const diagnostics: Diagnostic[] = [];
  const fail = (word: string, why: string): void => {
    diagnostics.push(diagnose("WC1022", setting?.assignment.valueSpan, `${word} is left out: ${why}.`));
  };
  for (const word of words) {
    const parts = /^([^=]+)=([A-Za-z]+):([^:]+)(?::(.*))?$/.exec(resolveMacros(word, names));
    const [, name = "", mapClass = "", path = "", flag] = parts ?? [];
    const domain = domainIn(name);
    if (!parts) fail(word, "an entry is written DOMAIN=TYPE:FILE or DOMAIN=TYPE:FILE:error");
    else if (domain === undefined) fail(word, `${name} is no domain`);
    else if (flag !== undefined && flag !== "" && flag !== "error") fail(word, `the flag ${flag} is not known`);
    else if (maps.some((map) => map.domain === domain)) fail(word, `${domain} has a table already`);
    else maps.push({ domain, mapClass: mapClass.toLowerCase(), path, closed: flag === "error" });
  }
  return { maps, diagnostics };
}
