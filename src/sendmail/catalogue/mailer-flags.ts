import rows from "./mailer-flags.json" with { type: "json" };

/** F= letters of mailers: sendmail.h "M_..." and op.me section 5.4. Any other letter may be used by H?x? lines. */
const meanings: ReadonlyMap<string, string> = new Map(Object.entries(rows));

/** What a letter means, in one sentence; undefined for letters that only header lines may give a meaning. */
export function mailerFlagMeaning(letter: string): string | undefined {
  return meanings.get(letter);
}

export function mailerFlagLetters(): readonly string[] {
  return [...meanings.keys()];
}

/** What a mailer has beside the flags that the file gives it. */
export interface ImplicitFlags {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Flags by level and name, so that old files keep their meaning (main.c, "heuristic tweaking of local mailer for back
 * compat"; readcf.c makemailer()): before level 6 the local mailer expands aliases, files, programs and lists, before
 * level 7 it answers VRFY with 250, and below level 2 F=L means F=7 too. prog never takes several recipients at once.
 */
export function implicitFlags(name: string, level: number, written: ReadonlySet<string>): ImplicitFlags {
  const added: string[] = [];
  const known = name.toLowerCase();
  if (known === "local" && level < 6) added.push("A", "w", "5", ":", "|", "/", "@");
  if ((known === "prog" || known === "*file*") && level < 6) added.push("o");
  if ((known === "local" || known === "prog" || known === "*file*") && level < 7) added.push("q");
  if (written.has("L") && level < 2) added.push("7");
  return { added, removed: known === "prog" || known === "*file*" ? ["m"] : [] };
}
