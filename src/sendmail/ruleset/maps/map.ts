/**
 * map — what a K line defines, and what a class of maps must provide (map.c)
 */
import type { Site } from "../../../source/site.ts";
import type { Span } from "../../../source/source-file.ts";
import type { LocalUser } from "../../accounts.ts";
import type { Answers } from "../../answers.ts";
import type { Dns } from "../../dns.ts";
import type { BlankSub } from "../atoms.ts";
import type { Session } from "../session.ts";

/** Flags of a K line in the words of sendmail.h (MF_...). */
export interface MapFlags {
  /** -S, or BlankSub when the line was read; undefined: BlankSub of the configuration. */
  readonly blank: BlankSub;
  /** -q */
  readonly keepQuotes: boolean;
  /** Not -f. */
  readonly foldCase: boolean;
  /** -m */
  readonly matchOnly: boolean;
  /** -A: values of several entries are put together. */
  readonly append: boolean;
  /** -o */
  readonly optional: boolean;
  /** -t: a failure to look up is no reason to wait. */
  readonly ignoreTempFail: boolean;
  /** -a */
  readonly suffix: string;
  /** -T */
  readonly tempFailSuffix: string | undefined;
  /** -k, -v, -z */
  readonly keyColumn: string | undefined;
  readonly valueColumn: string | undefined;
  readonly delimiter: string | undefined;
  /** Flags that only one class knows, by letter: -s, -d, -b, -n of regex, -R, -B, -Z of dns ... */
  readonly own: ReadonlyMap<string, string>;
}

/** What a map says of a key. `status` is an exit status of sysexits.h; 75: ask again later. */
export interface MapAnswer {
  readonly value: string | undefined;
  readonly status: number;
}

/** Arguments `%1`...; `%0` is the key. Undefined when aliases ask: nothing is put into the value then. */
export type MapArguments = readonly string[] | undefined;

export type Lookup = (session: Session, key: string, args: MapArguments) => MapAnswer;

/** A map that cannot be opened: `reason` as sendmail complains, unless it is optional. */
export type Opened = { readonly ok: true; readonly lookup: Lookup } | { readonly ok: false; readonly reason: string };

export interface MapDefinition {
  readonly name: string;
  readonly mapClass: string;
  readonly flags: MapFlags;
  /** File or specification; what follows it. */
  readonly file: string | undefined;
  readonly rest: string;
  /** The arguments as written, flags included. */
  readonly args: string;
  readonly span: Span | undefined;
  readonly open: (map: MapDefinition, around: MapSurroundings) => Opened;
  /** Set at the first lookup and kept: tables are read once. */
  opened: Opened | undefined;
}

/** By lower-case name. */
export interface MapTable {
  get(name: string): MapDefinition | undefined;
  readonly all: ReadonlyMap<string, MapDefinition>;
  readonly around: MapSurroundings;
}

/** Where maps get their answers: the site's files, the DNS value, the answers for what cannot be asked. */
export interface MapSurroundings {
  readonly site: Site;
  readonly dns: Dns;
  readonly answers: Answers;
  readonly maps: () => ReadonlyMap<string, MapDefinition>;
  readonly localUser: (name: string) => LocalUser | undefined;
  /** `$m`, for names that stay bare. */
  readonly domain: () => string | undefined;
  /** Where the resolver looks for names without a dot: the domain of the host's name. */
  readonly searchDomain: string | undefined;
}

export function mapTable(definitions: Map<string, MapDefinition>, around: MapSurroundings): MapTable {
  return { get: (name) => definitions.get(name.toLowerCase()), all: definitions, around };
}
