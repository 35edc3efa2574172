import type { HostsAccessFile, HostsAccessRule, PatternList } from "./ast.ts";
import { listOf } from "./parse.ts";
import { type ClientPattern, clientPattern, dottedQuad, ipv6Groups } from "./pattern.ts";

/** A client that connects. */
export interface HostsAccessClient {
  /** The name that leads back to the address; `unknown`: there is none; `paranoid`: it does not lead back. */
  readonly name: string;
  readonly address: string;
}

export interface HostsAccessQuestion {
  /** Names by which the daemon goes; a rule for one of them counts. */
  readonly daemons: readonly string[];
  readonly client: HostsAccessClient;
}

export interface HostsAccessAnswer {
  readonly allowed: boolean;
  /** Undefined: no rule of either file. */
  readonly rule: HostsAccessRule | undefined;
}

/** The words of a file of patterns (`/etc/hosts.trusted`); undefined: it cannot be read. */
export type ReadPatternFile = (path: string) => readonly string[] | undefined;

const noFiles: ReadPatternFile = () => undefined;

/**
 * hosts_access(): a match in hosts.allow allows, else one in hosts.deny denies, else the client is allowed; the options
 * `allow` and `deny` of a matching rule have the last word, `twist` gives the client another program.
 */
export function hostsAccess(
  files: { readonly allow: HostsAccessFile | undefined; readonly deny: HostsAccessFile | undefined },
  question: HostsAccessQuestion,
  readFile: ReadPatternFile = noFiles,
): HostsAccessAnswer {
  for (const [file, allowed] of [
    [files.allow, true],
    [files.deny, false],
  ] as const) {
    const rule = file?.rules.find((one) => matches(one, question, readFile));
    if (rule) return { allowed: verdictOf(rule) ?? allowed, rule };
  }
  return { allowed: true, rule: undefined };
}

/** What the options of a rule say; undefined: the file that it stands in decides. */
export function verdictOf(rule: HostsAccessRule): boolean | undefined {
  for (const { name } of rule.options) {
    if (name === "allow") return true;
    if (name === "deny" || name === "twist") return false;
  }
  return undefined;
}

function matches(rule: HostsAccessRule, { daemons, client }: HostsAccessQuestion, readFile: ReadPatternFile): boolean {
  return (
    daemons.some((daemon) => listMatches(rule.daemons, (word) => daemonMatches(word, daemon))) &&
    listMatches(rule.clients, (word) => clientMatches(clientPattern(word), client, readFile))
  );
}

function listMatches(list: PatternList, matchesOne: (word: string) => boolean): boolean {
  return list.patterns.some(matchesOne) && !(list.except && listMatches(list.except, matchesOne));
}

/** `daemon@host` asks for the address of the server, which is not known here: it counts as the daemon. */
function daemonMatches(word: string, daemon: string): boolean {
  const name = word.split("@")[0] ?? word;
  return name.toUpperCase() === "ALL" || name.toLowerCase() === daemon.toLowerCase();
}

/** Whether any of the daemons is meant by the daemon field of a rule. */
export function isForDaemon(rule: HostsAccessRule, daemons: readonly string[]): boolean {
  return daemons.some((daemon) => listMatches(rule.daemons, (word) => daemonMatches(word, daemon)));
}

function clientMatches(pattern: ClientPattern, client: HostsAccessClient, readFile: ReadPatternFile): boolean {
  const name = client.name.toLowerCase();
  const isKnown = name !== "unknown" && name !== "paranoid";
  switch (pattern.kind) {
    case "any":
      return true;
    case "known":
      return isKnown;
    case "local":
      return isKnown && !name.includes(".");
    case "unknown":
    case "paranoid":
      return name === pattern.kind;
    case "name":
      return name === pattern.name;
    case "below":
      return name.length > pattern.domain.length + 1 && name.endsWith(`.${pattern.domain}`);
    case "wildcard":
      return wildcard(pattern.text).test(name) || wildcard(pattern.text).test(client.address);
    case "network":
      return inNetwork(pattern, client.address);
    case "file": {
      const words = readFile(pattern.path);
      return (
        words !== undefined &&
        listMatches(listOf(words), (word) => clientMatches(clientPattern(word), client, readFile))
      );
    }
    default:
      return false;
  }
}

function wildcard(text: string): RegExp {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "i");
}

function inNetwork({ family, address, prefix }: Extract<ClientPattern, { kind: "network" }>, client: string): boolean {
  const width = family === 4 ? 8 : 16;
  const own = family === 4 ? dottedQuad(client) : ipv6Groups(client);
  if (!own) return false;
  return address.every((part, index) => {
    const bits = Math.max(0, Math.min(width, prefix - index * width));
    const shift = width - bits;
    return part >> shift === (own[index] ?? 0) >> shift;
  });
}
