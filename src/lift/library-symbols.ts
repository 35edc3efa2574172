import type { Claim } from "../diagnostics/disposition.ts";
import type { ClassFileContent, MapSymbol, SendmailConfig } from "../sendmail/config.ts";
import { primarySpan } from "../source/origin.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { badExchangerMaps, badExchangerRule } from "./shared/bad-exchanger-maps.ts";

/** Classes that the rules of the m4 library need for themselves (cf/m4/proto.m4). */
const libraryClasses: Readonly<Record<string, string>> = {
  P: "Endings that are no domains of the DNS; Postfix asks the DNS when mail is sent, not before.",
  O: "Characters that the rules look for in a local part.",
  ".": "The dot, for the rules.",
  "[": "The bracket, for the rules.",
  Accept: "Words of the access table, for the rules.",
  ResOk: "Marks of a sender's domain, for the rules.",
  Tls: "Words of the access table, for the rules.",
  TlsVerified: "Words of certificate checks, for the rules.",
  Src: "Names of look-ups, for the rules.",
  SpamTag: "Words of the access table, for the rules.",
  SMTPOpModes: "Ways in which sendmail runs, for the rules.",
  tls: "Words of certificate checks, for the rules.",
  Canonify: "Domains whose names are replaced by what the DNS calls them; Postfix replaces none.",
};

const ldapRouting =
  "Recipients of these domains are looked up in LDAP: name ldap: tables for them in virtual_alias_maps (mailRoutingAddress) and transport_maps (mailHost).";

/** Maps without a table, which the library's rules compute with, and what Postfix does in their place. */
const libraryMaps: Readonly<Record<string, string>> = {
  dequote: "Postfix compares local parts without quotes by itself (resolve_dequoted_address).",
  resolve: "smtpd asks the DNS for sender domains by reject_unknown_sender_domain.",
  user: "Postfix looks accounts up by local_recipient_maps.",
  arith: "It computes for the library's rules.",
  macro: "It keeps values for the library's rules.",
  canonify: "Postfix does not replace domains by their canonical names.",
  certissuer: "It reads certificates for the library's rules.",
  certsubject: "It reads certificates for the library's rules.",
};

/** Maps that features of this room read. */
const featureMaps = new Set([
  "access",
  "virtuser",
  "generics",
  "mailertable",
  "domaintable",
  "uudomain",
  "bitdomain",
  "authinfo",
  "mxserved",
  "dnsbl",
  "ednsbl",
]);

/** Classes of features that a person must carry over: only the library's rules say what their members get. */
const openClasses: Readonly<Record<string, string>> = {
  LDAPRoute: ldapRouting,
  LDAPRouteEquiv: ldapRouting,
  MappedDomain:
    "Each of these domains has a table of its users: write user@domain rows for them into virtual_alias_maps.",
};

/** FEATURE(bestmx_is_local, DOMAINS): what class B means where there is a bestmx map. */
const bestMxDomains =
  "Domains below these count as local while this host is their best mail exchanger: list them in mydestination.";

/** Macros that say what Postfix has its own way of saying (op.me, "D - Define Macro"). */
const libraryMacros: Readonly<Record<string, string>> = {
  n: "The name in bounces; Postfix sends them as MAILER-DAEMON.",
  Z: "The version of the file, which stood in Received lines.",
  l: "The form of the From line of mailboxes; Postfix writes its own.",
  o: "The characters that part words in addresses.",
  q: "The form of sender addresses.",
  e: "The greeting of old versions.",
  sendmailMTACluster: "The cluster's name in LDAP look-ups: write it into the filters of ldap: tables.",
};

/** Hosts that nothing is handed to while the macro is empty. */
const relayMacros = new Set(["S", "H", "R", "L", "M", "B", "C", "F", "Y", "V", "W", "X"]);

/** What ends here: the library's own classes and maps, and maps of the site that only its own rules use. */
export function liftLibrarySymbols({ config }: LiftContext): Lifted<undefined> {
  const classes = config.directives.flatMap((line): readonly Claim[] => {
    if (line.kind !== "class" && line.kind !== "class-file") return [];
    const isBestMx = line.name === "B" && config.maps.has("bestmx");
    const open = isBestMx ? bestMxDomains : openClasses[line.name];
    if (open !== undefined) return [{ at: line.span, disposition: "manual", code: "LI2090", note: open }];
    const note = libraryClasses[line.name];
    return note === undefined ? [] : [{ at: line.span, disposition: "default", code: "LI2010", note }];
  });
  const macros = config.directives.flatMap((line): readonly Claim[] => {
    if (line.kind !== "macro") return [];
    const empty = relayMacros.has(line.name) && line.value.text.trim() === "";
    const note = empty ? "Empty: there is no such host." : libraryMacros[line.name];
    return note === undefined ? [] : [{ at: line.span, disposition: "default", code: "LI2010", note }];
  });
  const badMaps = new Set<string>(badExchangerRule(config) ? badExchangerMaps : []);
  const uses: MapUses = { lines: linesThatCall(config), parts: partsOfSequences(config), claimed: badMaps };
  const maps = [...config.maps.values()].flatMap((map) => mapClaims(map, uses));
  const lines = new Set([...config.maps.values()].map((map) => map.line));
  const replaced = config.directives.flatMap((line): readonly Claim[] => {
    if (line.kind !== "map" || lines.has(line)) return [];
    const note = `The map ${line.name} is defined again below; the last definition counts.`;
    return [{ at: line.span, disposition: "obsolete", code: "LI2090", note }];
  });
  const files = config.classFiles.flatMap(classFileClaims);
  return { value: undefined, claims: [...classes, ...files, ...macros, ...maps, ...replaced], diagnostics: [] };
}

