/**
 * questions-asked — what a probe made both sides ask tables, patterns, aliases and the name service, so that the same
 * can be asked with other words in its place
 */
import type { Tables } from "../../postfix/tables/open.ts";
import type { Answer } from "../../postfix/tables/table.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import { type KnownLetters, learnLetters } from "./known-letters.ts";
import { spelt, type Template, templateOf } from "./shape.ts";

/** The questions that hold a word of the probe. */
export interface Questions {
  /** Whether they have the same answers, but for the spelling, when the words are these. */
  haveSameAnswers(words: readonly string[]): boolean;
}

interface QuestionAsked {
  /** Numbers of its texts: many tables are asked for the same key. */
  readonly texts: readonly number[];
  readonly value: Template | undefined;
  readonly failed: boolean;
  readonly ask: (key: string, args: readonly string[]) => Heard;
}

interface Heard {
  readonly value: string | undefined;
  readonly failed: boolean;
}

/**
 * Listens to both sides until the function that it returns is called; that one gives undefined where a question cannot
 * be put with other words. What comes out of tables is `known` from then on.
 */
export function listen(
  words: readonly string[],
  known: KnownLetters,
  engine: RulesetEngine,
  tables: Tables,
): () => Questions | undefined {
  const asked: QuestionAsked[] = [];
  const texts = new TextTemplates(words);
  const ids = new Map<unknown, Set<string>>();
  const pattern = new RegExp(words.join("|"), "i");
  let isOpen = false;
  const note = (of: unknown, written: readonly string[], answer: Heard, ask: QuestionAsked["ask"]): void => {
    learnLetters(known, (answer.value ?? "").replace(new RegExp(words.join("|"), "gi"), " "));
    if (!written.some((text) => pattern.test(text))) return;
    const seen = ids.get(of) ?? new Set();
    ids.set(of, seen);
    const id = written.join("\n");
    if (seen.has(id)) return;
    seen.add(id);
    const value = answer.value === undefined ? undefined : templateOf(answer.value, words);
    isOpen ||= (value === undefined) !== (answer.value === undefined);
    asked.push({ texts: written.map((text) => texts.number(text)), value, failed: answer.failed, ask });
  };
  engine.hear(({ map, key, args, answer, again }) => {
    const ask: QuestionAsked["ask"] = (other, more) => {
      const { value, tempFail } = again(other, args && more);
      return { value, failed: tempFail };
    };
    note(map, [key, ...(args ?? [])], { value: answer.value, failed: answer.tempFail }, ask);
  });
  tables.hear((key, answer, again) => {
    note(again, [key], heardOf(answer), (other) => heardOf(again(other)));
  });
  return () => {
    engine.hear(undefined);
    tables.hear(undefined);
    if (isOpen || texts.isMixed) return undefined;
    return { haveSameAnswers: (by) => sameAnswers(asked, texts.templates, by) };
  };
}

function heardOf(answer: Answer): Heard {
  return { value: answer.kind === "found" ? answer.value : undefined, failed: answer.kind === "failed" };
}

/** Texts as templates, each once. */
class TextTemplates {
  readonly templates: Template[] = [];
  /** True once a text held a word in a mixture of cases. */
  isMixed = false;
  private readonly numbers = new Map<string, number>();

  constructor(private readonly words: readonly string[]) {}

  number(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const template = templateOf(text, this.words);
    this.isMixed ||= template === undefined;
    const number = this.templates.push(template ?? { pieces: [text], places: [] }) - 1;
    this.numbers.set(text, number);
    return number;
  }
}

function sameAnswers(
  asked: readonly QuestionAsked[],
  templates: readonly Template[],
  words: readonly string[],
): boolean {
  const capitals = words.map((word) => word.toUpperCase());
  const written: string[] = [];
  for (const template of templates) written.push(spelt(template, words, capitals));
  for (const { texts, value, failed, ask } of asked) {
    const [key = 0, ...args] = texts;
    const answer = ask(written[key] ?? "", args.length === 0 ? NO_ARGUMENTS : args.map((arg) => written[arg] ?? ""));
    if (answer.failed !== failed || answer.value !== (value && spelt(value, words, capitals))) return false;
  }
  return true;
}

const NO_ARGUMENTS: readonly string[] = [];
