import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { ClientGroup, ClientTest, ConnectionRule } from "../../model/connection-rules.ts";
import { written } from "../../source/origin.ts";
import type { Site } from "../../source/site.ts";
import { isForDaemon, verdictOf } from "../../syntax/hosts-access/answer.ts";
import type { HostsAccessFile, HostsAccessRule, PatternList } from "../../syntax/hosts-access/ast.ts";
import { listOf, parseHostsAccess } from "../../syntax/hosts-access/parse.ts";
import { type ClientPattern, clientPattern } from "../../syntax/hosts-access/pattern.ts";
import type { SurroundingPart } from "./part.ts";

/**
 * hosts.allow and hosts.deny for the daemon that takes mail: a sendmail built with libwrap asks them under the name
 * `sendmail` ("sendmail", 3rd edition, section 3.1); one that inetd starts, under the name that tcpd is given. Rules for
 * other daemons are theirs.
 */
export function hostsAccessFiles(site: Site, smtpDaemon: string): SurroundingPart {
  const files = [
    { path: "/etc/hosts.allow", verdict: "accept" as const },
    { path: "/etc/hosts.deny", verdict: "refuse" as const },
  ].flatMap(({ path, verdict }) => {
    const result = site.read(path);
    return result.ok ? [{ verdict, file: parseHostsAccess(result.file) }] : [];
  });
  const parts = files.map(({ file, verdict }) => readFile(file, verdict, smtpDaemon, site));
  const rules = parts.flatMap((part) => part.rules);
  return {
    directives: parts.flatMap((part) => part.directives),
    claims: parts.flatMap((part) => part.claims),
    diagnostics: parts.flatMap((part) => part.diagnostics),
    ...(rules.length > 0 ? { connectionRules: { rules } } : {}),
  };
}

interface FilePart extends SurroundingPart {
  readonly rules: readonly ConnectionRule[];
}

function readFile(file: HostsAccessFile, usual: ConnectionRule["verdict"], daemon: string, site: Site): FilePart {
  const rules: ConnectionRule[] = [];
  const claims = file.rules.map((rule) => {
    const made = ruleOf(rule, usual, daemon, site);
    if (made.rule) rules.push(made.rule);
    return { at: rule.at, disposition: made.disposition, code: made.code, note: made.note } as const;
  });
  const broken = file.broken.map(({ at, reason }) => ({
    at,
    disposition: "obsolete" as const,
    code: "LI2500" as const,
    note: `The library passes over this line: ${reason}.`,
  }));
  return {
    rules,
    claims: [...claims, ...broken],
    directives: [...file.rules, ...file.broken].map(({ at, text }) => ({ span: at, text })),
    diagnostics: claims
      .filter(({ disposition }) => disposition === "manual")
      .map(({ at, note }) => diagnose("LI2501", at, note, { disposition: "manual" })),
  };
}

interface MadeRule {
  readonly rule: ConnectionRule | undefined;
  readonly disposition: "exact" | "default" | "approximate" | "manual";
  readonly code: "LI2500" | "LI2501";
  readonly note: string;
}

function ruleOf(rule: HostsAccessRule, usual: ConnectionRule["verdict"], daemon: string, site: Site): MadeRule {
  if (!isForDaemon(rule, [daemon])) {
    const note = `It is for other daemons than ${daemon}: \`serve --hosts-access\` applies those for POP and IMAP, the rest is theirs.`;
    return { rule: undefined, disposition: "default", code: "LI2500", note };
  }
  const verdict = { true: "accept", false: "refuse" } as const;
  const said = verdictOf(rule);
  const group = groupOf(rule.clients, site);
  const made: ConnectionRule = {
    clients: group.clients,
    verdict: said === undefined ? usual : verdict[`${said}`],
    origin: written(rule.at),
  };
  const side = rule.options.filter(({ name }) => name !== "allow" && name !== "deny").map(({ name }) => name);
  if (group.left.length > 0) {
    const note = `${group.left.join("; ")}: left out of smtpd_client_restrictions.`;
    return { rule: made, disposition: "manual", code: "LI2501", note };
  }
  const note =
    side.length > 0
      ? `It stands in smtpd_client_restrictions; ${side.join(", ")} is not done and never run.`
      : "It stands in smtpd_client_restrictions.";
  return { rule: made, disposition: side.length > 0 ? "approximate" : "exact", code: "LI2500", note };
}

interface MadeGroup {
  readonly clients: ClientGroup;
  /** Patterns that no table can hold. */
  readonly left: readonly string[];
}

function groupOf({ patterns, except }: PatternList, site: Site): MadeGroup {
  const tests: ClientTest[] = [];
  const left: string[] = [];
  for (const word of patterns) {
    const made = testsOf(clientPattern(word), site);
    if (typeof made === "string") left.push(`${word} ${made}`);
    else tests.push(...made);
  }
  const inner = except ? groupOf(except, site) : undefined;
  return { clients: { tests, except: inner?.clients }, left: [...left, ...(inner?.left ?? [])] };
}

/** The tests of a pattern, or why there are none. */
function testsOf(pattern: ClientPattern, site: Site): readonly ClientTest[] | string {
  switch (pattern.kind) {
    case "any":
      return [{ kind: "any" }];
    case "known":
      return [{ kind: "named" }];
    case "unknown":
      return [{ kind: "unnamed" }];
    case "paranoid":
      return [{ kind: "misnamed" }];
    case "local":
      return [{ kind: "local-name" }];
    case "name":
    case "below":
    case "wildcard":
      return [pattern];
    case "network":
      return [{ kind: "network", network: networkOf(pattern) }];
    case "never":
      return [];
    case "file":
      return testsOfFile(pattern.path, site);
    case "netgroup":
      return "is a netgroup, which only NIS knows";
    case "user":
      return "asks who the user behind the connection is, which Postfix does not";
  }
}

function testsOfFile(path: string, site: Site): readonly ClientTest[] | string {
  const result = site.read(path);
  if (!result.ok) return `cannot be read: ${result.failure.reason}`;
  const { clients, left } = groupOf(listOf(result.file.text.split(/[\s,]+/).filter((word) => word !== "")), site);
  if (clients.except || left.length > 0) return "is a file with patterns that no table can hold";
  return clients.tests;
}

function networkOf({ family, address, prefix }: Extract<ClientPattern, { kind: "network" }>) {
  const width = family === 4 ? 8 : 16;
  const masked = address.map((part, index) => {
    const off = width - Math.max(0, Math.min(width, prefix - index * width));
    return (part >> off) << off;
  });
  return family === 4
    ? { family: "ipv4" as const, address: masked.join("."), prefix }
    : { family: "ipv6" as const, address: masked.map((part) => part.toString(16)).join(":"), prefix };
}
