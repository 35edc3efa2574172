/**
 * classes — the map classes of a K line (conf.c, setupmaps)
 */

import type { Span } from "../../../source/source-file.ts";
import type { BlankSub } from "../atoms.ts";
import { openImplicit, openSequence, openStab, openSwitch, openUser } from "./combined.ts";
import { openExternal } from "./external.ts";
import {
  COMMON_FLAGS,
  DEQUOTE_FLAGS,
  DNS_FLAGS,
  type FlagStyle,
  FOREIGN_FLAGS,
  HOST_FLAGS,
  parseMapArguments,
  REGEX_FLAGS,
  SYSLOG_FLAGS,
} from "./flags.ts";
import { openArith, openArpa, openDequote, openMacro, openNull, openSyslog } from "./functions.ts";
import type { MapDefinition } from "./map.ts";
import { openRegex } from "./regex.ts";
import { openBestMx, openDns, openHost } from "./resolver.ts";
import { openTable } from "./table.ts";
import { openText } from "./text.ts";

interface MapClass {
  readonly open: MapDefinition["open"];
  readonly style: FlagStyle;
  /** Needs no file. */
  readonly fileless: boolean;
}

const keyed = { open: openTable, style: COMMON_FLAGS, fileless: false };
const external = { open: openExternal, style: FOREIGN_FLAGS, fileless: true };
const computing = (open: MapDefinition["open"]): MapClass => ({ open, style: DEQUOTE_FLAGS, fileless: true });

const mapClasses: ReadonlyMap<string, MapClass> = new Map<string, MapClass>([
  ["hash", keyed],
  ["btree", keyed],
  ["dbm", keyed],
  ["cdb", keyed],
  ["implicit", { ...keyed, open: openImplicit }],
  ["stab", { ...keyed, open: openStab }],
  ["text", { ...keyed, open: openText }],
  ["null", { open: openNull, style: COMMON_FLAGS, fileless: true }],
  ["user", { open: openUser, style: COMMON_FLAGS, fileless: true }],
  ["sequence", { open: openSequence, style: COMMON_FLAGS, fileless: true }],
  ["switch", { open: openSwitch, style: COMMON_FLAGS, fileless: false }],
  ["host", { open: openHost, style: HOST_FLAGS, fileless: true }],
  ["dns", { open: openDns, style: DNS_FLAGS, fileless: true }],
  ["bestmx", { open: openBestMx, style: COMMON_FLAGS, fileless: true }],
  ["regex", { open: openRegex, style: REGEX_FLAGS, fileless: true }],
  ["dequote", computing(openDequote)],
  ["macro", computing(openMacro)],
  ["arith", computing(openArith)],
  ["arpa", computing(openArpa)],
  ["syslog", { open: openSyslog, style: SYSLOG_FLAGS, fileless: true }],
  ...[
    "ldap",
    "ldapx",
    "nis",
    "nisplus",
    "hesiod",
    "ph",
    "program",
    "socket",
    "userdb",
    "netinfo",
    "nsd",
    "dprintf",
  ].map((name): [string, MapClass] => [name, external]),
]);

export interface ParsedMap {
  readonly map: MapDefinition | undefined;
  readonly errors: readonly string[];
}

/**
 * Reads what follows K, already expanded (readcf.c, makemapentry). A class that no release of sendmail has, as patched
 * ones had (mysql), is known only where `isAnswered` says that answers were given for the map.
 */
export function parseMapLine(
  text: string,
  blankSub: BlankSub,
  span: Span | undefined,
  isAnswered: (map: string) => boolean = () => false,
): ParsedMap {
  const parts =
    /^[\t\v\f\r ]*([A-Za-z0-9][A-Za-z0-9_.]*)(?:[^A-Za-z0-9_.]\s*([A-Za-z0-9]+)?)?(?:[^A-Za-z0-9]\s*([\s\S]*))?$/.exec(
      text,
    );
  const name = parts?.[1];
  if (name === undefined) return { map: undefined, errors: ["readcf: config K line: no map name"] };
  const className = parts?.[2];
  if (className === undefined) {
    return { map: undefined, errors: [`readcf: config K line, map ${name}: no map class`] };
  }
  const mapClass = mapClasses.get(className.toLowerCase()) ?? (isAnswered(name) ? external : undefined);
  if (!mapClass) return { map: undefined, errors: [`readcf: map ${name}: class ${className} not available`] };
  const args = parts?.[3] ?? "";
  const line = parseMapArguments(args, mapClass.style, name, blankSub);
  const errors = [...line.errors];
  if (line.file === undefined && !mapClass.fileless) errors.push(`No file name for ${className} map ${name}`);
  const map: MapDefinition = {
    name,
    mapClass: className.toLowerCase(),
    flags: line.flags,
    file: line.file,
    rest: line.rest,
    args,
    span,
    open: mapClass.open,
    opened: undefined,
  };
  return { map, errors };
}
