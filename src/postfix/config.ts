import type { Origin } from "../source/origin.ts";
import type { Span } from "../source/source-file.ts";

export const postfixVersions = ["3.4", "3.5", "3.6", "3.7", "3.8", "3.9", "3.10"] as const;
export type PostfixVersion = (typeof postfixVersions)[number];

/** Types that postmap builds from a text source; convert's `--map-type`. */
export const indexedTypes = ["hash", "lmdb", "cdb", "texthash"] as const;
export type IndexedType = (typeof indexedTypes)[number];

/**
 * A Postfix configuration directory as data, each entry with its provenance. What is printed, checked, resolved and
 * served is this value.
 */
export interface PostfixConfig {
  readonly version: PostfixVersion;
  readonly parameters: readonly Parameter[];
  readonly services: readonly Service[];
  readonly tables: readonly LookupTable[];
}

/** One main.cf entry. `value` is as main.cf holds it; a list prints one word a line when it is long. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly origins: readonly Origin[];
  /** Heading it is printed under. */
  readonly group: ParameterGroup;
  /** One sentence printed above it when the name does not say why it is there. */
  readonly comment?: string;
}

export const parameterGroups = [
  "compatibility",
  "identity",
  "domains",
  "rewriting",
  "aliases",
  "routing",
  "delivery",
  "access",
  "limits",
  "queue",
  "tls",
  "sasl",
  "filters",
  "headers",
  "listeners",
  "logging",
] as const;
export type ParameterGroup = (typeof parameterGroups)[number];

/** One master.cf entry, field names as in master(5). */
export interface Service {
  readonly name: string;
  readonly type: "inet" | "unix" | "fifo" | "pass" | "unix-dgram";
  readonly private: "y" | "n" | "-";
  readonly unprivileged: "y" | "n" | "-";
  readonly chroot: "y" | "n" | "-";
  readonly wakeup: string;
  readonly processLimit: string;
  /** Program name (`smtpd`). */
  readonly command: string;
  /** `-o name=value` in order. */
  readonly options: readonly (readonly [string, string])[];
  /** Other arguments (`flags=R user=fax argv=...` of pipe), each printed as written. */
  readonly args: readonly string[];
  readonly origins: readonly Origin[];
  readonly comment?: string;
}

/**
 * A lookup table file of the directory. `indexed` tables are printed as postmap input and referenced with the
 * chosen map type; the others keep their own type. Rows are streamed.
 */
export interface LookupTable {
  /** File name in the directory. */
  readonly name: string;
  readonly type: "indexed" | "pcre" | "regexp" | "cidr" | "texthash";
  /** `aliases`: built by postalias unless the map type is texthash. */
  readonly format: "postmap" | "aliases";
  /** 0o600 for secrets. */
  readonly mode: 0o644 | 0o600;
  readonly origins: readonly Origin[];
  /** Sentences printed at the top. */
  readonly comment: readonly string[];
  rows(): Iterable<LookupRow>;
}

export interface LookupRow {
  /** For pcre, regexp: the pattern with its delimiters and flags; for cidr: the network. */
  readonly key: string;
  readonly value: string;
  /** The source line it stands for. */
  readonly at?: Span;
  readonly comment?: string;
}
