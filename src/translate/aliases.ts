import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { TableClaim } from "../diagnostics/disposition.ts";
import type { AliasEntry, AliasFile } from "../model/aliases.ts";
import type { Fact } from "../model/fact.ts";
import type { LookupRow, LookupTable, Parameter } from "../postfix/config.ts";
import { type ListWord, type TranslateContext, type Translated, tableReference } from "./context.ts";
import { claimsFor, createTally, type RowDifference, tableClaims } from "./shared/claim.ts";
import { aliasCodes } from "./shared/codes.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { literalPattern, lookupTable } from "./shared/table.ts";

/**
 * `alias_maps`. A file that Postfix reads as the old host did stays where it is and is referenced; one with entries
 * that read differently (a comment within an entry, a name twice, any extension of a name) is written anew.
 */
export function translateAliases(context: TranslateContext): Partial<Translated> {
  const { files } = context.policy.aliases;
  const names = new Set<string>();
  const parts = files.map((fact, index) => filePart(fact, index, fileName(fact.value, names), context));
  const words = parts.flatMap((part) => part.words ?? []);
  return {
    parameters: [
      ownerParameter(files),
      requestParameter(files),
      ...(words.length === 0 ? noAliases() : databaseParameter(words)),
    ],
    words,
    tables: parts.flatMap((part) => part.tables ?? []),
    claims: parts.flatMap((part) => part.claims ?? []),
    tableClaims: parts.flatMap((part) => part.tableClaims ?? []),
    diagnostics: parts.flatMap((part) => part.diagnostics ?? []),
  };
}

/** A bounce of list mail goes to the owner's own address when owner-LIST is one address (alias.c). */
function ownerParameter(files: readonly Fact<AliasFile>[]): Parameter {
  return aliasParameter("expand_owner_alias", "yes", files);
}

/** `LIST-request` and `owner-LIST` are names like any other on the old host. */
function requestParameter(files: readonly Fact<AliasFile>[]): Parameter {
  return aliasParameter("owner_request_special", "no", files);
}

function aliasParameter(name: string, value: string, files: readonly Fact<AliasFile>[]): Parameter {
  return { name, value, origins: files.flatMap((file) => file.origins), group: "aliases" };
}

function noAliases(): readonly Parameter[] {
  return ["alias_maps", "alias_database"].map((name) => ({ name, value: "", origins: [], group: "aliases" as const }));
}

/** What newaliases builds: the files that are indexed by postalias. */
function databaseParameter(words: readonly ListWord[]): readonly Parameter[] {
  const built = words.filter(({ word }) => !word.startsWith("pcre:") && !word.startsWith("texthash:"));
  const value = built.map(({ word }) => word).join(", ");
  return [{ name: "alias_database", value, origins: built.flatMap((word) => word.origins), group: "aliases" }];
}

function filePart(
  fact: Fact<AliasFile>,
  index: number,
  name: string,
  { options }: TranslateContext,
): Partial<Translated> {
  const { table: source } = fact.value;
  const claims = tableClaims(source, aliasCodes, "The aliases stand in alias_maps.");
  if (source.state === "missing-optional") return { claims };
  if (source.state === "external") {
    return {
      claims: claimsFor(
        fact.origins,
        "manual",
        aliasCodes,
        `${source.path}: ${source.remark}. Add the table to alias_maps.`,
      ),
    };
  }
  const survey = surveyFile(fact.value);
  const rank = rewritingRank.aliases.files + index * 2;
  const word = (text: string, at: number): ListWord => ({
    parameter: "alias_maps",
    rank: at,
    word: text,
    origins: fact.origins,
    group: "aliases",
  });
  const asItIs = source.state === "text" && !survey.readsDifferently && options.mapType !== "texthash";
  const copy: LookupTable = {
    ...lookupTable(name, fact.origins, [`Aliases, from /${source.path}.`], () => aliasRows(fact.value)),
    format: "aliases",
  };
  const patterns = lookupTable(
    `${name}_extensions`,
    fact.origins,
    ["Names with any extension."],
    () => patternRows(fact.value),
    "pcre",
  );
  return {
    words: [
      word(asItIs ? `${options.mapType}:/${source.path}` : tableReference(copy, options), rank),
      ...(survey.anyExtension ? [word(tableReference(patterns, options), rank + 1)] : []),
    ],
    tables: [...(asItIs ? [] : [copy]), ...(survey.anyExtension ? [patterns] : [])],
    claims,
    tableClaims: source.state === "text" ? [() => claimRows(fact.value)] : [],
    diagnostics: loopFindings(fact.value),
  };
}

