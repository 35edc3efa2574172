import type { MailPolicy } from "../../model/policy.ts";
import type { Refusal } from "../../model/refusal.ts";
import type { VirtualEntry, VirtualTemplate } from "../../model/virtual-users.ts";
import type { LookupRow } from "../../postfix/config.ts";
import type { Span } from "../../source/source-file.ts";
import { localNames, localUserNames } from "../shared/local-names.ts";
import { accessReply, errorTransport } from "../shared/smtp-reply.ts";
import { literalPattern } from "../shared/table.ts";
import {
  localTemplate,
  sameUserElsewhere,
  surveyVirtualUsers,
  takesEverybody,
  type VirtualDomainShape,
} from "../shared/virtual-domains.ts";

/** The rows that one entry becomes, by table. */
export interface VirtualRows {
  readonly users: readonly LookupRow[];
  /** Users listed for an entry for everybody else: any row of `users` comes before them. */
  readonly listed: readonly LookupRow[];
  readonly patterns: readonly LookupRow[];
  readonly transports: readonly LookupRow[];
  readonly answers: readonly LookupRow[];
}

export interface VirtualPlan {
  rowsOf(entry: VirtualEntry): VirtualRows;
  /** What differs from the old host, or undefined when nothing does. */
  differenceOf(entry: VirtualEntry): string | undefined;
  /** Which tables have rows at all. */
  readonly needs: Readonly<Record<Exclude<keyof VirtualRows, "users">, boolean>>;
}

const nothing: VirtualRows = { users: [], listed: [], patterns: [], transports: [], answers: [] };

/** A domain that cannot exist (RFC 2606): a second look-up under it comes after all users of the real domain. */
const restSuffix = ".everybody-else.invalid";

type Outcome = Extract<VirtualEntry, { domain: string }>;

/**
 * How the entries of a site become rows. Postfix looks a recipient up with its extension in all tables, then without,
 * then by @domain; patterns see the first form only. So what an old entry does for everybody else and computes from
 * the recipient is looked up in two steps: @domain leads to a domain that cannot exist, and a pattern answers there.
 */
export function virtualPlan(policy: MailPolicy): VirtualPlan {
  const { shapes } = surveyVirtualUsers(policy);
  const home = homeDomain(policy, shapes);
  const needs = { listed: false, patterns: false, transports: false, answers: false };
  const plan = {
    rowsOf: (entry: VirtualEntry): VirtualRows => {
      const shape = shapes.get("domain" in entry ? entry.domain : "");
      if (entry.kind === "alias" && entry.match.kind === "rest") {
        if (shape?.rest === "same-user") return nothing;
        if (shape?.rest === "known-users") return knownUserRows(entry, policy, home);
        if (shape?.rest === "listed-elsewhere") return listedElsewhereRows(entry, policy);
      }
      if (entry.kind === "alias") return aliasRows(entry, shape, home);
      if (entry.kind === "refuse") return refusalRows(entry, shape);
      return nothing;
    },
    differenceOf: (entry: VirtualEntry) => difference(entry, shapes),
  };
  for (const entry of surveyVirtualUsers(policy).special) {
    const rows = plan.rowsOf(entry);
    needs.listed ||= rows.listed.length > 0;
    needs.patterns ||= rows.patterns.length > 0;
    needs.transports ||= rows.transports.length > 0;
    needs.answers ||= rows.answers.some((row) => row.value !== "DUNNO");
    if (needs.listed && needs.patterns && needs.transports && needs.answers) break;
  }
  return { ...plan, needs };
}

/**
 * Where names without a domain live. sendmail delivers them without looking again; Postfix completes them with
 * $myorigin first, so when that domain has an entry for everybody else they are given another local domain.
 */
function homeDomain(policy: MailPolicy, shapes: ReadonlyMap<string, VirtualDomainShape>): string {
  const own = policy.identity.hostName.value;
  if (shapes.get(own)?.rest === undefined) return "";
  const domain = policy.identity.domainName.value;
  return domain === "" ? "@localhost" : `@localhost.${domain}`;
}

