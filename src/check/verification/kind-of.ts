/**
 * kind-of — a difference with the words that no configuration names left open
 *
 * Two differences of one kind are the same question with the same two answers, but for such words: what a witness shows
 * holds of its kind and of nothing else (behaviour.md, data independence).
 */
import type { TwoAnswers } from "./forms.ts";
import { outcomeText } from "./outcome.ts";

const WORD = /[a-z0-9_\x80-\xff-]+/g;

/** Question and both answers in one line; words outside of `known` are numbered in the order in which they come. */
export function kindOf({ probe, sendmail, postfix }: TwoAnswers, known: ReadonlySet<string>): string {
  const asked =
    probe.question === "decision"
      ? [probe.client.name ?? "", probe.client.address, probe.sender, probe.recipient]
      : [probe.address];
  const by =
    probe.question === "decision" || probe.question === "limit" || probe.question === "recipient" ? "" : probe.mailer;
  const open = new Map<string, string>();
  const opened = [...asked, outcomeText(sendmail.outcome), outcomeText(postfix.outcome)].map((text) =>
    text.toLowerCase().replace(WORD, (word) => {
      if (known.has(word)) return word;
      const name = open.get(word) ?? `$${open.size + 1}`;
      open.set(word, name);
      return name;
    }),
  );
  return [probe.question, by, ...opened].join(" ");
}
