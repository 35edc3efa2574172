import type { MailerTable, MailerTableEntry, RouteMatch } from "../model/mailer-table.ts";
import type { SourceTable, TableRow } from "../model/table.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { readRoute } from "./shared/delivery-route.ts";
import { mailertableSearchesParents } from "./shared/ruleset-evidence.ts";
import { openMap } from "./shared/source-table.ts";
import { tableEntries } from "./shared/table-entries.ts";

/** FEATURE mailertable: rulesets Parse1 and Mailertable (90) of proto.m4. Local domains never come to it. */
export function liftMailerTable(context: LiftContext): Lifted<MailerTable> {
  const map = context.config.maps.get("mailertable");
  const table = map ? openMap(context, map) : undefined;
  return {
    value: { table, entries: () => mailerTableEntries(context.config, table) },
    claims: [],
    diagnostics: [],
  };
}

function mailerTableEntries(config: SendmailConfig, table: SourceTable | undefined): Generator<MailerTableEntry> {
  const searched = mailertableSearchesParents(config);
  const local = new Set(config.classes.get("w")?.members.map((member) => member.text.toLowerCase()));
  return tableEntries(table, (row) => {
    const match = matchOf(row.key);
    const reason = deadReason(row.key, match, searched, local);
    return reason === undefined ? entryOf(config, row, match) : { kind: "dead", at: row.at, reason };
  });
}

function matchOf(key: string): RouteMatch {
  if (key === ".") return { kind: "any" };
  return key.startsWith(".")
    ? { kind: "below", domain: key.slice(1) }
    : { kind: "domain", domain: key.replace(/\.$/, "") };
}

function deadReason(
  key: string,
  match: RouteMatch,
  searched: { readonly parents: boolean; readonly any: boolean },
  local: ReadonlySet<string>,
): string | undefined {
  if (match.kind === "below" && !searched.parents)
    return "no rule looks for the domain above, so a key with a dot is never found";
  if (match.kind === "any" && !searched.any) return "no rule looks up the single dot";
  if (match.kind === "domain" && local.has(match.domain))
    return `${match.domain} is a local domain, which never comes to this table`;
  if (key.startsWith("[")) return "address literals are sent before this table is asked";
  if (key.includes("@")) return "the table is asked for domains, not for addresses";
  return undefined;
}

function entryOf(config: SendmailConfig, { value, at }: TableRow, match: RouteMatch): MailerTableEntry {
  if (/%[1-9]/.test(value)) return { kind: "computed", at, match, text: value };
  // MailerToTriple is called for "mailer:rest" only; a bare host becomes the next key that is looked up.
  if (!/^[^[:]+:/.test(value))
    return { kind: "dead", at, reason: `${value} names no mailer, so the rules go on as if the entry were not there` };
  const route = readRoute(config, value.replace("%0", match.kind === "any" ? "" : match.domain));
  return route ? { kind: "route", at, match, route } : { kind: "dead", at, reason: "its value is empty" };
}
