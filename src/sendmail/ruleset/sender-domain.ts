/**
 * sender-domain — what becomes of the sender of a message (envelope.c, setsender): `$f`, and the part from `@` on of a sender whose mailer has F=C (envelope.c, setsender): it completes header
 * addresses without a domain
 */
import { mailerNamed, parseAddress } from "./address.ts";
import { internAll, join } from "./atoms.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import type { Mailer } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import type { Session } from "./session.ts";

/**
 * `$f`: the sender as rulesets 3, 1 and 4 leave it; the null sender is empty there. A route gets its brackets back
 * unless the mailer has F=d.
 */
export function senderMacro(session: Session, sender: string, mailer: Mailer | undefined): string {
  const { program } = session;
  const { tables, atoms, options } = program;
  const scan = prescan(sender, { table: tables.external, delimiter: "", room: ADDRESS_ROOM, lenient: false });
  if (!scan.tokens) return "";
  const workspace = internAll(atoms, scan.tokens);
  for (const ruleset of [3, 1, 4]) runRuleset(session, workspace, ruleset);
  const text = join(atoms, workspace, 0, workspace.length, { blank: options.blank, external: true, room: 2046 });
  const bare = !text.startsWith("@") || mailer?.flags.has("d");
  return bare ? text : `<${text}>`;
}

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
