/**
 * check — what a check_* ruleset decides (parseaddr.c, rscheck)
 */
import { buildAddress, RECIPIENT } from "./address.ts";
import { type Atom, internAll, internCode, join } from "./atoms.ts";
import { META } from "./metasymbol.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import type { Program } from "./program.ts";
import { runRuleset } from "./rewrite.ts";
import { type Message, type Session, STATUS } from "./session.ts";
import { plainAtoms } from "./tokenize.ts";

export type Decision =
  | { readonly kind: "accept"; readonly answer: readonly string[] }
  | { readonly kind: "discard" }
  | { readonly kind: "quarantine"; readonly reason: string }
  | {
      readonly kind: "reject" | "tempfail";
      readonly code: string;
      readonly enhanced: string | undefined;
      readonly text: string;
    };

/** How the text of a hook becomes a workspace. */
export interface CheckInput {
  readonly ruleset: string;
  readonly first: string;
  /** Behind `$|`. */
  readonly second?: string | undefined;
  /** Comments are removed first: headers checked with `$>`, not `$>+`. */
  readonly removeComments?: boolean;
}

const ACCEPT: Decision = { kind: "accept", answer: [] };

/** Runs a check ruleset. A ruleset that is not there, or text that is no address, accepts. */
export function checkRuleset(session: Session, input: CheckInput, said: readonly Message[]): Decision {
  const { program } = session;
  const number = program.rulesetNumbers.get(input.ruleset);
  if (number === undefined) return ACCEPT;
  const workspace = inputAtoms(program, input);
  if (!workspace) return ACCEPT;
  runRuleset(session, workspace, number);
  return decisionOf(session, workspace, input.ruleset, said);
}

/** `first` or `first $| second` in tokens. */
function inputAtoms(program: Program, { first, second, removeComments = false }: CheckInput): Atom[] | undefined {
  const { atoms, tables } = program;
  const table = removeComments ? tables.internal : tables.keepComments;
  const plain = plainAtoms(atoms, first, table);
  if (plain && second === undefined) return plain;
  const plainSecond = plain && second !== undefined && plainAtoms(atoms, second, table);
  if (plainSecond) return [...plain, internCode(atoms, META.conditionalElse), ...plainSecond];
  const text = second === undefined ? first : `${first}${String.fromCharCode(META.conditionalElse)}${second}`;
  const { tokens } = prescan(text, { table, delimiter: "", room: ADDRESS_ROOM, lenient: !removeComments });
  return tokens && internAll(atoms, tokens);
}

function decisionOf(
  session: Session,
  workspace: readonly number[],
  ruleset: string,
  said: readonly Message[],
): Decision {
  const { heads, texts } = session.program.atoms;
  const text = (at: number): string => texts[workspace[at] ?? -1] ?? "";
  const head = (at: number): number => heads[workspace[at] ?? -1] ?? 0;
  if (head(0) !== META.mailer) return { kind: "accept", answer: workspace.map((atom) => texts[atom] ?? "") };
  if (text(1) === "discard") return { kind: "discard" };
  if (text(1) !== "error") return { kind: "accept", answer: workspace.map((atom) => texts[atom] ?? "") };
  if (head(2) === META.host && text(3) === "quarantine") {
    const reason =
      head(4) === META.user && workspace.length > 5
        ? join(session.program.atoms, workspace, 5, workspace.length, { blank: " ", external: true, room: 16_384 })
        : ruleset;
    return { kind: "quarantine", reason };
  }
  const before = said.length;
  session.to = undefined;
  buildAddress(session, workspace, "", RECIPIENT);
  const message = said[before];
  const temporary = message?.code.startsWith("4") || session.exitStatus === STATUS.tempFail;
  return {
    kind: temporary ? "tempfail" : "reject",
    code: message?.code ?? "553",
    enhanced: message?.enhanced,
    text: message?.text ?? "",
  };
}
