import type { MapSymbol, SendmailConfig } from "../../sendmail/config.ts";
import type { Site } from "../../source/site.ts";
import { findRuleAnywhere, squeezed } from "../shared/ruleset-evidence.ts";

/** Mailers that something can reach: named by a rule (`$#esmtp`), by a macro value (`esmtp:hub`) or by a table row. */
export function namedMailers(config: SendmailConfig, site: Site): ReadonlySet<string> {
  const named = new Set<string>();
  for (const ruleset of config.rulesets) {
    for (const rule of ruleset.rules) {
      for (const match of rule.rhs.text.matchAll(/\$#\s*([\w*.-]+)/g)) named.add((match[1] ?? "").toLowerCase());
    }
  }
  for (const macro of config.macros.values()) addPrefix(macro.value, named);
  const mailertable = config.maps.get("mailertable");
  if (mailertable) addFromTable(mailertable, site, named);
  return named;
}

/**
 * The mailer that delivers to users of this host: `local`, unless the rules name another one in its place
 * (cf/README, confLOCAL_MAILER), which looks up aliases and delivers for good as `local` does.
 */
export function localMailer(config: SendmailConfig, named: ReadonlySet<string>): string {
  if (!config.mailers.has("local")) return "local";
  const usual = findRuleAnywhere(config, /^\$\+<@\$=w\.?>$/, /^\$#[\w-]+\$:\$1$/);
  const [, name = "local"] = /^\$#([\w-]+)/.exec(squeezed(usual?.rhs.text ?? "")) ?? [];
  const flags = config.mailers.get(name)?.flags;
  if (name !== "local" && flags?.has("l") && flags.has("A")) return name;
  if (named.has("local")) return "local";
  for (const [name, { flags }] of config.mailers) {
    if (name !== "local" && named.has(name) && flags.has("l") && flags.has("A")) return name;
  }
  return "local";
}

function addPrefix(value: string, named: Set<string>): void {
  const mailer = /^([\w*-]+):/.exec(value.trim())?.[1];
  if (mailer) named.add(mailer.toLowerCase());
}

/** Rows of a mailertable are `key<blanks>mailer:host`; only its text is looked at (cf/README, mailertable). */
function addFromTable(map: MapSymbol, site: Site, named: Set<string>): void {
  if (map.spec === undefined) return;
  const path = map.spec.replace(/\.(db|dir|pag|cdb)$/, "");
  for (const line of site.lines(path)) {
    const value = /^[^#\s]\S*\s+(.*)$/.exec(line.text)?.[1];
    if (value) addPrefix(value, named);
  }
}