function aliasRows(
  entry: Outcome & { kind: "alias" },
  shape: VirtualDomainShape | undefined,
  home: string,
): VirtualRows {
  const { match, domain, at, target } = entry;
  switch (match.kind) {
    case "user": {
      if (isFixed(target)) return fixedUserRows(`${match.user}@${domain}`, fixedText(target, home), at);
      const pattern = `/^${literalPattern(match.user)}(|\\+([^@]*))@${literalPattern(domain)}$/`;
      return {
        ...nothing,
        patterns: [{ key: pattern, value: computedText(target, home, { delimited: 1, extension: 2 }), at }],
      };
    }
    case "user-extension":
      return {
        ...nothing,
        patterns: [extensionPattern(literalPattern(match.user), match.extension, domain, entry.target, home, at)],
      };
    case "extension":
      return {
        ...nothing,
        patterns: [extensionPattern("([^@+]+)", match.extension, restDomain(domain, shape), entry.target, home, at)],
      };
    case "rest":
      return restRows(entry, shape, home);
  }
}

/** An entry with an extension stands beside one without: smtpd must not stop at a refusal of the plain user. */
function fixedUserRows(key: string, value: string, at: Span): VirtualRows {
  const users = [{ key, value, at }];
  return key.includes("+") ? { ...nothing, users, answers: [{ key, value: "DUNNO", at }] } : { ...nothing, users };
}

/** `@domain`: a fixed address, the same user elsewhere, or a pattern in the second step. */
function restRows(
  entry: Outcome & { kind: "alias" },
  shape: VirtualDomainShape | undefined,
  home: string,
): VirtualRows {
  const { domain, at, target } = entry;
  if (!shape?.extensions && isFixed(target)) {
    return { ...nothing, users: [{ key: `@${domain}`, value: fixedText(target, home), at }] };
  }
  const samePlace = sameMailboxElsewhere(target);
  if (!shape?.extensions && samePlace !== undefined) {
    return { ...nothing, users: [{ key: `@${domain}`, value: `@${samePlace}`, at }] };
  }
  const second = `${domain}${restSuffix}`;
  const pattern = `/^([^@+]+)(|\\+([^@]*))@${literalPattern(second)}$/`;
  return {
    ...nothing,
    users: [{ key: `@${domain}`, value: `@${second}`, at }],
    patterns: [{ key: pattern, value: computedText(target, home, { user: 1, delimited: 2, extension: 3 }), at }],
  };
}

/** A row for each local user whose name the template makes; nobody else exists. */
function knownUserRows(entry: Outcome & { kind: "alias" }, policy: MailPolicy, home: string): VirtualRows {
  const { domain, at, target } = entry;
  const template = localTemplate(target, surveyVirtualUsers(policy).shapes, policy);
  if (!template) return nothing;
  const { before, after } = template;
  const listed = localUserNames(policy).flatMap((name): readonly LookupRow[] => {
    if (!name.startsWith(before) || !name.endsWith(after) || name.length <= before.length + after.length) return [];
    const user = name.slice(before.length, name.length - after.length);
    return [{ key: `${user}@${domain}`, value: `${name}${home}`, at }];
  });
  const refused = localNames(policy).has(domain) ? [{ key: domain, value: "error:5.1.1 User unknown", at }] : [];
  return { ...nothing, listed, transports: refused };
}

/**
 * A row for each user of the other domain; everybody else is refused as there. smtpd looks one step far only, so a row
 * for the whole domain would make it accept users that the second look-up refuses.
 */
function listedElsewhereRows({ domain, target, at }: Outcome & { kind: "alias" }, policy: MailPolicy): VirtualRows {
  const elsewhere = sameUserElsewhere(target);
  const listed: LookupRow[] = [];
  const refused: VirtualRows[] = [];
  for (const entry of policy.virtualUsers.entries()) {
    if (entry.kind !== "alias" && entry.kind !== "refuse") continue;
    if (entry.domain !== elsewhere) continue;
    if (entry.kind === "refuse") refused.push(refusalRows({ ...entry, domain, at }, undefined));
    else if ("user" in entry.match) {
      listed.push({ key: `${entry.match.user}@${domain}`, value: `${entry.match.user}@${elsewhere}`, at });
    }
  }
  return {
    ...nothing,
    listed,
    transports: refused.flatMap((rows) => rows.transports),
    answers: refused.flatMap((rows) => rows.answers),
  };
}

function restDomain(domain: string, shape: VirtualDomainShape | undefined): string {
  return takesEverybody(shape) ? `${domain}${restSuffix}` : domain;
}

