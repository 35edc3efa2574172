import { splitWords } from "../../syntax/postfix-lines/words.ts";
import { defaultValue, parameterEntry, parameterNames } from "../catalogue/parameters.ts";
import { serviceParameters } from "../catalogue/service-parameters.ts";
import type { PostfixDirectory } from "./directory.ts";
import { referredNames } from "./expand.ts";

/**
 * Names that mean something in a directory (postconf(1)): built-in and service parameters, restriction classes, names
 * that some value refers to as `$name` and that are set, and `NAME_suffix` settings of old-style database tables.
 */
export interface KnownNames {
  /** Whether an entry of main.cf is used. */
  inMain(name: string): boolean;
  /** Whether a `-o` setting of a service is used. */
  inService(name: string, service: string): boolean;
  /** `$name` references without a value anywhere, with the text that holds them. */
  readonly dangling: readonly { readonly name: string; readonly in: string; readonly service?: string }[];
}

export function knownNames(directory: PostfixDirectory): KnownNames {
  const { settings, services } = directory;
  const main = new Map(directory.main.map((entry) => [entry.name, entry.value]));
  const builtIn = new Set([...parameterNames(directory.version), ...serviceParameters(services).keys()]);
  const options = services.map((service) => [`${service.name}/${service.type}`, new Map(service.options)] as const);
  const classes = new Set(settings.words("smtpd_restriction_classes"));
  const used = new Set<string>(classes);
  const dangling: { name: string; in: string; service?: string }[] = [];
  const refer = (holder: string, value: string, service?: string): void => {
    if (parameterEntry(holder)?.kind === "raw") return;
    for (const name of referredNames(value)) {
      used.add(name);
      const set = main.has(name) || options.some(([key, map]) => (!service || key === service) && map.has(name));
      if (!set && !builtIn.has(name)) dangling.push({ name, in: holder, ...(service ? { service } : {}) });
    }
  };
  for (const [name, value] of main) refer(name, value);
  for (const name of builtIn) if (!main.has(name)) refer(name, defaultValue(name, directory.version) ?? "");
  for (const [key, map] of options) for (const [name, value] of map) refer(name, value, key);
  const prefixes = databasePrefixes([...main, ...options.flatMap(([, map]) => [...map])]);
  const known = (name: string): boolean =>
    builtIn.has(name) || used.has(name) || prefixes.some((prefix) => isDatabaseSetting(name, prefix));
  return { inMain: known, inService: (name) => known(name), dangling };
}

interface DatabasePrefix {
  readonly type: string;
  readonly name: string;
}

const databaseSuffixes: Readonly<Record<string, readonly string[]>> = {
  ldap: [
    "bind bind_dn bind_pw cache cache_expiry cache_size chase_referrals debuglevel dereference domain expansion_limit",
    "leaf_result_attribute query_filter result_attribute result_filter result_format sasl_authz_id sasl_mechs",
    "sasl_minssf sasl_realm scope search_base server_host server_port size_limit special_result_attribute start_tls",
    "terminal_result_attribute timeout tls_ca_cert_dir tls_ca_cert_file tls_cert tls_cipher_suite tls_key",
    "tls_random_file tls_require_cert version recursion_limit",
  ],
  mysql: [
    "additional_conditions dbname domain expansion_limit hosts option_file option_group password query require_result_set",
    "result_format select_field select_function table tls_CAfile tls_CApath tls_cert_file tls_ciphers tls_key_file",
    "tls_verify_cert user where_field",
  ],
  pgsql: [
    "additional_conditions dbname domain encoding expansion_limit hosts password query result_format select_field",
    "select_function table user where_field",
  ],
  sqlite: ["additional_conditions dbpath domain expansion_limit query result_format select_field table where_field"],
  memcache: [
    "backup data_size_limit domain expansion_limit flags key_format line_size_limit max_try memcache result_format",
    "retry_pause timeout ttl",
  ],
};

/** `ldap:name` without a slash: settings are `name_server_host` and so on (ldap_table(5), "OBSOLETE MAIN.CF"). */
function databasePrefixes(settings: readonly (readonly [string, string])[]): readonly DatabasePrefix[] {
  const found: DatabasePrefix[] = [];
  const visit = (value: string): void => {
    for (const { text } of splitWords(value)) {
      if (text.startsWith("{")) visit(text.slice(1, -1));
      const parts = /^(?:proxy:)*(ldap|mysql|pgsql|sqlite|memcache):([^/].*)$/.exec(text);
      if (parts?.[1] !== undefined && parts[2] !== undefined) found.push({ type: parts[1], name: parts[2] });
    }
  };
  for (const [, value] of settings) visit(value);
  return found;
}

function isDatabaseSetting(name: string, prefix: DatabasePrefix): boolean {
  if (!name.startsWith(`${prefix.name}_`)) return false;
  const suffix = name.slice(prefix.name.length + 1);
  return (databaseSuffixes[prefix.type] ?? []).some((line) => line.split(" ").includes(suffix));
}
