import { splitWords } from "../../syntax/postfix-lines/words.ts";
import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { Settings } from "../read/settings.ts";
import type { AddressContext } from "../resolve/find-address.ts";
import { isHostname } from "../resolve/hostname.ts";
import { remembered } from "../resolve/remembered.ts";
import type { Resolution } from "../resolve/resolution.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { MapList } from "../tables/maps.ts";
import { mapList } from "../tables/maps.ts";
import type { MatchList } from "../tables/match-list.ts";
import type { DecideNeeds, Dns } from "./session.ts";

/** What the restrictions of one smtpd(8) service are decided with; built once for a directory. */
export interface RestrictionWorld {
  readonly settings: Settings;
  readonly resolver: Resolver;
  readonly needs: DecideNeeds;
  readonly context: AddressContext;
  readonly mynetworks: MatchList;
  /** Access tables match parents as `parent` (true) or `.parent`. */
  readonly accessParents: boolean;
  table(reference: string): MapList;
  maps(parameter: string): MapList;
  /** The words of a restriction list. */
  words(list: string): readonly string[];
  resolve(address: string, sender: string): Resolution;
}

export function restrictionWorld(resolver: Resolver, settings: Settings, needs: DecideNeeds): RestrictionWorld {
  const { environment } = resolver;
  const lists = new Map<string, MapList>();
  const kept = (key: string, make: () => MapList): MapList => {
    const known = lists.get(key) ?? make();
    lists.set(key, known);
    return known;
  };
  // smtpd(8) rewrites the address before it asks where it goes, and keeps its last hundred answers (smtpd_resolve.c).
  const resolve = remembered((pair) => {
    const at = pair.indexOf("\0");
    return resolver.resolve(unquoteLocal(resolver.rewrite(quoteLocal(pair.slice(0, at)))), pair.slice(at + 1));
  }, 100);
  return {
    settings,
    resolver,
    needs: { ...needs, dns: onlyHostNames(needs.dns) },
    context: environment.context(settings),
    mynetworks: environment.matchList(settings, "mynetworks"),
    accessParents: settings.words("parent_domain_matches_subdomains").includes("smtpd_access_maps"),
    table: remembered((reference) => mapList(reference, [environment.tables.open(reference)])),
    maps: (parameter) =>
      kept(parameter, () =>
        environment.maps(settings, parameter, {
          form: "postmap",
          substitution: parameter !== "virtual_mailbox_maps" && parameter !== "local_recipient_maps",
        }),
      ),
    words: remembered((list) => splitWords(list).map((word) => word.text)),
    resolve: (address, sender) => resolve(`${address}\0${sender}`),
  };
}

/** Names that are no host names, such as `host.example.`, are not asked (src/dns/dns_lookup.c). */
function onlyHostNames(dns: Dns): Dns {
  return { lookup: (name, type) => (isHostname(name, false) ? dns.lookup(name, type) : { kind: "none" }) };
}
