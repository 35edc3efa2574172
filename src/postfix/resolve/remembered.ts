/** Answers that are kept before all are forgotten: domains are few, and a stream of new ones must not fill the memory. */
const KEPT = 2_000;

/** The same function of a text, each answer found once. */
export function remembered<T>(ask: (text: string) => T, kept = KEPT): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = ask(text);
    if (answers.size >= kept) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
