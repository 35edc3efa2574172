import type { Span } from "../source/source-file.ts";
import type { Expectation, WantedAnswer } from "./expectations.ts";
import { foldDomain, type Leaf, leafText, sameLeaves } from "./leaf.ts";
import type { ClientAnswer, Side } from "./side.ts";

/** What one side answered to an expectation's question. */
interface SideResult {
  readonly ok: boolean;
  readonly got: string;
  /** How it came to it, a line a step. */
  readonly trace: readonly string[];
}

/** How one expectation ended. */
export interface ExpectationResult extends SideResult {
  readonly name: string;
  /** The item in the expectations file. */
  readonly at: Span;
  /** What was expected, in the words of the file. */
  readonly wanted: string;
  /** What the source of the migration answers, where one was given. */
  readonly source?: SideResult;
}

/** Asks a side, and the source of the migration where there is one. `ok` is about the first. */
export function judgeExpectation(expectation: Expectation, side: Side, source?: Side): ExpectationResult {
  const { name, at } = expectation;
  return {
    name,
    ...ask(expectation, side),
    at,
    wanted: wantedText(expectation),
    ...(source ? { source: ask(expectation, source) } : {}),
  };
}

/** What an expectation asks for, as its file says it. */
function wantedText(expectation: Expectation): string {
  switch (expectation.kind) {
    case "recipient":
      return listText(expectation.leaves);
    case "answer":
      return expectation.answer.kind === "code"
        ? [expectation.answer.code, expectation.answer.enhanced].filter((part) => part !== undefined).join(" ")
        : expectation.answer.kind;
    case "sender":
      return expectation.becomes;
  }
}

function ask(expectation: Expectation, side: Side): SideResult {
  switch (expectation.kind) {
    case "recipient": {
      const { value, trace } = side.leaves(expectation.recipient);
      return { ok: sameLeaves(expectation.leaves, value), got: listText(value), trace };
    }
    case "answer": {
      const { value, trace } = side.answer(expectation);
      return { ok: answers(expectation.answer, value), got: answerText(value), trace };
    }
    case "sender": {
      const { value, trace } = side.becomes(expectation);
      const ok = value !== undefined && foldDomain(value) === foldDomain(expectation.becomes);
      return { ok, got: value ?? `nothing: no such mailer ${expectation.via}`, trace };
    }
  }
}

function listText(leaves: readonly Leaf[]): string {
  return leaves.length === 0 ? "nothing" : leaves.map(leafText).join(", ");
}

function answerText({ kind, code, enhanced, text }: ClientAnswer): string {
  return kind === "accept" ? "accept" : [kind, code, enhanced, text].filter((part) => part !== undefined).join(" ");
}

/** An answer as an expectation would ask for it. */
export function answerWord({ kind, code, enhanced }: ClientAnswer): string {
  if (kind === "accept") return kind;
  return enhanced === undefined ? `${code}` : `${code} ${enhanced}`;
}

function answers(wanted: WantedAnswer, got: ClientAnswer): boolean {
  if (wanted.kind !== "code") return wanted.kind === got.kind;
  return wanted.code === got.code && (wanted.enhanced === undefined || wanted.enhanced === got.enhanced);
}
