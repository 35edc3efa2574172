/**
 * address — from the text of an address to mailer, host and user (parseaddr.c, parseaddr and buildaddr)
 */

import { checkedLength, repairedUser } from "./address-text.ts";
import { type Atom, internAll, join, lowerCase, stripQuotes } from "./atoms.ts";
import { META } from "./metasymbol.ts";
import { ADDRESS_ROOM, MAX_NAME, prescan } from "./prescan.ts";
import type { Mailer, Program } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import { notice, type Session, STATUS, setMacro, setStatus, systemError, userError } from "./session.ts";
import { atomsOf, plainAtoms, sayScan } from "./tokenize.ts";

/** How an address is meant (sendmail.h, RF_SENDERADDR and RF_HEADERADDR). */
export interface AddressRole {
  readonly sender: boolean;
  readonly header: boolean;
}

export const RECIPIENT: AddressRole = { sender: false, header: false };

export type AddressState = "ok" | "bad" | "queue";

export interface Address {
  /** As written. */
  readonly written: string;
  /** Name of the mailer; `*error*` where there is none. */
  readonly mailer: string;
  readonly host: string | undefined;
  readonly user: string;
  readonly state: AddressState;
  /** Enhanced status of an error triple. */
  readonly enhanced: string | undefined;
  /** Marked with `@` for the local mailer: ruleset 5 does not see it. */
  readonly notRemote: boolean;
}

export interface ParsedAddress {
  /** Undefined when the text holds no address at all. */
  readonly address: Address | undefined;
  /** Offset behind the address: the delimiter, or the end. */
  readonly end: number;
}

/** Parses an address up to a delimiter ("" for none). Complaints go through the session. */
export function parseAddress(
  session: Session,
  text: string,
  role: AddressRole = RECIPIENT,
  delimiter = "",
): ParsedAddress {
  session.to = text;
  const scan = scanned(session, text, delimiter);
  if (!scan.workspace) return { address: undefined, end: scan.end };
  const { workspace } = scan;
  const own = delimiter === "" ? text : text.slice(0, scan.end);
  if (!checkedLength(session, own, !role.sender)) return { address: undefined, end: scan.end };
  const canonical = runRuleset(session, workspace, 3);
  const parsed = runRuleset(session, workspace, 0);
  const waits = canonical === STATUS.tempFail || parsed === STATUS.tempFail;
  const built = buildAddress(session, workspace, own, role);
  const checked = repairedUser(session, built.user, !role.sender);
  const address: Address = checked.ok ? built : { ...built, user: checked.text, state: "bad" };
  if (address.state === "bad") return { address, end: scan.end };
  if (!role.sender && !role.header) askQueueGroup(session, address.user);
  if (!waits) return { address, end: scan.end };
  notice(session, "Transient parse error -- message queued for future delivery");
  return { address: { ...address, state: "queue" }, end: scan.end };
}

/** An address up to the delimiter in tokens; complaints are said. */
function scanned(
  session: Session,
  text: string,
  delimiter: string,
): { readonly workspace: Atom[] | undefined; readonly end: number } {
  const { atoms, tables } = session.program;
  // A plain text holds no delimiter.
  const plain = plainAtoms(atoms, text, tables.external);
  if (plain) return { workspace: plain, end: text.length };
  const scan = prescan(text, { table: tables.external, delimiter, room: ADDRESS_ROOM, lenient: false });
  if (scan.errors.length > 0) sayScan(session, text, scan.errors);
  return { workspace: scan.tokens && internAll(atoms, scan.tokens), end: scan.end };
}

/** Ruleset queuegroup may name a queue for the recipient (parseaddr.c, rscap): run for what its maps do. */
function askQueueGroup(session: Session, user: string): void {
  const { program } = session;
  const number = program.rulesetNumbers.get("queuegroup");
  if (number === undefined) return;
  const workspace = atomsOf(program.atoms, user, program.tables.internal);
  if (workspace) runRuleset(session, workspace, number);
}

const bad = (written: string, user = "", host?: string, enhanced?: string): Address => ({
  written,
  mailer: "*error*",
  host,
  user,
  state: "bad",
  enhanced,
  notRemote: false,
});

/** Takes a triple `$# mailer $@ host $: user` apart and runs the recipient rulesets of its mailer. */
export function buildAddress(
  session: Session,
  workspace: readonly Atom[],
  written: string,
  role: AddressRole,
): Address {
  const { program } = session;
  const { heads, texts } = program.atoms;
  if (heads[workspace[0] ?? -1] !== META.mailer) {
    systemError(session, "554 5.3.5 buildaddr: no mailer in parsed address");
    return bad(written);
  }
  const name = texts[workspace[1] ?? -1] ?? "";
  let at = 2;
  const hasHost = heads[workspace[at] ?? -1] === META.host;
  if (hasHost) at += 1;
  const hostFrom = at;
  while (at < workspace.length && heads[workspace[at] ?? -1] !== META.user) at += 1;
  if (at >= workspace.length) {
    systemError(session, "554 5.3.5 buildaddr: no user");
    return bad(written);
  }
  const { blank } = program.options;
  const host =
    hasHost && at > hostFrom
      ? join(program.atoms, workspace, hostFrom, at, { blank, external: true, room: MAX_NAME + 1 })
      : undefined;
  const rest = workspace.slice(at + 1);
  const user = join(program.atoms, rest, 0, rest.length, { blank: " ", external: false, room: MAX_NAME + 2 });
  if (lowerCase(name) === "error") return errorTriple(session, written, host, user);
  const mailer = mailerNamed(program, name);
  if (!mailer) {
    systemError(session, `554 5.3.5 buildaddr: unknown mailer ${name}`);
    return bad(written);
  }
  if (host === undefined && !mailer.flags.has("l")) {
    systemError(session, "554 5.3.5 buildaddr: no host");
    return bad(written);
  }
  return triple(session, { written, mailer, host, user, rest }, role);
}

