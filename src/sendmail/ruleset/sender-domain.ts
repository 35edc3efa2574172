/**
 * sender-domain — what becomes of the sender of a message (envelope.c, setsender): `$f`, and the part from `@` on of
 * a sender whose mailer has F=C, which completes header addresses without a domain
 */
import { mailerNamed, parseAddress } from "./address.ts";
import { join } from "./atoms.ts";
import type { Mailer } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import type { Session } from "./session.ts";
import { atomsOf } from "./tokenize.ts";

/** What a sender becomes. */
interface ShownSender {
  /** `$f`: the null sender is empty there; a route gets its brackets back unless the mailer has F=d. */
  readonly text: string;
  /** The part from its last `@` on, where the mailer has F=C. */
  readonly domain: readonly string[] | undefined;
}

/** The sender as rulesets 3, 1 and 4 leave it; they run once more where its domain is wanted. */
export function shownSender(session: Session, sender: string, mailer: Mailer | undefined): ShownSender {
  const { program } = session;
  const { tables, atoms, options } = program;
  const workspace = atomsOf(atoms, sender, tables.external);
  if (!workspace) return { text: "", domain: undefined };
  for (const ruleset of [3, 1, 4]) runRuleset(session, workspace, ruleset);
  const address = join(atoms, workspace, 0, workspace.length, { blank: options.blank, external: true, room: 2046 });
  const bare = !address.startsWith("@") || mailer?.flags.has("d") === true;
  const text = bare ? address : `<${address}>`;
  if (!mailer?.flags.has("C")) return { text, domain: undefined };
  for (const ruleset of [3, 1, 4]) runRuleset(session, workspace, ruleset);
  const texts = workspace.map((atom) => atoms.texts[atom] ?? "");
  const at = texts.lastIndexOf("@");
  return { text, domain: at === -1 ? undefined : texts.slice(at) };
}

export function fromDomainOf(session: Session, sender: string): readonly string[] | undefined {
  const { address } = parseAddress(session, sender, { sender: true, header: false });
  return address && shownSender(session, sender, mailerNamed(session.program, address.mailer)).domain;
}
