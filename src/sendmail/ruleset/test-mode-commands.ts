/**
 * test-mode-commands — the `/word` commands of `sendmail -bt` (main.c, testmodeline)
 */
import { type AddressRole, mailerNamed, parseAddress } from "./address.ts";
import { crackAddress } from "./crack-address.ts";
import { checkHeader, headerFlags, headerLine } from "./headers.ts";
import { macroName } from "./macro-names.ts";
import { openedMap } from "./maps/ask.ts";
import { canonicalHost, mailExchangers } from "./maps/resolver.ts";
import { shown } from "./metasymbol.ts";
import type { OptionValues } from "./options.ts";
import type { Program } from "./program.ts";
import { remoteName } from "./remote-name.ts";
import { shownSender } from "./sender-domain.ts";
import { expandIn, type Session, setMacro, skipSpace } from "./session.ts";
import type { DebugLevels } from "./transcript.ts";

/** State of a dialogue. */
export interface Mode {
  readonly program: Program;
  readonly session: Session;
  readonly options: OptionValues;
  readonly levels: DebugLevels;
  /** Prints a line. */
  readonly print: (line: string) => void;
  readonly write: (text: string) => void;
  role: AddressRole;
  ended: boolean;
}

function shownText(program: Program, text: string): string {
  return shown(text, (id) => macroName(program.names, id));
}

/** Runs a line that begins with a slash. */
export function slash(mode: Mode, typed: string): void {
  const line = typed.replace(/[\t\n\v\f\r ]+$/, "");
  const gap = line.search(/[ \t]/);
  const word = gap === -1 ? line : line.slice(0, gap);
  const rest = gap === -1 ? "" : line.slice(skipSpace(line, gap));
  if (line.length === 1) {
    mode.print("Usage: /[canon|map|mx|parse|try|tryflags]");
    return;
  }
  const run = slashCommands.get(word.slice(1).toLowerCase());
  if (!run) {
    mode.print(`Unknown "/" command ${word}`);
    return;
  }
  run(mode, rest);
}

const slashCommands: ReadonlyMap<string, (mode: Mode, rest: string) => void> = new Map([
  [
    "quit",
    (mode: Mode) => {
      mode.ended = true;
    },
  ],
  ["mx", showMx],
  ["canon", showCanonical],
  ["map", askNamedMap],
  ["expand", showExpansion],
  ["try", tryMailer],
  ["tryflags", setTryFlags],
  ["parse", parseLine],
  ["header", showHeader],
  ["sender", showSender],
  // What it finds is shown by debugging output alone.
  ["gethostbyname", () => undefined],
]);

function showHeader(mode: Mode, rest: string): void {
  const header = headerLine(rest);
  if (!header) {
    mode.print(`header syntax error, line "${rest}"`);
    mode.print("ul = 00000000");
    return;
  }
  const { headerChecks } = mode.program;
  checkHeader(mode.session, header, []);
  mode.session.to = undefined;
  mode.print(`ul = 0x${headerFlags(headerChecks, header.name).toString(16).padStart(8, "0")}`);
}

/** `/sender ADDRESS`: as MAIL takes it (envelope.c, setsender); without one, the user who runs the program. */
function showSender(mode: Mode, rest: string): void {
  const { session, program } = mode;
  const sender = rest === "" ? "root" : rest;
  const { address } = parseAddress(session, sender, { sender: true, header: false });
  const shown = shownSender(session, sender, address && mailerNamed(program, address.mailer));
  setMacro(session, "f", shown.text);
  session.to = undefined;
  mode.print(`addr=${address?.user ?? ""}`);
}

function showMx(mode: Mode, rest: string): void {
  if (rest === "") {
    mode.print("Usage: /mx address");
    return;
  }
  const { dns, searchDomain } = mode.program.maps.around;
  const direct = mailExchangers(dns, rest);
  const searched = direct.length === 0 && searchDomain !== undefined && !rest.endsWith(".");
  const hosts = searched ? mailExchangers(dns, `${rest}.${searchDomain}`) : direct;
  const list = hosts === "tempfail" ? [] : hosts;
  mode.print(`getmxrr(${rest}) returns ${hosts === "tempfail" ? -1 : list.length} value(s):`);
  for (const host of list) mode.print(`\t${host}`);
}