export function mailerNamed(program: Program, name: string): Mailer | undefined {
  const known = program.mailersByName.get(name);
  if (known) return known;
  const lower = lowerCase(name);
  const found = program.mailers.find((mailer) => lowerCase(mailer.name) === lower);
  if (found) program.mailersByName.set(name, found);
  return found;
}

interface Triple {
  readonly written: string;
  readonly mailer: Mailer;
  readonly host: string | undefined;
  readonly user: string;
  readonly rest: Atom[];
}

function triple(session: Session, given: Triple, role: AddressRole): Address {
  const { program } = session;
  const { rest, host } = given;
  let { mailer } = given;
  let text = given.user;
  const notRemote = mailer.flags.has("@") && text.startsWith("@");
  if (notRemote) {
    text = text.slice(1);
    rest.shift();
  }
  const first = text.startsWith('"') ? text[1] : text[0];
  if (first === "|" && mailer.flags.has("|")) mailer = mailerNamed(program, "prog") ?? mailer;
  else if (first === "/" && mailer.flags.has("/")) mailer = mailerNamed(program, "*file*") ?? mailer;
  else if (first === ":" && mailer.flags.has(":")) {
    const plain = stripQuotes(given.user);
    if (/^:include:/i.test(plain)) {
      const include = mailerNamed(program, "*include*") ?? mailer;
      return { ...okAddress(given, include, plain.slice(9)), host, notRemote };
    }
  }
  setMacro(session, "h", host);
  if (program.level >= 10 || (!role.sender && !role.header)) {
    runRuleset(session, rest, 2);
    if (mailer.recipientEnvelope > 0) runRuleset(session, rest, mailer.recipientEnvelope);
  }
  runRuleset(session, rest, 4);
  const user = join(program.atoms, rest, 0, rest.length, {
    blank: program.options.blank,
    external: true,
    room: MAX_NAME + 2,
  });
  return {
    ...okAddress(given, mailer, mailer.flags.has("u") ? user : lowerCase(user)),
    host: host !== undefined && !mailer.flags.has("h") ? lowerCase(host) : host,
    notRemote,
  };
}

function okAddress(given: Triple, mailer: Mailer, user: string): Address {
  return {
    written: given.written,
    mailer: mailer.name,
    host: given.host,
    user,
    state: "ok",
    enhanced: undefined,
    notRemote: false,
  };
}

const statusByName: ReadonlyMap<string, number> = new Map([
  ["usage", STATUS.usage],
  ["nouser", STATUS.noUser],
  ["nohost", STATUS.noHost],
  ["unavailable", STATUS.unavailable],
  ["software", STATUS.software],
  ["tempfail", STATUS.tempFail],
  ["protocol", STATUS.protocol],
  ["config", STATUS.config],
]);

/** `$#error $@ 5.1.1 $: "550 text"`: the reply code from the text, the enhanced one from the host or the text. */
function errorTriple(session: Session, written: string, host: string | undefined, user: string): Address {
  const enhanced = host?.includes(".") ? host : undefined;
  setStatus(session, exitStatusOf(host));
  const text = stripQuotes(user);
  const reply = /^([245]\d\d) ([\s\S]*)$/.exec(text);
  if (!reply) {
    userError(session, `553 5.3.0 ${text}`);
    return bad(written, user, host, enhanced);
  }
  const [, code = "", rest = ""] = reply;
  const isEnhanced = /^[245]\.\d{1,3}\.\d{1,3} /.test(rest);
  const given = host !== undefined && /^[245]\.\d{1,3}\.\d{1,3}$/.test(host) ? host : undefined;
  userError(session, `${code} ${rest}`, isEnhanced ? undefined : given);
  const waits = code.startsWith("4") || session.exitStatus === STATUS.tempFail;
  return { ...bad(written, user, host, enhanced), state: waits ? "queue" : "bad" };
}

function exitStatusOf(host: string | undefined): number {
  if (host === undefined) return STATUS.unavailable;
  if (host.includes("."))
    return host.startsWith("4") ? STATUS.tempFail : host.startsWith("2") ? STATUS.ok : STATUS.unavailable;
  if (/^\d/.test(host)) return Number.parseInt(host, 10);
  return statusByName.get(lowerCase(host)) ?? STATUS.unavailable;
}
