/**
 * recipients — what becomes of a recipient: aliases, :include:, ruleset 5, accounts, .forward (recipient.c, alias.c)
 */

import type { Site } from "../../source/site.ts";
import type { Accounts, LocalUser } from "../accounts.ts";
import { type Address, buildAddress, mailerNamed, parseAddress, RECIPIENT } from "./address.ts";
import type { AliasLookup } from "./aliases.ts";
import { stripQuotes } from "./atoms.ts";
import { META } from "./metasymbol.ts";
import type { OptionValues } from "./options.ts";
import { isOn } from "./options.ts";
import type { Mailer, Program } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import {
  expandIn,
  type Message,
  macroText,
  type Session,
  STATUS,
  setMacro,
  systemError,
  userError,
} from "./session.ts";
import { atomsOf } from "./tokenize.ts";

/** Where a message for the recipient ends. */
export interface Leaf {
  readonly mailer: string;
  readonly host: string | undefined;
  readonly user: string;
  /** Mail for this leaf waits: something could not be asked. */
  readonly waits: boolean;
  /** Why it cannot be delivered. */
  readonly error: { readonly code: string; readonly enhanced: string; readonly text: string } | undefined;
  /** The envelope sender that the list of this leaf gives it, where there is an alias `owner-LIST`. */
  readonly owner?: string | undefined;
}

export interface RecipientSources {
  readonly aliases: AliasLookup;
  readonly accounts: Accounts;
  readonly options: OptionValues;
  /** Forward files that have been looked for: whether they are there. */
  readonly files: Map<string, boolean>;
}

type NodeState = "ok" | "verified" | "dead" | "expanded" | "bad" | "queue";

interface Node {
  address: Address;
  readonly mailer: Mailer | undefined;
  readonly parent: Node | undefined;
  state: NodeState;
  selfReference: boolean;
  owner: string | undefined;
  error: Leaf["error"];
}

interface Expansion {
  readonly session: Session;
  readonly sources: RecipientSources;
  readonly nodes: Node[];
  /** Aliases and .forward files are not opened: it is only asked whether the recipient is one (EF_VRFYONLY). */
  readonly verifyOnly: boolean;
  /** Recipients that may still be looked at: a list that includes itself in many ways must end. */
  left: number;
}

const RECIPIENT_LIMIT = 20_000;
const LOOKS_ALIKE = 4;

export interface LeafOptions {
  readonly verifyOnly?: boolean;
}

/** All leaves of an address, in the order of the lists; each address once. */
export function leavesOf(
  session: Session,
  sources: RecipientSources,
  address: Address,
  options: LeafOptions = {},
): readonly Leaf[] {
  const verifyOnly = options.verifyOnly === true;
  const expansion: Expansion = { session, sources, nodes: [], left: RECIPIENT_LIMIT, verifyOnly };
  recipient(expansion, nodeOf(session.program, address, undefined), 0);
  return expansion.nodes.flatMap((node): Leaf[] => {
    if (node.state === "dead" || node.state === "expanded") return [];
    const { mailer, host, user } = node.address;
    const error =
      node.state === "bad" ? (node.error ?? { code: "550", enhanced: "5.0.0", text: "rejected" }) : undefined;
    const owner = node.owner === undefined ? {} : { owner: node.owner };
    return [{ mailer, host, user, waits: node.state === "queue", error, ...owner }];
  });
}

function nodeOf(program: Program, address: Address, parent: Node | undefined): Node {
  return {
    address,
    mailer: mailerNamed(program, address.mailer),
    parent,
    state: address.state === "bad" ? "bad" : address.state === "queue" ? "queue" : "ok",
    selfReference: false,
    owner: parent?.owner,
    error: undefined,
  };
}

function refuse(session: Session, node: Node, code: string, enhanced: string, text: string): void {
  node.state = "bad";
  node.error = { code, enhanced, text };
  userError(session, `${code} ${enhanced} ${text}`);
}

function sameAddress(a: Node, b: Node): boolean {
  return (
    a.address.mailer !== "*error*" &&
    a.address.mailer === b.address.mailer &&
    a.address.user === b.address.user &&
    a.address.host === b.address.host
  );
}

function recipient(e: Expansion, node: Node, level: number): void {
  const { session } = e;
  session.to = node.address.written;
  e.left -= 1;
  if (e.left < 0) return;
  const most = session.program.options.aliasRecursion;
  if (level > most) {
    e.nodes.push(node);
    refuse(session, node, "554", "5.4.6", `aliasing/forwarding loop broken (${level} aliases deep; ${most} max)`);
    if (node.parent) node.parent.state = "dead";
    return;
  }
  const mailerName = node.address.mailer;
  if (node.state === "ok" && mailerName === "prog" && !node.parent) {
    refuse(session, node, "550", "5.7.1", "Cannot mail directly to programs");
  }
  if (e.nodes.some((known) => known.state !== "bad" && sameAddress(known, node))) return;
  e.nodes.push(node);
  if (node.state !== "ok") return;
  if (mailerName === "*include*") {
    includeFile(e, node, level);
    return;
  }
  if (mailerName === "*file*") {
    if (!node.parent) refuse(session, node, "550", "5.7.1", "Cannot mail directly to files");
    return;
  }
  localUser(e, node, level, 0);
}

