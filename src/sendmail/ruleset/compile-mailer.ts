/**
 * compile-mailer — an M line to a mailer (readcf.c, makemailer)
 */
import type { Span } from "../../source/source-file.ts";
import { munched } from "./cf-lines.ts";
import { isSpace } from "./metasymbol.ts";
import type { Mailer } from "./program.ts";
import { skipSpace } from "./session.ts";

export interface MailerReading {
  readonly mailer: Mailer | undefined;
  readonly errors: readonly string[];
}

/** `enterRuleset` gives a ruleset named in S= or R= its number (-1: none), as reading the line does. */
export function compileMailer(
  text: string,
  number: number,
  span: Span | undefined,
  enterRuleset: (text: string) => { readonly number: number; readonly end: number },
): MailerReading {
  const name = /^[^,\t\n\v\f\r ]*/.exec(text)?.[0] ?? "";
  if (name === "") return { mailer: undefined, errors: ["name required for mailer"] };
  const equates = new Map<string, string>();
  const flags = new Set<string>();
  const rulesets = { S: 0, s: 0, R: 0, r: 0 };
  let at = name.length;
  while (at < text.length) {
    while (at < text.length && (text[at] === "," || isSpace(text[at]))) at += 1;
    if (at >= text.length) break;
    const field = text[at] ?? "";
    while (at < text.length && text[at] !== "=" && text[at] !== ",") at += 1;
    if (text[at] !== "=") return { mailer: undefined, errors: [`mailer ${name}: \`=' expected`] };
    at = skipSpace(text, at + 1);
    const value = munched(text.slice(at), ",");
    at += value.end;
    equates.set(field, value.value);
    if (field === "F") for (const flag of value.value) if (!isSpace(flag)) flags.add(flag);
    if (field !== "S" && field !== "R") continue;
    const envelope = enterRuleset(value.value);
    if (envelope.number < 0) return { mailer: undefined, errors: [] };
    const slash = value.value[envelope.end] === "/";
    const header = slash ? enterRuleset(value.value.slice(envelope.end + 1)) : envelope;
    if (header.number < 0) return { mailer: undefined, errors: [] };
    rulesets[field] = envelope.number;
    rulesets[field === "S" ? "s" : "r"] = header.number;
  }
  const argv = (equates.get("A") ?? "").split(/[\t\n\v\f\r ]+/).filter((word) => word !== "");
  const path = equates.get("P") ?? "";
  if (argv.length === 0) return { mailer: undefined, errors: [`M${name}: A= argument required`] };
  if (path === "") return { mailer: undefined, errors: [`M${name}: P= argument required`] };
  if (path === "[TCP]") return { mailer: undefined, errors: [`M${name}: P=[TCP] must be replaced by P=[IPC]`] };
  return {
    mailer: {
      name,
      number,
      path,
      flags,
      argv,
      senderEnvelope: rulesets.S,
      senderHeader: rulesets.s,
      recipientEnvelope: rulesets.R,
      recipientHeader: rulesets.r,
      equates,
      span,
    },
    errors: [],
  };
}

/** Mailers that exist without an M line (conf.c, setupmailers). */
export const builtInMailers: readonly string[] = [
  "prog, P=/bin/sh, F=lsouDq9, T=X-Unix/X-Unix/X-Unix, A=sh -c \x81u",
  "*file*, P=[FILE], F=lsDFMPEouq9, T=X-Unix/X-Unix/X-Unix, A=FILE \x81u",
  "*include*, P=/dev/null, F=su, A=INCLUDE \x81u",
];

/** Flags that old levels imply, and those that prog and *file* never have (main.c, after readcf). */
export function settledFlags(mailer: Mailer, level: number): Mailer {
  const name = mailer.name.toLowerCase();
  const flags = new Set(mailer.flags);
  const toPrograms = name === "prog" || name === "*file*";
  if (toPrograms) flags.delete("m");
  if (level < 6 && name === "local") for (const flag of "Aw5:|/@") flags.add(flag);
  if (level < 6 && toPrograms) flags.add("o");
  if (level < 7 && (name === "local" || toPrograms)) flags.add("q");
  return { ...mailer, flags };
}
