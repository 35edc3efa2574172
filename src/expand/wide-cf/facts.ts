import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { isYes, textOf, type WideDefinition } from "./definition.ts";
import { domainIn, isNetwork, type ListEntry, type ReadSiteFile, readList, type WideList } from "./lists.ts";
import { readNames, resolveMacros, type WideNames } from "./names.ts";
import { readNextHop, type WideNextHop } from "./next-hop.ts";
import { readStaticRoutes, type StaticRoutes } from "./static-routes.ts";
import { readUserTables, type UserTableMap } from "./user-tables.ts";

/** Everything that a definition and the files it names say, read once: what both the cf and the policy are made from. */
export interface WideFacts {
  readonly definition: WideDefinition;
  readonly names: WideNames;
  /** MY_ALIAS, a one-word name with its full form. */
  readonly aliases: readonly ListEntry[];
  readonly acceptsOfficial: boolean;
  readonly rewritesAliases: boolean;
  /** FROM_ADDRESS: the domain that local senders are shown with. */
  readonly fromDomain: string | undefined;
  /** ACCEPT_ADDRS. */
  readonly acceptedDomains: readonly ListEntry[];
  readonly acceptedAddresses: readonly ListEntry[];
  /** ACCEPT_LOWER, REWRITE_GENERIC_FROM: domains with what is below them. */
  readonly acceptedBelow: readonly ListEntry[];
  readonly genericFrom: readonly ListEntry[];
  /** REWRITE_GENERIC_TO, RECIPIENT_GENERIC. */
  readonly genericTo: boolean;
  readonly userTables: readonly UserTableMap[];
  readonly direct: "all" | "none" | readonly ListEntry[] | undefined;
  readonly defaultRelay: WideNextHop | undefined;
  readonly staticRoutes: StaticRoutes | undefined;
  readonly usesExchangers: boolean;
  readonly checks: WideChecks;
  readonly diagnostics: readonly Diagnostic[];
}

/** The `[smtpcheck]` variables. Networks are octet prefixes, domains stand for what is below them, too. */
export interface WideChecks {
  /** MAIL_RELAY_RESTRICTION=yes, or a file of checks alone. */
  readonly restricted: boolean;
  readonly connectAllow: CheckList;
  readonly connectDeny: CheckList;
  readonly connectDefault: "allow" | "deny";
  readonly localHosts: CheckList;
  readonly clientHosts: CheckList;
  readonly recipientDomains: readonly ListEntry[];
  readonly relayTo: readonly ListEntry[];
  readonly relayFrom: readonly ListEntry[];
}

export interface CheckList {
  readonly networks: readonly ListEntry[];
  readonly domains: readonly ListEntry[];
}

/** Reads the facts; `hostname` is the machine's own name. */
export function readFacts(definition: WideDefinition, hostname: string, read: ReadSiteFile): WideFacts {
  const names = readNames(definition, hostname);
  const diagnostics: Diagnostic[] = [];
  const list = (name: string): WideList => {
    const found = readList(definition, name, names, read);
    diagnostics.push(...found.diagnostics);
    return found;
  };
  const domains = (name: string): readonly ListEntry[] => domainsOf(name, list(name), diagnostics);
  const accepted = list("ACCEPT_ADDRS").entries;
  const tables = readUserTables(definition, names);
  diagnostics.push(...tables.diagnostics, ...formFindings(definition), ...nameFindings(definition, names));
  return {
    definition,
    names,
    aliases: aliasNames(domains("MY_ALIAS"), names),
    acceptsOfficial: isYes(definition, "ACCEPT_OFFICIAL", true),
    rewritesAliases: isYes(definition, "ALIAS_REWRITE", true),
    fromDomain: fromDomain(definition, names),
    acceptedDomains: accepted.filter(({ text }) => !text.includes("@")),
    acceptedAddresses: accepted.filter(({ text }) => text.includes("@")),
    acceptedBelow: below(definition, "ACCEPT_LOWER", names, domains),
    genericFrom: below(definition, "REWRITE_GENERIC_FROM", names, domains),
    genericTo: ["REWRITE_GENERIC_TO", "RECIPIENT_GENERIC"].some((name) => isYes(definition, name, false)),
    userTables: tables.maps,
    direct: directDomains(definition, domains),
    defaultRelay: relayOf(definition, names),
    staticRoutes: staticRoutesOf(definition, read, diagnostics),
    usesExchangers: isYes(definition, "MX_SENDMAIL", true),
    checks: readChecks(definition, list, domains, diagnostics),
    diagnostics,
  };
}

function domainsOf(name: string, list: WideList, diagnostics: Diagnostic[]): readonly ListEntry[] {
  return list.entries.flatMap((entry) => {
    const domain = domainIn(entry.text);
    if (domain === undefined || isNetwork(entry.text)) {
      diagnostics.push(formFinding(entry, `${entry.text} in ${name} is no domain and left out.`));
      return [];
    }
    return [{ ...entry, text: domain }];
  });
}

function formFinding(entry: ListEntry, message: string): Diagnostic {
  return diagnose("WC1013", entry.origin.kind === "written" ? entry.origin.span : undefined, message);
}