/** Names that are not known, because their file or program is not there to be read. */
function classFileClaims({ directive, path, state }: ClassFileContent): readonly Claim[] {
  const claim = (disposition: Claim["disposition"], note: string): Claim[] => [
    { at: directive.span, disposition, code: "LI2030", note },
  ];
  // Trusted users need no names in the new program, so a file that is not there is no loss.
  if (directive.name === "t") return [];
  switch (state) {
    case "read":
      return [];
    case "missing-optional":
      return claim("default", `The optional file ${path} is not there: no names.`);
    case "missing":
    case "unreadable":
      return claim("manual", `The names in ${path} are not known: the file cannot be read below the site root.`);
    case "not-run":
      return claim(
        "manual",
        `The names that ${path} prints are not known: programs are never run. Put them into a file.`,
      );
    case "external":
      return claim("manual", `The names in ${path} are not in a file: add them by hand, or as a table of that type.`);
  }
}

/** Who asks a map, by its name in lower case. */
interface MapUses {
  /** Lines of rules. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** Maps of a feature that is lifted as a whole. */
  readonly claimed: ReadonlySet<string>;
  /** The map that reads it as a part. */
  readonly parts: ReadonlyMap<string, string>;
}

function mapClaims(map: MapSymbol, uses: MapUses): readonly Claim[] {
  const name = map.name.toLowerCase();
  const at = primarySpan(map.origin);
  if (!at || featureMaps.has(name) || uses.claimed.has(name)) return [];
  const library = libraryMaps[name];
  if (library !== undefined) return [{ at, disposition: "default", code: "LI2010", note: library }];
  const whole = uses.parts.get(name);
  if (whole) return [{ at, disposition: "exact", code: "LI2010", note: `It is read as a part of ${whole}.` }];
  const users = uses.lines.get(name) ?? [];
  if (users.length === 0) return [{ at, disposition: "obsolete", code: "LI2090", note: "No rule uses this map." }];
  const lines = users.slice(0, 5).join(", ");
  const what = `Rules of the site use this ${map.mapClass} map (line${users.length > 1 ? "s" : ""} ${lines}).`;
  return [{ at, disposition: "manual", code: "LI2090", note: `${what} ${adviceOn(map)}` }];
}

function partsOfSequences(config: SendmailConfig): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const map of config.maps.values()) {
    if (map.mapClass.toLowerCase() !== "sequence" || !featureMaps.has(map.name.toLowerCase())) continue;
    for (const word of map.line.args)
      if (!parts.has(word.text.toLowerCase())) parts.set(word.text.toLowerCase(), map.name);
  }
  return parts;
}

/** `$(name key $)`: every map that the rules ask, in one walk over the rules. */
function linesThatCall(config: SendmailConfig): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const ruleset of config.rulesets) {
    for (const rule of ruleset.rules) {
      const names = [...rule.rhs.text.matchAll(/\$\(\s*([\w.-]+)/g)].map((match) => (match[1] ?? "").toLowerCase());
      for (const name of new Set(names)) {
        const known = lines.get(name);
        if (known) known.push(rule.span.line);
        else lines.set(name, [rule.span.line]);
      }
    }
  }
  return lines;
}

/** What a person could put in the place of a map, by its class. */
function adviceOn(map: MapSymbol): string {
  switch (map.mapClass.toLowerCase()) {
    case "ldap":
    case "ldapx":
      return "Postfix has ldap: tables: put the filter (-k, %0 becomes %s) and the attribute (-v) into a file and name it in the parameter that takes the answer.";
    case "nis":
      return "Postfix has nis: tables of the same name.";
    case "socket":
      return "Postfix has socketmap: tables that speak the same protocol.";
    case "program":
      return "Offer the program's answers as a socketmap: or tcp: table.";
    case "regex":
      return "A pcre: table in the restriction that the rule stands for can hold the pattern.";
    case "dns":
    case "host":
    case "bestmx":
      return "Postfix asks the DNS in restrictions of its own only.";
    default:
      if (map.name.toLowerCase() === "bcctable")
        return "Mail for its domains was copied to another host: give recipient_bcc_maps an address there for each domain, and transport_maps the host.";
      return "See what the rules do with its answer, and give that parameter a table.";
  }
}
