import type { MapSymbol, SendmailConfig } from "../sendmail/config.ts";
import type { Site } from "../source/site.ts";
import type { OwnMaterial } from "./starter-questions.ts";

/** Keys that are taken of one table, and members of one class. */
const KEYS = 60;

/** Maps of the m4 library by what they are asked for (cf/README, FEATURES); others are asked for recipients. */
const senderMaps = new Set(["generics"]);
const ignoredMaps = new Set(["domaintable", "uudomain", "authinfo", "bitdomain"]);

/** The addresses, domains and networks that a sendmail configuration names itself. */
export function sendmailMaterial(config: SendmailConfig, site: Site): OwnMaterial {
  const members = (name: string): readonly string[] =>
    (config.classes.get(name)?.members ?? []).slice(0, KEYS).map((member) => member.text.toLowerCase());
  const host = config.facts.hostname.toLowerCase();
  const own = [host, ...members("w"), ...members("R"), ...members("VirtHost"), ...members("{VirtHost}")];
  const keys = new Map([...config.maps.values()].map((map) => [map.name.toLowerCase(), mapKeys(map, site)]));
  const senderNames = [...keys.keys()].filter((name) => senderMaps.has(name));
  const other = [...keys].filter(([name]) => !senderMaps.has(name) && name !== "access" && !ignoredMaps.has(name));
  return {
    domains: [...new Set(own)].filter((domain) => /^[\w-]+(?:\.[\w-]+)+$/.test(domain) && /[a-z]/.test(domain)),
    localNames: aliasNames(config, site),
    recipientKeys: other.flatMap(([, found]) => found),
    senderKeys: [...senderNames.flatMap((name) => keys.get(name) ?? []), ...members("M").map((domain) => `.${domain}`)],
    accessKeys: keys.get("access") ?? [],
    networks: [...members("R"), ...members("w")].filter((member) => /^\d+(?:\.\d+)*$/.test(member)),
  };
}

function mapKeys(map: MapSymbol, site: Site): readonly string[] {
  if (map.spec === undefined || !map.spec.startsWith("/")) return [];
  const keys: string[] = [];
  const path = site.exists(map.spec) ? map.spec : `${map.spec}.db`;
  for (const { text } of site.lines(path)) {
    if (keys.length === KEYS) break;
    const key = /^([^\s#]\S*)\s+\S/.exec(text)?.[1];
    if (key !== undefined && !/["\\]/.test(key)) keys.push(key);
  }
  return keys;
}

function aliasNames(config: SendmailConfig, site: Site): readonly string[] {
  const names: string[] = [];
  for (const value of config.options.get("AliasFile")?.values ?? []) {
    const path = value.slice(value.indexOf("/")).split(/[,\s]/)[0] ?? "";
    for (const { text } of path.startsWith("/") ? site.lines(path) : []) {
      if (names.length === KEYS) break;
      const name = /^([\w.+-]+)\s*:/.exec(text)?.[1];
      if (name !== undefined) names.push(name.toLowerCase());
    }
  }
  return names;
}