/** Aliases, ruleset 5, the account and its .forward, in this order. */
function localUser(e: Expansion, node: Node, level: number, alike: number): void {
  const { session, sources } = e;
  const flags = node.mailer?.flags;
  if (!flags) return;
  const quoted = node.address.user.includes("\\");
  if (!quoted && flags.has("A")) expandAlias(e, node, level);
  const rules = session.program.rulesets[5]?.rules.length ?? 0;
  if (session.program.level >= 2 && rules > 0 && flags.has("5") && !node.address.notRemote && node.state === "ok") {
    mapLocalUser(e, node, level + 1);
  }
  if (node.state !== "ok" || !flags.has("w")) return;
  const name = stripQuotes(node.address.user);
  const found = findUser(sources, name);
  if (!found) {
    refuse(session, node, "550", "5.1.1", "User unknown");
    return;
  }
  if (found.user.name !== name) {
    node.address = { ...node.address, user: found.user.name };
    if (alike >= LOOKS_ALIKE) {
      refuse(session, node, "554", "5.4.6", `aliasing/forwarding loop for ${found.user.name} broken`);
      return;
    }
    localUser(e, node, level, alike + 1);
    return;
  }
  if (!quoted && !e.verifyOnly) forward(e, node, found.user, level);
}

/** The account of a name; its lower case, and with MatchGECOS the full name, where there is none (recipient.c). */
function findUser(sources: RecipientSources, name: string): { readonly user: LocalUser } | undefined {
  const lower = name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const exact = sources.accounts.user(name) ?? sources.accounts.user(lower);
  if (exact) return { user: exact };
  if (!isOn(sources.options.get("MatchGECOS"), false)) return undefined;
  const words = lower.replaceAll(sources.options.get("BlankSub")?.[0] ?? " ", " ").replaceAll("_", " ");
  const user = sources.accounts.all.find((candidate) => {
    const full = (candidate.fullName.split(",")[0] ?? "").replaceAll("&", candidate.name).toLowerCase();
    return full.includes(" ") && full === words;
  });
  return user && { user };
}

function expandAlias(e: Expansion, node: Node, level: number): void {
  const answer = e.sources.aliases(e.session, node.address.user);
  if (answer.tempFail) {
    node.state = "queue";
    return;
  }
  if (answer.value === undefined) return;
  if (e.verifyOnly) {
    node.state = "verified";
    return;
  }
  node.selfReference = false;
  node.state = "expanded";
  node.owner = ownerOf(e, node.address.user);
  sendToList(e, answer.value, node, level + 1);
  if (node.selfReference && node.state === "expanded") node.state = "ok";
}

/**
 * Who gets the bounces of a list: what `owner-LIST` stands for when that is one plain address, else its name
 * (alias.c, alias). Bounces of an owner-... list go to owner-owner.
 */
