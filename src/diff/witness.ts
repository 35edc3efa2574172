import { type Question, simpler, size, wordsOf } from "./questions.ts";

/** What a configuration answers: parts for people, and one text that is equal where the behaviour is. */
export interface Answer {
  readonly shown: Readonly<Record<string, unknown>>;
  readonly meaning: string;
  /** The kind of answer, without names: `local`, `smtp`, `reject 550`. */
  readonly shape: string;
}

export type Ask = (question: Question) => Answer | undefined;

/** A question that the two answer differently. */
export interface Witness {
  readonly question: Question;
  readonly a: Answer;
  readonly b: Answer;
}

/** Witnesses that are shown: one of each change and way to differ. */
const SHOWN = 60;

/**
 * Asks both. Of the questions that belong to one change (`ownerOf` their words) and are answered in the same two ways,
 * the smallest stays.
 */
export function findWitnesses(
  questions: Iterable<Question>,
  askA: Ask,
  askB: Ask,
  ownerOf: (words: readonly string[]) => string,
): readonly Witness[] {
  const found = new Map<string, Witness>();
  const signatureOf = ({ question, a, b }: Witness): string =>
    [question.kind, serviceOf(question), ownerOf(wordsOf(question)), a.shape, b.shape].join(" | ");
  for (const question of questions) {
    const witness = differing(question, askA, askB);
    if (!witness) continue;
    const signature = signatureOf(witness);
    const known = found.get(signature);
    if (!known && found.size >= SHOWN) continue;
    if (!known || size(question) < size(known.question)) found.set(signature, witness);
  }
  return [...found.values()].map((witness) => shrunk(witness, askA, askB, signatureOf));
}

function serviceOf(question: Question): string {
  return question.kind === "decision" ? (question.service ?? "") : "";
}

function differing(question: Question, askA: Ask, askB: Ask): Witness | undefined {
  const [a, b] = [askA(question), askB(question)];
  return a && b && a.meaning !== b.meaning ? { question, a, b } : undefined;
}

/** Takes a simpler question as long as one belongs to the same change and differs in the same way. */
function shrunk(witness: Witness, askA: Ask, askB: Ask, signatureOf: (witness: Witness) => string): Witness {
  for (const question of simpler(witness.question)) {
    const smaller = differing(question, askA, askB);
    if (smaller && signatureOf(smaller) === signatureOf(witness)) return shrunk(smaller, askA, askB, signatureOf);
  }
  return witness;
}
