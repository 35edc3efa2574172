/**
 * sender-domain — the part from `@` on of a sender whose mailer has F=C (envelope.c, setsender): it completes header
 * addresses without a domain
 */
import { mailerNamed, parseAddress } from "./address.ts";
import { internAll } from "./atoms.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import { runRuleset } from "./rewrite.ts";
import type { Session } from "./session.ts";

export function fromDomainOf(session: Session, sender: string): readonly string[] | undefined {
  const { program } = session;
  const { address } = parseAddress(session, sender, { sender: true, header: false });
  const mailer = address && mailerNamed(program, address.mailer);
  if (!mailer?.flags.has("C")) return undefined;
  const scan = prescan(sender, { table: program.tables.external, delimiter: "", room: ADDRESS_ROOM, lenient: false });
  if (!scan.tokens) return undefined;
  const workspace = internAll(program.atoms, scan.tokens);
  runRuleset(session, workspace, 3);
  const at = workspace.findIndex((atom) => program.atoms.texts[atom] === "@");
  return at === -1 ? undefined : workspace.slice(at).map((atom) => program.atoms.texts[atom] ?? "");
}