function ownerOf(e: Expansion, list: string): string | undefined {
  const name = list.startsWith("owner-") ? "owner-owner" : `owner-${list}`;
  const { value } = e.sources.aliases(e.session, name);
  if (value === undefined) return undefined;
  return /[,:/|"]/.test(value) ? name : value;
}

/** The members of a list; one that leads back to itself is delivered to, instead of being expanded again. */
function sendToList(e: Expansion, list: string, parent: Node, level: number): number {
  const { session } = e;
  const members: Node[] = [];
  setMacro(session, "addr_type", "e r");
  const text = list.replace(/[\r\n]+/g, " ");
  for (let at = 0; at < text.length; ) {
    while (/[\s,]/.test(text[at] ?? "x")) at += 1;
    if (at >= text.length || e.left <= 0) break;
    const rest = text.slice(at);
    session.complaint = undefined;
    const parsed = parseAddress(session, rest, RECIPIENT, ",");
    at += Math.max(parsed.end, 1);
    const written = rest.slice(0, parsed.end).trim();
    const member = nodeOf(
      session.program,
      parsed.address ? { ...parsed.address, written } : badMember(written),
      parent,
    );
    if (member.state === "bad") {
      member.error = refusalOf(session.complaint);
      members.push(member);
      continue;
    }
    if (sameAddress(parent, member)) parent.selfReference = true;
    const loop = selfReference(e, member);
    if (loop === "endless") {
      e.nodes.push(member);
      refuse(session, member, "554", "5.4.6", "aliasing/forwarding loop broken");
      continue;
    }
    if (loop) {
      loop.selfReference = true;
      if (loop !== member) continue;
    }
    members.push(member);
  }
  for (const member of members) recipient(e, member, level);
  return members.length;
}

/** Why an address was refused, in the words of what was said about it. */
function refusalOf(complaint: Message | undefined): Leaf["error"] {
  return complaint && { code: complaint.code, enhanced: complaint.enhanced ?? "5.0.0", text: complaint.text };
}

function badMember(user: string): Address {
  return { written: user, mailer: "*error*", host: undefined, user, state: "bad", enhanced: "5.1.3", notRemote: false };
}

/**
 * Of a chain that comes back to an address: the one in it that is a real mailbox (recipient.c, self_reference). Without
 * one sendmail goes round until MaxAliasRecursion and refuses then.
 */
function selfReference(e: Expansion, member: Node): Node | "endless" | undefined {
  let start = member.parent;
  while (start && !sameAddress(member, start)) start = start.parent;
  if (!start) return undefined;
  for (let node: Node | undefined = member; node; node = node.parent) {
    const flags = node.mailer?.flags;
    const account = flags?.has("w") ? e.sources.accounts.user(node.address.user) !== undefined : false;
    const local = !flags?.has("w") && flags?.has("l") && node.address.mailer === start.address.mailer;
    if (account || local) return sameAddress(start, node) ? start : node;
  }
  return "endless";
}

function includeFile(e: Expansion, node: Node, level: number): void {
  node.state = "dead";
  if (!node.parent) {
    refuse(e.session, node, "550", "5.7.1", "Cannot mail directly to :include:s");
    return;
  }
  const path = node.address.user;
  if (!e.session.program.maps.around.site.exists(path)) {
    refuse(e.session, node, "550", "5.2.4", `Cannot open ${path}: No such file or directory`);
    return;
  }
  readList(e, path, node, level);
}

/** Lines of a :include: or .forward file; `#` at the start and ` #@# ` anywhere begin a comment. */
function readList(e: Expansion, path: string, node: Node, level: number): number {
  let members = 0;
  const most = Number.parseInt(e.sources.options.get("MaxForwardEntries") ?? "0", 10) || 0;
  for (const line of e.session.program.maps.around.site.lines(path)) {
    if (line.text === "" || line.text.startsWith("#")) continue;
    const text = line.text.replace(/\s+#@#(\s.*)?$/, "");
    if (text.trim() !== "") members += sendToList(e, text, node, level + 1);
    if (most > 0 && members >= most) {
      systemError(e.session, `Attempt to forward to more than ${most} addresses (in ${path})!`);
      break;
    }
  }
  return members;
}

/** The files of ForwardPath in order, the first that is there (alias.c, forward). */
function forward(e: Expansion, node: Node, user: LocalUser, level: number): void {
  const { session, sources } = e;
  const path = sources.options.get("ForwardPath");
  if (path === "") return;
  setMacro(session, "z", user.home === "/" ? "" : user.home);
  setMacro(session, "u", node.address.user);
  setMacro(session, "h", node.address.host);
  const form = path ?? `${String.fromCharCode(META.macro)}z/.forward`;
  for (const candidate of form.split(":")) {
    const file = expandIn(session, candidate);
    if (file === "" || !isFile(sources, session.program.maps.around.site, file)) continue;
    node.selfReference = false;
    const members = readList(e, file, node, level);
    if (members > 0 && !node.selfReference && node.state === "ok") node.state = "dead";
    return;
  }
}

/** Looked up once: most users have none, and are asked for again and again. */
function isFile(sources: RecipientSources, site: Site, path: string): boolean {
  let known = sources.files.get(path);
  if (known === undefined) {
    known = site.exists(path) && !site.isDirectory(path);
    sources.files.set(path, known);
  }
  return known;
}

/** Ruleset 5 may send a local name elsewhere after it had no alias (parseaddr.c, maplocaluser). */
function mapLocalUser(e: Expansion, node: Node, level: number): void {
  const { session } = e;
  const { program } = session;
  const { user, host } = node.address;
  const workspace = atomsOf(program.atoms, user, program.tables.external);
  if (!workspace) return;
  setMacro(session, "h", host);
  setMacro(session, "u", user);
  setMacro(session, "z", macroText(session, "z"));
  setMacro(session, "addr_type", "e r");
  if (runRuleset(session, workspace, 5) === STATUS.tempFail) {
    node.state = "queue";
    return;
  }
  if (program.atoms.heads[workspace[0] ?? -1] !== META.mailer) return;
  session.complaint = undefined;
  const address = buildAddress(session, workspace, node.address.written, RECIPIENT);
  const next = nodeOf(program, address, node.parent ?? node);
  if (next.state === "bad") next.error = refusalOf(session.complaint);
  if (sameAddress(node, next)) return;
  node.state = "dead";
  recipient(e, { ...next, parent: node }, level);
}