function extensionPattern(
  user: string,
  extension: "some" | "any",
  domain: string,
  target: VirtualTemplate,
  home: string,
  at: Span,
): LookupRow {
  const anyUser = user.startsWith("(");
  const key = `/^${user}(\\+([^@]${extension === "some" ? "+" : "*"}))@${literalPattern(domain)}$/`;
  const groups = anyUser ? { user: 1, delimited: 2, extension: 3 } : { delimited: 1, extension: 2 };
  const literal = anyUser ? target : withUser(target, user);
  return { key, value: computedText(literal, home, groups), at };
}

/** `%1` of an entry that names its user is that user. */
function withUser(target: VirtualTemplate, pattern: string): VirtualTemplate {
  const user = pattern.replace(/\\(.)/g, "$1");
  return target.map((part) => (part.kind === "user" ? { kind: "text", text: user } : part));
}

function refusalRows(entry: Outcome & { kind: "refuse" }, shape: VirtualDomainShape | undefined): VirtualRows {
  const { match, domain, at, refusal } = entry;
  const transport = errorTransport(refusal);
  switch (match.kind) {
    case "rest":
      return { ...nothing, transports: [{ key: domain, value: transport, at }] };
    case "user": {
      const key = `${match.user}@${domain}`;
      const row = { ...nothing, transports: [{ key, value: transport, at }], answers: [answer(key, refusal, at)] };
      return takesEverybody(shape) ? { ...row, users: [{ key, value: key, at }] } : row;
    }
    case "user-extension":
    case "extension":
      return nothing;
  }
}

function answer(key: string, refusal: Refusal, at: Span): LookupRow {
  return { key, value: accessReply(refusal), at };
}

function isFixed(target: VirtualTemplate): boolean {
  return target.every((part) => part.kind === "text");
}

function fixedText(target: VirtualTemplate, home: string): string {
  const text = target
    .map((part) => (part.kind === "text" ? part.text : ""))
    .join("")
    .trim();
  return text.includes("@") || text.includes("!") || text.includes("%") ? text : `${text}${home}`;
}

/** The domain of `%1%3@domain`: every user keeps name and extension. */
function sameMailboxElsewhere(target: VirtualTemplate): string | undefined {
  const [user, extension, text, ...more] = target;
  if (user?.kind !== "user" || extension?.kind !== "delimited-extension" || text?.kind !== "text") return undefined;
  return more.length === 0 && text.text.startsWith("@") && !text.text.slice(1).includes("@")
    ? text.text.slice(1).trim()
    : undefined;
}

interface Groups {
  readonly user?: number;
  readonly delimited: number;
  readonly extension: number;
}

function computedText(target: VirtualTemplate, home: string, groups: Groups): string {
  const text = target
    .map((part) => partText(part, groups))
    .join("")
    .trim();
  return text.includes("@") ? text : `${text}${home}`;
}

function partText(part: VirtualTemplate[number], groups: Groups): string {
  switch (part.kind) {
    case "text":
      return part.text.replace(/\$/g, "$$$$");
    case "user":
      return groups.user === undefined ? "" : `\${${groups.user}}`;
    case "extension":
      return `\${${groups.extension}}`;
    case "delimited-extension":
      return `\${${groups.delimited}}`;
  }
}

function difference(entry: VirtualEntry, shapes: ReadonlyMap<string, VirtualDomainShape>): string | undefined {
  if (entry.kind === "refuse") {
    if (entry.match.kind !== "user" && entry.match.kind !== "rest") {
      return "Refusals of extensions alone are not carried over: such recipients get what the user gets.";
    }
    return entry.remark === undefined ? undefined : `Refused as on the old host: ${entry.remark}.`;
  }
  if (entry.kind !== "alias") return undefined;
  const shape = shapes.get(entry.domain);
  if (entry.match.kind === "extension" && !takesEverybody(shape)) {
    return "It also takes users of the domain who have an entry of their own, when they are written with an extension.";
  }
  if (entry.match.kind !== "rest") return undefined;
  if (shape?.rest === "known-users")
    return "The local users that it leads to are listed one by one: add a row for each new one.";
  return shape?.rest === "computed"
    ? "Postfix accepts every user of the domain at RCPT and returns the mail of those that do not exist."
    : undefined;
}
