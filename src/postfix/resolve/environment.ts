import type { ExtensionRule } from "../address/extension.ts";
import type { Service } from "../config.ts";
import type { PostfixDirectory } from "../read/directory.ts";
import { type Settings, settingsOfService } from "../read/settings.ts";
import { type MapList, mapList } from "../tables/maps.ts";
import { type MatchList, matchList } from "../tables/match-list.ts";
import { parseAddress } from "../tables/network.ts";
import { type OpenOptions, openTables, type TableSources, type Tables } from "../tables/open.ts";
import type { AddressContext } from "./find-address.ts";
import { literalAddress } from "./hostname.ts";
import { remembered } from "./remembered.ts";

/** What answers for the world outside of the directory. */
export type Outside = Pick<TableSources, "answers" | "accounts" | "environment" | "choose">;

/** A directory with its tables opened as they are asked for; what every part of the resolver stands on. */
export interface PostfixEnvironment {
  readonly directory: PostfixDirectory;
  readonly tables: Tables;
  readonly utf8: boolean;
  /** The first service of master.cf of a name (and type). */
  service(name: string, type?: string): Service | undefined;
  /** Settings of a service of master.cf (`cleanup`), with its `-o` options; of main.cf when it is not there. */
  settingsFor(service: string, type?: string): Settings;
  maps(settings: Settings, parameter: string, options?: OpenOptions): MapList;
  matchList(settings: Settings, parameter: string): MatchList;
  /** What looking up an address needs to know of the host, by the settings of one service. */
  context(settings: Settings): AddressContext;
}

/** Everything that is read from settings is kept: a directory does not change while it is asked. */
export function postfixEnvironment(directory: PostfixDirectory, outside: Outside = {}): PostfixEnvironment {
  const utf8 = directory.settings.bool("smtputf8_enable");
  const aliases = ["alias_maps", "alias_database"].flatMap((name) => directory.settings.words(name));
  const bare = new Set(aliases.map((reference) => reference.replace(/^(?:proxy:)+/, "")));
  const tables = openTables({ ...outside, files: directory.files, utf8, aliases: bare });
  const kept = new WeakMap<Settings, Map<string, unknown>>();
  const once = <T>(settings: Settings, key: string, make: () => T): T => {
    let known = kept.get(settings);
    if (!known) {
      known = new Map();
      kept.set(settings, known);
    }
    if (!known.has(key)) known.set(key, make());
    return known.get(key) as T;
  };
  const services = new Map<string, Service | undefined>();
  const service = (name: string, type = ""): Service | undefined => {
    const key = `${name}/${type}`;
    if (!services.has(key)) {
      const found = directory.services.find((each) => each.name === name && (type === "" || each.type === type));
      services.set(key, found);
    }
    return services.get(key);
  };
  const environment: PostfixEnvironment = {
    directory,
    tables,
    utf8,
    service,
    settingsFor: (name, type) => {
      const found = service(name, type);
      if (!found || found.options.length === 0) return directory.settings;
      return once(directory.settings, `settings ${name}/${type}`, () => settingsOfService(directory.settings, found));
    },
    maps: (settings, parameter, options) =>
      once(settings, `maps ${parameter} ${options?.form} ${options?.substitution}`, () =>
        mapList(
          parameter,
          settings.words(parameter).map((reference) => tables.open(reference, options)),
        ),
      ),
    matchList: (settings, parameter) =>
      once(settings, `list ${parameter}`, () =>
        matchList(parameter, settings.text(parameter), directory.files, tables, {
          parents: settings.words("parent_domain_matches_subdomains").includes(parameter),
          utf8,
        }),
      ),
    context: (settings) => once(settings, "context", () => addressContext(environment, settings)),
  };
  return environment;
}

function extensionRule(settings: Settings): ExtensionRule {
  return {
    delimiters: settings.text("recipient_delimiter"),
    ownerRequestSpecial: settings.bool("owner_request_special"),
    doubleBounceSender: settings.text("double_bounce_sender"),
  };
}

/**
 * Whether a domain is this host's own: listed in mydestination, or a literal of an address that Postfix listens on
 * (postconf(5), mydestination; src/global/resolve_local.c). One final dot does not count.
 */
function localDomainTest(environment: PostfixEnvironment, settings: Settings): (domain: string) => boolean | "failed" {
  const destinations = environment.matchList(settings, "mydestination");
  const own = ownAddresses(settings);
  return remembered((domain) => {
    const bare = domain.endsWith(".") ? domain.slice(0, -1) : domain;
    if (bare === "" || bare.endsWith(".")) return false;
    const listed = destinations.matchesText(bare);
    if (listed !== "no") return listed === "yes" ? true : "failed";
    if (!bare.startsWith("[") || !bare.endsWith("]")) return false;
    const address = literalAddress(bare.slice(1, -1));
    const bytes = address === undefined ? undefined : parseAddress(address);
    return bytes !== undefined && own.has(bytes.join("."));
  });
}

function ownAddresses(settings: Settings): ReadonlySet<string> {
  const all = ["127.0.0.1", "::1", ...(settings.source.host.addresses ?? [])];
  const listed = settings.words("inet_interfaces").flatMap((word) => {
    if (word === "all") return all;
    if (word === "loopback-only") return ["127.0.0.1", "::1"];
    return [word.replace(/^\[|\]$/g, "")];
  });
  const own = [...listed, ...settings.words("proxy_interfaces").map((word) => word.replace(/^\[|\]$/g, ""))];
  // An address of a protocol that is off is none of this host's (own_inet_addr.c asks for those of inet_protocols).
  const protocols = new Set(settings.words("inet_protocols"));
  const isOn = (address: string): boolean => {
    if (protocols.has("all") || protocols.size === 0) return true;
    return protocols.has(address.includes(":") ? "ipv6" : "ipv4");
  };
  return new Set(own.filter(isOn).flatMap((address) => parseAddress(address)?.join(".") ?? []));
}

function addressContext(environment: PostfixEnvironment, settings: Settings): AddressContext {
  return {
    extension: extensionRule(settings),
    myorigin: originOf(environment, settings),
    isLocalDomain: localDomainTest(environment, settings),
  };
}

/** `myorigin`; a file name stands for its first line (postconf(5), myorigin, as Debian patches it). */
export function originOf(environment: PostfixEnvironment, settings: Settings): string {
  const value = settings.text("myorigin");
  if (!value.startsWith("/")) return value;
  for (const line of environment.directory.files.lines(value)) return line.text.trim();
  return value;
}
