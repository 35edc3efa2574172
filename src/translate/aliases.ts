import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { AliasEntry, AliasFile } from "../model/aliases.ts";
import type { Fact } from "../model/fact.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LookupRow, LookupTable, Parameter } from "../postfix/config.ts";
import { type AliasPlan, aliasPlan } from "./aliases/plan.ts";
import { type ListWord, type TranslateContext, type Translated, tableReference } from "./context.ts";
import { claimsFor, countRows, type RowDifference, tableClaims } from "./shared/claim.ts";
import { aliasCodes } from "./shared/codes.ts";
import { rewritingRank } from "./shared/rewriting-rank.ts";
import { literalPattern, lookupTable, tableWord } from "./shared/table.ts";

/**
 * `alias_maps`. A file that Postfix reads as the old host did stays where it is and is referenced; one with entries
 * that read differently (a comment within an entry, a name twice, any extension of a name) is written anew.
 */
export function translateAliases(context: TranslateContext): Partial<Translated> {
  const { files } = context.policy.aliases;
  const plan = aliasPlan(context.policy);
  const names = new Set<string>();
  const parts = files.map((fact, index) => filePart(fact, index, fileName(fact.value, names), plan, context));
  const owners = lookupTable(
    "list_owners",
    files.flatMap((file) => file.origins),
    ["Owners of lists that are several people."],
    () => plan.ownerRows,
  );
  const hasOwners = plan.ownerRows.length > 0;
  const words = parts.flatMap((part) => part.words ?? []);
  return {
    parameters: [
      ownerParameter(files),
      ...destinationParameters(context.policy),
      ...(words.length === 0 ? noAliases() : databaseParameter(words)),
    ],
    words: [
      ...words,
      ...(hasOwners
        ? [tableWord("virtual_alias_maps", rewritingRank.virtual.database + 40, owners, context.options, "rewriting")]
        : []),
    ],
    tables: [...parts.flatMap((part) => part.tables ?? []), ...(hasOwners ? [owners] : [])],
    claims: parts.flatMap((part) => part.claims ?? []),
    tableClaims: parts.flatMap((part) => part.tableClaims ?? []),
    diagnostics: parts.flatMap((part) => part.diagnostics ?? []),
  };
}

/** A bounce of list mail goes to the owner's own address when owner-LIST is one address (alias.c). */
function ownerParameter(files: readonly Fact<AliasFile>[]): Parameter {
  return aliasParameter("expand_owner_alias", "yes", files);
}

/** Programs and files in aliases, forward files and lists, as the local mailer allows them; Postfix leaves lists out. */
function destinationParameters({ aliases }: MailPolicy): readonly Parameter[] {
  const parameter = (name: string, allowed: Fact<boolean>): Parameter => ({
    name,
    value: allowed.value ? "alias, forward, include" : "",
    origins: allowed.origins,
    group: "aliases",
  });
  return [
    parameter("allow_mail_to_commands", aliases.mayRunPrograms),
    parameter("allow_mail_to_files", aliases.mayWriteFiles),
  ];
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
  plan: AliasPlan,
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
  const survey = surveyFile(fact.value, plan);
  const rank = rewritingRank.aliases.files + index * 2;
  const word = (text: string, at: number): ListWord => ({
    parameter: "alias_maps",
    rank: at,
    word: text,
    origins: fact.origins,
    group: "aliases",
  });
  const hasText = source.state === "text" && source.fromDatabase !== true;
  const asItIs = hasText && !survey.readsDifferently && options.mapType !== "texthash";
  const copy: LookupTable = {
    ...lookupTable(name, fact.origins, [`Aliases, from /${source.path}.`], () => aliasRows(fact.value, plan)),
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
    tableClaims:
      source.state === "text" ? [() => countRows(source.path, aliasCodes, fact.value.entries(), differenceOf)] : [],
    diagnostics: loopFindings(fact.value, plan),
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

function surveyFile(
  file: AliasFile,
  plan: AliasPlan,
): { readonly readsDifferently: boolean; readonly anyExtension: boolean } {
  let readsDifferently = false;
  let anyExtension = false;
  for (const entry of file.entries()) {
    anyExtension ||= entry.kind === "alias" && entry.anyExtension;
    readsDifferently ||=
      entry.kind !== "alias" ||
      entry.holdsComment ||
      entry.anyExtension ||
      entry.members.some(isUnparsed) ||
      plan.changes(entry);
    if (readsDifferently && anyExtension) break;
  }
  return { readsDifferently, anyExtension };
}

/** A bare command: sendmail takes it whole, postalias would cut it at blanks. */
function isUnparsed(member: string): boolean {
  return /^\|/.test(member) && /\s/.test(member);
}

function* aliasRows(file: AliasFile, plan: AliasPlan): Generator<LookupRow> {
  for (const entry of file.entries()) {
    if (entry.kind !== "alias" || entry.anyExtension) continue;
    yield { key: entry.name, value: plan.membersOf(entry).map(memberText).join(", "), at: entry.at };
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
      if (entry.members.some(isUnparsed)) {
        return {
          disposition: "approximate",
          note: "Without quotes the old host puts another character for each blank of the command (BlankSub); here the command is quoted.",
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

/** Names that lead back to themselves alone: mail for them is returned, here as there. */
function loopFindings(file: AliasFile, plan: AliasPlan): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const entry of file.entries()) {
    if (entry.kind !== "alias" || !plan.isDeadLoop(entry.name)) continue;
    findings.push(
      diagnose(
        "TR3062",
        entry.at,
        `The alias ${entry.name} leads back to itself: mail for it is returned on both hosts.`,
      ),
    );
  }
  return findings;
}
