/**
 * fresh — words that a configuration does not know
 *
 * No rule, class or table holds a fresh word, so what happens to one happens to all of them. They are lower-case
 * letters and digits, at most 20 of them, and begin with a letter.
 */

export interface FreshWords {
  readonly user: string;
  readonly otherUser: string;
  readonly detail: string;
  /** `elsewhere.land`: both labels are fresh. */
  readonly domain: string;
  readonly otherDomain: string;
  /** A label to put before a domain. */
  readonly label: string;
  readonly otherLabel: string;
}

/** Picks readable words; a number is added to one that the configuration knows. */
export function freshWords(known: ReadonlySet<string>): FreshWords {
  const taken = new Set<string>();
  const pick = (word: string): string => {
    let picked = word;
    for (let number = 1; known.has(picked) || taken.has(picked); number += 1) picked = `${word}${number}`;
    taken.add(picked);
    return picked;
  };
  const top = pick("land");
  return {
    user: pick("someone"),
    otherUser: pick("another"),
    detail: pick("detail"),
    domain: `${pick("elsewhere")}.${top}`,
    otherDomain: `${pick("nowhere")}.${top}`,
    label: pick("inner"),
    otherLabel: pick("outer"),
  };
}