/** `aliases`, `majordomo.aliases`: the old file's name, once each. */
function fileName(file: AliasFile, taken: Set<string>): string {
  const base = (file.table.path.split("/").at(-1) ?? "").replace(/[^\w.-]/g, "_") || "aliases";
  let name = base;
  for (let copy = 2; taken.has(name); copy += 1) name = `${base}_${copy}`;
  taken.add(name);
  return name;
}

function surveyFile(file: AliasFile): { readonly readsDifferently: boolean; readonly anyExtension: boolean } {
  let readsDifferently = false;
  let anyExtension = false;
  for (const entry of file.entries()) {
    anyExtension ||= entry.kind === "alias" && entry.anyExtension;
    readsDifferently ||=
      entry.kind !== "alias" || entry.holdsComment || entry.anyExtension || entry.members.some(isUnparsed);
    if (readsDifferently && anyExtension) break;
  }
  return { readsDifferently, anyExtension };
}

/** A bare command: sendmail takes it whole, postalias would cut it at blanks. */
function isUnparsed(member: string): boolean {
  return /^\|/.test(member) && /\s/.test(member);
}

function* aliasRows(file: AliasFile): Generator<LookupRow> {
  for (const entry of file.entries()) {
    if (entry.kind !== "alias" || entry.anyExtension) continue;
    yield { key: entry.name, value: entry.members.map(memberText).join(", "), at: entry.at };
  }
}

/** Names with `+*`: any extension that has no entry of its own. Exact names stand in the table before this one. */
function* patternRows(file: AliasFile): Generator<LookupRow> {
  for (const entry of file.entries()) {
    if (entry.kind !== "alias" || !entry.anyExtension) continue;
    const value = entry.members.map(memberText).join(", ").replace(/\$/g, "$$$$");
    yield { key: `/^${literalPattern(entry.name)}\\+/`, value, at: entry.at };
  }
}

/** As aliases(5) needs it: commands with blanks in quotes, what sendmail takes for one odd user name as well. */
function memberText(member: string): string {
  if (isUnparsed(member)) return `"${member.replace(/["\\]/g, "\\$&")}"`;
  return /\s#/.test(member) && !member.startsWith('"')
    ? `"${member.replace(/\s+/g, "_").replace(/["\\]/g, "\\$&")}"`
    : member;
}

function claimRows(file: AliasFile): TableClaim {
  const tally = createTally(file.table.path, aliasCodes);
  for (const entry of file.entries()) {
    const difference = differenceOf(entry);
    if (difference) tally.other(entry.at, difference.disposition, difference.note);
    else tally.exact();
  }
  return tally.claim();
}

function differenceOf(entry: AliasEntry): RowDifference | undefined {
  switch (entry.kind) {
    case "replaced":
      return {
        disposition: "obsolete",
        note: `Left out: a later line gives ${entry.name} again, and that one counts.`,
      };
    case "broken":
      return { disposition: "unsupported", note: `Left out: ${entry.reason}.` };
    case "alias":
      if (entry.holdsComment) {
        return {
          disposition: "approximate",
          note: "An indented # line continues the entry on the old host, which breaks its last member. It is kept broken: remove that line from the source.",
        };
      }
      if (entry.members.some((member) => /^"?error:/i.test(member))) {
        return {
          disposition: "manual",
          note: "error: in an alias has no counterpart: refuse the name in an access table.",
        };
      }
      return undefined;
  }
}

/** Names that lead back to themselves: the old host drops the loop when another member is good. */
function loopFindings(file: AliasFile): readonly Diagnostic[] {
  const alone = new Map<string, { readonly to: string; readonly entry: AliasEntry }>();
  for (const entry of file.entries()) {
    if (entry.kind !== "alias" || entry.anyExtension || entry.members.length !== 1) continue;
    const to = entry.members[0]?.toLowerCase() ?? "";
    if (/^[\w.+-]+$/.test(to)) alone.set(entry.name, { to, entry });
  }
  const findings: Diagnostic[] = [];
  for (const [name, { entry }] of alone) {
    if (entry.kind === "alias" && leadsBack(name, alone)) {
      findings.push(
        diagnose("TR3062", entry.at, `The alias ${name} leads back to itself: mail for it is returned on both hosts.`),
      );
    }
  }
  return findings;
}

function leadsBack(name: string, alone: ReadonlyMap<string, { readonly to: string }>): boolean {
  const seen = new Set<string>();
  for (let at = alone.get(name)?.to; at !== undefined && !seen.has(at); at = alone.get(at)?.to) {
    if (at === name) return true;
    seen.add(at);
  }
  return false;
}
