/**
 * remote-name — an address as a mailer shows it to the other side (parseaddr.c, remotename)
 *
 * Rulesets 3, then 1 for senders or 2 for recipients, then the mailer's S= or R= set (envelope or header part), then
 * 4; the phrase and comments around a header address come back at the end.
 */
import type { AddressRole } from "./address.ts";
import { internAll, join } from "./atoms.ts";
import { crackAddress } from "./crack-address.ts";
import { META } from "./metasymbol.ts";
import { MAX_NAME } from "./prescan.ts";
import type { Mailer } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import { expandIn, macroText, type Session, STATUS, setMacro, userError } from "./session.ts";
import { tokenize } from "./tokenize.ts";

export interface RemoteName {
  readonly text: string;
  /** 75 when a map could not be asked. */
  readonly status: number;
}

export interface RemoteNameOptions {
  readonly role: AddressRole;
  /** Tokens from `@` on that complete an address without a domain: the sender's, where its mailer has F=C. */
  readonly fromDomain?: readonly string[] | undefined;
  /** The text is an address alone: no phrase is looked for. */
  readonly canonical?: boolean;
}

export function remoteName(session: Session, name: string, mailer: Mailer, options: RemoteNameOptions): RemoteName {
  const { program } = session;
  const { role } = options;
  setMacro(session, "addr_type", `${role.header ? "h" : "e"} ${role.sender ? "s" : "r"}`);
  const mark = `${String.fromCharCode(META.macro)}g`;
  const plain = options.canonical === true || mailer.flags.has("c");
  const around = plain ? mark : crackAddress(name, program.options);
  const workspace = tokenize(session, name);
  if (!workspace) return { text: name, status: STATUS.ok };
  let status: number = STATUS.ok;
  const run = (number: number): void => {
    if (runRuleset(session, workspace, number) === STATUS.tempFail) status = STATUS.tempFail;
  };
  run(3);
  if (options.fromDomain && !scanHolds(session, workspace, "@")) {
    workspace.push(...internAll(program.atoms, options.fromDomain));
    if (workspace.length > 999) userError(session, "553 5.1.0 remotename: too many tokens");
    run(3);
  }
  run(role.sender ? 1 : 2);
  const own = rulesetOf(mailer, role);
  if (own > 0) run(own);
  run(4);
  const address = join(program.atoms, workspace, 0, workspace.length, {
    blank: program.options.blank,
    external: false,
    room: MAX_NAME + 1,
  });
  const old = macroText(session, "g");
  setMacro(session, "g", address);
  const form = options.canonical === true && address.startsWith("@") ? `<${mark}>` : around;
  const text = expandIn(session, form, MAX_NAME);
  setMacro(session, "g", old);
  return { text, status };
}

function scanHolds(session: Session, workspace: readonly number[], text: string): boolean {
  return workspace.some((atom) => session.program.atoms.texts[atom] === text);
}

function rulesetOf(mailer: Mailer, role: AddressRole): number {
  if (role.sender) return role.header ? mailer.senderHeader : mailer.senderEnvelope;
  return role.header ? mailer.recipientHeader : mailer.recipientEnvelope;
}