function showCanonical(mode: Mode, rest: string): void {
  if (rest === "") {
    mode.print("Usage: /canon address");
    return;
  }
  if (rest.length >= 256) {
    mode.print("Name too long");
    return;
  }
  const answer = canonicalHost(mode.program.maps.around, mode.session, rest);
  mode.print(`getcanonname(${rest}) returns ${answer.kind === "found" ? answer.name : rest}`);
}

function askNamedMap(mode: Mode, rest: string): void {
  if (rest === "") {
    mode.print("Usage: /map mapname key");
    return;
  }
  const gap = rest.search(/[\t\n\v\f\r ]/);
  if (gap === -1) {
    mode.print("No key specified");
    return;
  }
  const name = rest.slice(0, gap);
  const key = rest.slice(gap + 1);
  const map = mode.program.maps.get(name);
  if (!map) {
    mode.print(`Map named "${name}" not found`);
    return;
  }
  const lookup = openedMap(mode.session, map);
  if (!lookup) {
    mode.print(`Map named "${name}" not open`);
    return;
  }
  const answer = lookup(mode.session, key, [key]);
  const said =
    answer.value === undefined ? `no match (${answer.status})` : `returns ${answer.value} (${answer.status})`;
  mode.print(`map_lookup: ${name} (${key}) ${said}`);
}

function showExpansion(mode: Mode, rest: string): void {
  if (rest === "") {
    mode.print("Usage: /expand string");
    return;
  }
  // No line end follows (main.c).
  mode.write(shownText(mode.program, expandIn(mode.session, rest)));
}

function tryMailer(mode: Mode, rest: string): void {
  const gap = rest.search(/[ \t]/);
  const address = gap === -1 ? "" : rest.slice(skipSpace(rest, gap));
  if (address === "") {
    mode.print("Usage: /try mailer address");
    return;
  }
  const name = rest.slice(0, gap);
  const mailer = mailerNamed(mode.program, name);
  if (!mailer) {
    mode.print(`Unknown mailer ${name}`);
    return;
  }
  mode.print(`Trying ${wordsOf(mode.role)} address ${address} for mailer ${name}`);
  const result = remoteName(mode.session, address, mailer, { role: mode.role });
  mode.print(`Rcode = ${result.status}, addr = ${result.text}`);
  mode.session.to = undefined;
}

function wordsOf(role: AddressRole): string {
  return `${role.header ? "header" : "envelope"} ${role.sender ? "sender" : "recipient"}`;
}

function setTryFlags(mode: Mode, rest: string): void {
  if (rest === "") {
    mode.print("Usage: /tryflags [Hh|Ee][Ss|Rr]");
    return;
  }
  let { sender, header } = mode.role;
  for (const letter of rest.toLowerCase()) {
    if (letter === "h" || letter === "e") header = letter === "h";
    if (letter === "s" || letter === "r") sender = letter === "s";
  }
  mode.role = { sender, header };
  setMacro(mode.session, "addr_type", `${header ? "h" : "e"} ${sender ? "s" : "r"}`);
}

function parseLine(mode: Mode, rest: string): void {
  const { program, session } = mode;
  if (rest === "") {
    mode.print("Usage: /parse address");
    return;
  }
  mode.print(`Cracked address = ${shownText(program, crackAddress(rest, program.options))}`);
  mode.print(`Parsing ${wordsOf(mode.role)} address`);
  const { address } = parseAddress(session, rest, mode.role);
  session.to = undefined;
  if (!address) {
    mode.print("Cannot parse");
    return;
  }
  const host = address.host === undefined || address.host === "" ? "" : ` host ${address.host},`;
  mode.print(`mailer ${address.mailer},${host} user ${address.user}`);
}
