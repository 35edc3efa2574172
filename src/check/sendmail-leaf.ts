import type { Mailer } from "../sendmail/ruleset/program.ts";
import type { Leaf as SendmailLeaf } from "../sendmail/ruleset/recipients.ts";
import type { Leaf } from "./leaf.ts";

/**
 * A leaf of the ruleset engine in the words that both programs are held to. What a mailer is, its P= and F= say
 * (op.me, "M - Define Mailer"): `[IPC]` connects, F=z speaks LMTP, everything else but local is a program.
 */
export function leafOfSendmail(leaf: SendmailLeaf, mailers: readonly Mailer[]): Leaf {
  if (leaf.error) return { kind: "reject", code: `${leaf.error.code} ${leaf.error.enhanced}` };
  const name = leaf.mailer.toLowerCase();
  const user = withoutDot(leaf.user);
  if (name === "*file*") return { kind: "file", path: leaf.user };
  if (name === "prog") return { kind: "command", text: unquoted(leaf.user).replace(/^\|/, "") };
  if (name === "discard") return { kind: "pipe", name: "discard", address: user };
  const mailer = mailers.find((each) => each.name.toLowerCase() === name);
  const wire = mailer && wireOf(mailer, leaf.host ?? "");
  if (wire) return { kind: wire.kind, nexthop: wire.nexthop, address: user };
  // A backslash says that no alias and no .forward is asked; it is no part of the name.
  if (name === "local") return { kind: "local", user: user.replace(/^\\/, "") };
  return { kind: "pipe", name: leaf.mailer, address: user };
}

/** `A=TCP $h 2525`, `A=TCP fixed.host`, `A=FILE /socket`: where a mailer with P=[IPC] connects. */
function wireOf(
  mailer: Mailer,
  host: string,
): { readonly kind: "smtp" | "lmtp"; readonly nexthop: string } | undefined {
  if (!/^\[(?:IPC|TCP|LPC)\]$/i.test(mailer.path)) return undefined;
  const kind = mailer.flags.has("z") ? "lmtp" : "smtp";
  const [network = "", place = "", port] = mailer.argv.join(" ").trim().split(/\s+/);
  if (/^FILE$/i.test(network)) return { kind, nexthop: `unix:${place}` };
  const isFixed = /^[\w.[\]-]+$/.test(place);
  const to = withoutDot(isFixed ? place : host);
  return { kind, nexthop: port === undefined ? to : `${to}:${port}` };
}

/** `"|program with blanks"` as aliases(5) writes it. */
function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

function withoutDot(text: string): string {
  return text.replace(/\.(?=$|[:\]])/g, "");
}
