import { splitWords } from "../../syntax/postfix-lines/words.ts";
import { defaultValue } from "../catalogue/parameters.ts";
import { serviceParameters } from "../catalogue/service-parameters.ts";
import type { PostfixVersion, Service } from "../config.ts";
import { expandValue } from "./expand.ts";

/** What Postfix takes from the machine it runs on. */
export interface HostFacts {
  /** Full host name; the default of myhostname. */
  readonly hostname: string;
  /** Default of mynetworks; loopback when absent. */
  readonly networks?: string;
  /** The host's own addresses besides loopback; mail for `user@[address]` is local (inet_interfaces). */
  readonly addresses?: readonly string[];
}

/** What settings are made of: a main.cf as written, master.cf's services, and the host. */
export interface SettingsSource {
  readonly version: PostfixVersion;
  readonly main: ReadonlyMap<string, string>;
  readonly services: readonly Service[];
  readonly host: HostFacts;
  /** `-o name=value` of one service. */
  readonly overrides?: ReadonlyMap<string, string>;
  /** process_name and service_name inside a program. */
  readonly program?: { readonly processName: string; readonly serviceName: string };
}

/**
 * Effective parameter values. Unknown names have an empty value, as in Postfix. `$name` is expanded recursively through
 * `-o` settings, main.cf, service parameters and built-in defaults, in this order (postconf -x).
 */
export interface Settings {
  readonly source: SettingsSource;
  /** The value before expansion; undefined where nobody knows the name. */
  raw(name: string): string | undefined;
  /** The expanded value. */
  text(name: string): string;
  /** The expanded value that there would be if main.cf did not set the name; undefined where nobody knows it. */
  builtIn(name: string): string | undefined;
  /** The expanded value cut at commas and blanks, `{...}` kept together. */
  words(name: string): readonly string[];
  bool(name: string): boolean;
  int(name: string): number;
  /** In seconds. */
  seconds(name: string): number;
}

export function settingsOf(source: SettingsSource): Settings {
  const ofServices = serviceParameters(source.services);
  const cache = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const withoutMain = (name: string): string | undefined =>
    ofHost(name, source) ?? defaultValue(name, source.version) ?? ofServices.get(name);
  const raw = (name: string): string | undefined =>
    source.overrides?.get(name) ?? source.main.get(name) ?? withoutMain(name);
  const text = (name: string): string => {
    const known = cache.get(name);
    if (known !== undefined) return known;
    const value = expandValue(raw(name) ?? "", raw).value;
    cache.set(name, value);
    return value;
  };
  return {
    source,
    raw,
    text,
    builtIn: (name) => {
      const value = source.overrides?.get(name) ?? withoutMain(name);
      if (value === undefined || !value.includes("$")) return value;
      return expandValue(value, (other) => (other === name ? withoutMain(name) : raw(other))).value;
    },
    words: (name) => {
      const known = lists.get(name) ?? splitWords(text(name)).map((word) => word.text);
      lists.set(name, known);
      return known;
    },
    bool: (name) => text(name).toLowerCase() === "yes",
    int: (name) => Number.parseInt(text(name), 10) || 0,
    seconds: (name) => parseTime(text(name), unitOf(defaultValue(name, source.version))) ?? 0,
  };
}

/** The same settings as seen by one service: its `-o` options win. */
export function settingsOfService(settings: Settings, service: Service): Settings {
  return settingsOf({
    ...settings.source,
    overrides: new Map(service.options),
    program: { processName: service.command, serviceName: service.name },
  });
}

/** Defaults that the machine decides (postconf(5), myhostname, mydomain, mynetworks). */
function ofHost(name: string, source: SettingsSource): string | undefined {
  const { host, program, main } = source;
  switch (name) {
    case "myhostname":
      return host.hostname.includes(".") ? host.hostname : `${host.hostname}.${main.get("mydomain") ?? "localdomain"}`;
    case "mydomain":
      return domainOf(main.get("myhostname") ?? host.hostname);
    case "mynetworks":
      return host.networks ?? "127.0.0.0/8 [::1]/128";
    case "mail_version":
      return source.version;
    case "process_name":
      return program?.processName;
    case "service_name":
      return program?.serviceName;
    default:
      return undefined;
  }
}

function domainOf(hostname: string): string {
  const dot = hostname.indexOf(".");
  return dot === -1 ? "localdomain" : hostname.slice(dot + 1);
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The unit of a time default (`5d` gives `d`). */
export function unitOf(defaultText: string | undefined): string {
  return /[smhdw]$/.exec(defaultText ?? "")?.[0] ?? "s";
}

/** A time value in seconds; undefined when it is malformed. */
export function parseTime(text: string, unit: string): number | undefined {
  const parts = /^(\d+)([smhdw]?)$/i.exec(text.trim());
  if (!parts) return undefined;
  return Number(parts[1]) * (unitSeconds[(parts[2] || unit).toLowerCase()] ?? 1);
}
