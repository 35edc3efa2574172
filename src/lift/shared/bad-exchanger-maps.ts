import type { SendmailConfig } from "../../sendmail/config.ts";
import type { RuleLine } from "../../syntax/sendmail-cf/ast.ts";
import { findRule } from "./ruleset-evidence.ts";

/** Maps of FEATURE badmx (feature/badmx.m4). */
export const badExchangerMaps = ["mxlist", "badmx", "dnsa", "badmxip"] as const;

/** The rule of FEATURE badmx that refuses; undefined where it or its map of addresses is not there. */
export function badExchangerRule(config: SendmailConfig): RuleLine | undefined {
  return config.maps.has("badmxip") ? findRule(config, ["BadMX"], /<BADMXIP>/, /\$#error/) : undefined;
}
