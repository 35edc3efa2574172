import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { Settings } from "../read/settings.ts";
import type { AddressContext } from "../resolve/find-address.ts";
import { isHostname } from "../resolve/hostname.ts";
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
  return {
    settings,
    resolver,
    needs: { ...needs, dns: onlyHostNames(needs.dns) },
    context: environment.context(settings),
    mynetworks: environment.matchList(settings, "mynetworks"),
    accessParents: settings.words("parent_domain_matches_subdomains").includes("smtpd_access_maps"),
    table: (reference) => kept(` ${reference}`, () => mapList(reference, [environment.tables.open(reference)])),
    maps: (parameter) =>
      kept(parameter, () =>
        environment.maps(settings, parameter, {
          form: "postmap",
          substitution: parameter !== "virtual_mailbox_maps" && parameter !== "local_recipient_maps",
        }),
      ),
    // smtpd(8) rewrites the address before it asks where it goes.
    resolve: (address, sender) => resolver.resolve(unquoteLocal(resolver.rewrite(quoteLocal(address))), sender),
  };
}

/** Names that are no host names, such as `host.example.`, are not asked (src/dns/dns_lookup.c). */
function onlyHostNames(dns: Dns): Dns {
  return { lookup: (name, type) => (isHostname(name, false) ? dns.lookup(name, type) : { kind: "none" }) };
}