/** A one-word name of MY_ALIAS stands for NAME.MY_DOMAIN, too (CF simple manual). */
function aliasNames(entries: readonly ListEntry[], { domain }: WideNames): readonly ListEntry[] {
  return entries.flatMap((entry) =>
    entry.text.includes(".") || domain === "" ? [entry] : [entry, { ...entry, text: `${entry.text}.${domain}` }],
  );
}

function fromDomain(definition: WideDefinition, names: WideNames): string | undefined {
  const text = textOf(definition, "FROM_ADDRESS");
  return text === undefined || text === "" ? undefined : domainIn(resolveMacros(text, names).replace(/^.*@/, ""));
}

/** `yes`: what is below MY_DOMAIN; else a list of domains. */
function below(
  definition: WideDefinition,
  name: string,
  names: WideNames,
  domains: (name: string) => readonly ListEntry[],
): readonly ListEntry[] {
  const setting = definition.settings.get(name);
  const text = textOf(definition, name)?.toLowerCase();
  if (!setting || text === undefined || text === "no" || text === "") return [];
  return text === "yes" ? [{ text: names.domain, origin: setting.origin }] : domains(name);
}

function directDomains(
  definition: WideDefinition,
  domains: (name: string) => readonly ListEntry[],
): WideFacts["direct"] {
  const text = textOf(definition, "DIRECT_DELIVER_DOMAINS")?.toLowerCase();
  if (text === undefined || text === "") return undefined;
  return text === "all" || text === "none" ? text : domains("DIRECT_DELIVER_DOMAINS");
}

function relayOf(definition: WideDefinition, names: WideNames): WideNextHop | undefined {
  const text = textOf(definition, "DEFAULT_RELAY");
  return text === undefined || text === "" ? undefined : readNextHop(resolveMacros(text, names));
}

function staticRoutesOf(
  definition: WideDefinition,
  read: ReadSiteFile,
  diagnostics: Diagnostic[],
): StaticRoutes | undefined {
  const path = textOf(definition, "STATIC_ROUTE_FILE");
  const setting = definition.settings.get("STATIC_ROUTE_FILE");
  if (path === undefined || path === "") return undefined;
  const result = read(path);
  if (!result.ok) {
    const message = `The routes of ${path} are not known: ${result.failure.reason}.`;
    diagnostics.push(diagnose("WC1020", setting?.assignment.valueSpan, message));
    return undefined;
  }
  const routes = readStaticRoutes(result.file);
  diagnostics.push(...routes.diagnostics);
  return routes;
}

function readChecks(
  definition: WideDefinition,
  list: (name: string) => WideList,
  domains: (name: string) => readonly ListEntry[],
  diagnostics: Diagnostic[],
): WideChecks {
  const mixed = (name: string): CheckList => sorted(list(name).entries, name, diagnostics);
  const pair = (name: string): CheckList => ({
    networks: sorted(list(`${name}_IPADDR`).entries, `${name}_IPADDR`, diagnostics).networks,
    domains: domains(`${name}_DOMAIN`),
  });
  return {
    restricted: isYes(definition, "MAIL_RELAY_RESTRICTION", definition.type.kind === "check"),
    connectAllow: mixed("CHECK_HOST_ALLOW"),
    connectDeny: mixed("CHECK_HOST_DENY"),
    connectDefault: textOf(definition, "CHECK_RELAY_DEFAULT")?.toLowerCase() === "deny" ? "deny" : "allow",
    localHosts: pair("LOCAL_HOST"),
    clientHosts: pair("CLIENT_HOST"),
    recipientDomains: domains("ALLOW_RECIPIENT_DOMAIN"),
    relayTo: domains("ALLOW_RELAY_TO"),
    relayFrom: domains("ALLOW_RELAY_FROM"),
  };
}

function sorted(entries: readonly ListEntry[], name: string, diagnostics: Diagnostic[]): CheckList {
  const networks: ListEntry[] = [];
  const domains: ListEntry[] = [];
  for (const entry of entries) {
    const domain = domainIn(entry.text);
    if (isNetwork(entry.text)) networks.push({ ...entry, text: entry.text.replace(/\.$/, "") });
    else if (domain === undefined || /^[\d.]+$/.test(domain) || name.endsWith("_IPADDR")) {
      diagnostics.push(
        formFinding(entry, `${entry.text} in ${name} is no address prefix like 192.168.1; it is left out.`),
      );
    } else domains.push({ ...entry, text: domain });
  }
  return { networks, domains };
}

/** Values of yes-and-no variables that are neither. */
function formFindings(definition: WideDefinition): readonly Diagnostic[] {
  return [...definition.settings.values()].flatMap(({ name, variable, assignment }) => {
    const text = textOf(definition, name)?.toLowerCase() ?? "yes";
    if (variable?.form !== "yes-no" || text === "yes" || text === "no" || text === "") return [];
    return [diagnose("WC1013", assignment.valueSpan, `${name} is yes or no; its default is taken.`)];
  });
}

function nameFindings(definition: WideDefinition, names: WideNames): readonly Diagnostic[] {
  if (definition.type.kind === "check") return [];
  const at = { file: definition.file.source.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return names.assumed.map((name) =>
    diagnose(
      "WC1014",
      at,
      `${name} is not set: CF takes it from the machine, here ${name === "MY_NAME" ? names.name : names.domain || "nothing"}.`,
      {
        suggestions: [{ kind: "help", text: "give the machine's name with --fact hostname=NAME" }],
      },
    ),
  );
}
