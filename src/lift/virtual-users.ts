import type { TableRow } from "../model/table.ts";
import type { VirtualEntry, VirtualMatch, VirtualTemplate, VirtualUsers } from "../model/virtual-users.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, inferred } from "./shared/class-facts.ts";
import { refusalOf, refusalOfErrorValue } from "./shared/refusal.ts";
import { findRuleAnywhere, ruleOrigin } from "./shared/ruleset-evidence.ts";
import { openMap } from "./shared/source-table.ts";
import { tableEntries } from "./shared/table-entries.ts";

/** FEATURE virtusertable and class {VirtHost} (cf/README, "FEATURE(virtusertable)"; ruleset Parse1 of proto.m4). */
export function liftVirtualUsers(context: LiftContext): Lifted<VirtualUsers> {
  const { config } = context;
  const map = config.maps.get("virtuser");
  const table = map ? openMap(context, map, "virtusertable") : undefined;
  const local = new Set(classFacts(config, "w").map((fact) => fact.value));
  const virtual = classFacts(config, "VirtHost").filter((fact) => !local.has(fact.value));
  const below = findRuleAnywhere(config, /\$\*\$=\{VirtHost\}\.>/, /\(virtuser/);
  const isLookedUp = domainTest(
    local,
    virtual.map((fact) => fact.value),
    below !== undefined,
  );
  const value: VirtualUsers = {
    table,
    domains: virtual,
    includesSubdomains: inferred(below !== undefined, below ? [ruleOrigin(below)] : []),
    sources: classSources(config, "VirtHost"),
    entries: () => tableEntries(table, (row) => readRow(row, isLookedUp)),
  };
  return { value, claims: [], diagnostics: [] };
}

type DomainTest = (domain: string) => boolean;

function domainTest(local: ReadonlySet<string>, virtual: readonly string[], below: boolean): DomainTest {
  const names = new Set(virtual);
  const isBelow = (domain: string): boolean => virtual.some((name) => domain.endsWith(`.${name}`));
  return (domain) => local.has(domain) || names.has(domain) || (below && isBelow(domain));
}

function readRow(row: TableRow, isLookedUp: DomainTest): VirtualEntry {
  const { key, at } = row;
  const split = key.lastIndexOf("@");
  if (split === -1) return { kind: "dead", at, reason: `${key} has no @domain, and only full addresses are looked up` };
  const domain = key.slice(split + 1).replace(/\.$/, "");
  if (!isLookedUp(domain)) {
    return {
      kind: "dead",
      at,
      reason: `${domain} is neither a local nor a virtual domain, so the entry is never looked up`,
    };
  }
  const user = key.slice(0, split);
  return outcome(row, domain, matchOf(user), user);
}

function matchOf(user: string): VirtualMatch {
  if (user === "") return { kind: "rest" };
  const extension = user.endsWith("++") ? "some" : user.endsWith("+*") ? "any" : undefined;
  if (extension === undefined) return { kind: "user", user };
  const name = user.slice(0, -2);
  return name === "" ? { kind: "extension", extension } : { kind: "user-extension", user: name, extension };
}

/**
 * The value: `error:...`, one address, or something that sendmail can only refuse. In quotes the whole value is one
 * token, so `"error:nouser ..."` is a user name that nobody has.
 */
function outcome({ key, value, at }: TableRow, domain: string, match: VirtualMatch, user: string): VirtualEntry {
  if (isPlainAddress(value)) return { kind: "alias", at, domain, match, target: [{ kind: "text", text: value }] };
  const error = /^error\s*:\s*(.*)$/is.exec(value);
  if (error)
    return { kind: "refuse", at, domain, match, refusal: refusalOfErrorValue(error[1] ?? ""), remark: undefined };
  const refused = refusedForm(value);
  if (refused)
    return { kind: "refuse", at, domain, match, refusal: refusalOf("5.1.1", refused.answer), remark: refused.remark };
  return { kind: "alias", at, domain, match, target: templateOf(value, key, match.kind === "user" ? user : undefined) };
}

/** Nearly every row: nothing that could be an error, a list, a program or an argument. */
function isPlainAddress(value: string): boolean {
  return !/[%:,"|/]/.test(value);
}

function refusedForm(value: string): { readonly answer: string; readonly remark: string } | undefined {
  if (/^"[^"]*"$/.test(value) && /^"error:/i.test(value)) {
    return {
      answer: "550 User unknown",
      remark: "the quotes make a user name of the whole text; sendmail answers that this user is unknown",
    };
  }
  if (/^"?[|/]/.test(value) || /^"?:include:/i.test(value)) {
    return {
      answer: "550 Cannot mail directly to programs or files",
      remark: "programs, files and lists need an alias; sendmail refuses them here",
    };
  }
  if (value.includes(",") || value.replace("%0", "@").split("@").length > 2) {
    return {
      answer: "553 Invalid route address",
      remark: "only one address may stand here, and several need an alias; sendmail refuses this",
    };
  }
  return undefined;
}

/** `%0` is the key, `%1` the user, `%2` the extension, `%3` the extension with its sign, `%%` a percent sign. */
function templateOf(value: string, key: string, literalUser: string | undefined): VirtualTemplate {
  const parts: VirtualTemplate[number][] = [];
  for (const piece of value.split(/(%[0-9%])/)) {
    if (piece === "") continue;
    if (piece === "%%") parts.push({ kind: "text", text: "%" });
    else if (piece === "%0") parts.push({ kind: "text", text: key });
    else if (piece === "%1")
      parts.push(literalUser === undefined ? { kind: "user" } : { kind: "text", text: literalUser });
    else if (piece === "%2") parts.push({ kind: "extension" });
    else if (piece === "%3") parts.push({ kind: "delimited-extension" });
    else if (!/^%[0-9]$/.test(piece)) parts.push({ kind: "text", text: piece });
  }
  return parts;
}
