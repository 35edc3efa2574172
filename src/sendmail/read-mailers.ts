import { written } from "../source/origin.ts";
import type { Equate, MailerLine } from "../syntax/sendmail-cf/ast.ts";
import { implicitFlags } from "./catalogue/mailer-flags.ts";
import type { MailerSymbol } from "./config.ts";
import { type ReaderState, report } from "./reader-state.ts";
import { mentionRuleset, RULESET_NUMBERS } from "./ruleset-book.ts";

/** Fields of M lines (readcf.c makemailer()). */
const FIELDS = new Set([..."ACDEFLMNPQRSTUWmr/"]);

/** Fields that must not be empty when they are there. */
const NEVER_EMPTY = new Set([..."ECDQ/"]);

/** `Mname, P=path, A=words`: readcf.c makemailer(). A mailer without A= or P= is dropped there. */
export function readMailer(state: ReaderState, line: MailerLine): void {
  const equates = new Map<string, Equate>();
  for (const equate of line.equates) {
    checkEquate(state, line, equate);
    equates.set(equate.field, equate);
  }
  const argv = equates.get("A")?.munched ?? "";
  const path = equates.get("P")?.munched ?? "";
  if (argv === "" || path === "") {
    const missing = argv === "" ? "A" : "P";
    report(state, "CF1031", line.span, `mailer ${line.name} has no ${missing}=: sendmail drops it`);
    return;
  }
  if (!checkPath(state, line, path, argv) || !checkRulesets(state, line, equates)) return;
  const key = line.name.toLowerCase();
  const before = state.mailers.get(key);
  if (before) {
    state.superseded.set(before.line, line);
    report(state, "CF1034", line.span, `mailer ${line.name} was defined before; this line is the one that counts`, {
      related: [{ message: "the earlier one", at: before.line.span }],
    });
  }
  // Each F= adds to the one before; of any other field the last one counts.
  const letters = line.equates.filter(({ field }) => field === "F").map(({ munched }) => munched);
  const flags = new Set([...letters.join("")].filter((letter) => !/\s/.test(letter)));
  state.mailers.set(key, { name: line.name, path, flags, argv, equates, line, origin: written(line.span) });
}

function checkEquate(state: ReaderState, line: MailerLine, equate: Equate): void {
  if (!FIELDS.has(equate.field)) {
    report(state, "CF1032", equate.value.span, `mailer ${line.name}: there is no field ${equate.written}=`);
  } else if (NEVER_EMPTY.has(equate.field) && equate.munched === "") {
    report(state, "CF1036", equate.value.span, `mailer ${line.name}: ${equate.written}= is empty`);
  }
}

/** S= and R= hold numbers or names, one or two of them (readcf.c strtorwset()). False: the mailer is dropped. */
function checkRulesets(state: ReaderState, line: MailerLine, equates: ReadonlyMap<string, Equate>): boolean {
  for (const field of ["S", "R"]) {
    const equate = equates.get(field);
    for (const written of equate?.munched.split("/", 2) ?? []) {
      const name = written.trim();
      if (/^[A-Za-z]/.test(name)) {
        mentionRuleset(state.rulesets, name);
        continue;
      }
      const number = /^\d+/.exec(name)?.[0];
      if (number !== undefined && Number(number) < RULESET_NUMBERS) continue;
      const message = `mailer ${line.name}: ${field}=${written} names no ruleset; sendmail drops the mailer`;
      report(state, number === undefined ? "CF1027" : "CF1028", equate?.value.span, message);
      return false;
    }
  }
  return true;
}

/** What makemailer() wants to see of the words behind [IPC], [TCP] and [FILE]. False: the mailer is dropped. */
function checkPath(state: ReaderState, line: MailerLine, path: string, argv: string): boolean {
  const words = argv.split(/\s+/).filter((word) => word !== "");
  if (path === "[TCP]") {
    report(
      state,
      "CF1035",
      line.span,
      `mailer ${line.name}: P=[TCP] is read as P=[IPC]; sendmail 8.10 and later refuse it`,
    );
    return true;
  }
  if (path === "[IPC]" && words.length < 2) {
    report(state, "CF1037", line.span, `mailer ${line.name}: A= needs a second word, the host: A=TCP $h`);
    return false;
  }
  if (path === "[FILE]" && (words.length !== 2 || words[0] !== "FILE")) {
    report(state, "CF1037", line.span, `mailer ${line.name}: A= must be FILE and one name`);
    return false;
  }
  return true;
}

/** Adds what old levels imply, once the level is known for good. */
export function completeMailers(state: ReaderState): void {
  for (const [key, mailer] of state.mailers) {
    const { added, removed } = implicitFlags(mailer.name, state.level, mailer.flags);
    if (added.length === 0 && removed.length === 0) continue;
    const flags = new Set([...mailer.flags, ...added].filter((letter) => !removed.includes(letter)));
    const complete: MailerSymbol = { ...mailer, flags };
    state.mailers.set(key, complete);
  }
}
