import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim, TableClaim } from "../diagnostics/disposition.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { IndexedType, LookupTable, Parameter, PostfixVersion, Service } from "../postfix/config.ts";

export interface TranslateOptions {
  readonly version: PostfixVersion;
  readonly mapType: IndexedType;
  readonly mailbox: "mbox" | "maildir" | undefined;
}

export interface TranslateContext {
  readonly policy: MailPolicy;
  readonly options: TranslateOptions;
}

/**
 * A word that several features put into one list parameter (restriction lists, map lists). Words are joined in the
 * order of `rank`, then of their text; a word that appears twice is printed once.
 */
export interface ListWord {
  readonly parameter: string;
  readonly rank: number;
  readonly word: string;
  readonly origins: Parameter["origins"];
  readonly group: Parameter["group"];
}

/** What one feature puts into the Postfix configuration, and what it says of the directives behind it. */
export interface Translated {
  readonly parameters: readonly Parameter[];
  readonly words: readonly ListWord[];
  readonly services: readonly Service[];
  /** Standard services that this host must not have, as `name/type`. */
  readonly omittedServices: readonly string[];
  readonly tables: readonly LookupTable[];
  readonly claims: readonly Claim[];
  /** Known only after the tables were streamed. */
  readonly tableClaims: readonly (() => TableClaim)[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `hash:$config_directory/NAME`, by the chosen map type. */
export function tableReference(table: LookupTable, options: TranslateOptions): string {
  return `${table.type === "indexed" ? options.mapType : table.type}:$config_directory/${table.name}`;
}
