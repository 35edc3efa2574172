import type { TableClaim } from "../../src/diagnostics/disposition.ts";
import { scratchTree } from "./scratch.ts";
import { type SmallTranslation, translated } from "./small-cf.ts";

/** Mailers of the usual kinds, with the rulesets that their lines name. */
const mailers = [
  "Mlocal, P=/bin/mail, F=lsDFMAw5:/|@qPrmn9, S=EnvFromL/HdrFromL, R=EnvToL/HdrToL, A=mail -d $u",
  "Mesmtp, P=[IPC], F=mDFMuXa, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP, A=TCP $h",
  "Mrelay, P=[IPC], F=mDFMuXa8, S=EnvFromSMTP/HdrFromSMTP, R=MasqSMTP, A=TCP $h",
];

/** A small old host: cf lines, and files by their path. */
export function addressSite(lines: readonly string[], files: Readonly<Record<string, string>> = {}): SmallTranslation {
  const root = scratchTree(files);
  return translated(["V10/Berkeley", "Djmail.example.com", "Dmexample.com", ...mailers, ...lines], { root });
}

/** The rows of a written table as `key value`; undefined when there is no such table. */
export function rows(site: SmallTranslation, name: string): readonly string[] | undefined {
  const table = site.translation.config.tables.find((one) => one.name === name);
  return table && [...table.rows()].map((row) => `${row.key} ${row.value}`);
}

/** What is said of the rows of an old table. */
export function tableClaim(site: SmallTranslation, path: string): TableClaim | undefined {
  return site.translation.tableClaims.map((claim) => claim()).find((claim) => claim.table === path);
}

/** How the row on a line ended; undefined when it is exact. */
export function rowEnded(site: SmallTranslation, path: string, line: number): string | undefined {
  return tableClaim(site, path)?.inexact.find((claim) => claim.at.line === line)?.disposition;
}
