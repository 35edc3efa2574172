/**
 * random — concrete addresses of the shapes that a covering set has
 *
 * A probe's fresh words are replaced by other fresh words, at random but from a seed: when the set is a proof, none of
 * them may be answered otherwise.
 */
import type { CoveringSet } from "./covering.ts";
import type { Probe } from "./probe.ts";

/** xorshift32: small, and the same on every machine. */
function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const TRIES = 40;

/** Exactly `count` probes: the covering set first, then random ones of its shapes. */
export function probesOfCount(covering: CoveringSet, count: number, seed: number): readonly Probe[] {
  const chosen = covering.probes.slice(0, count);
  const random = randomNumbers(seed);
  const known = new Set(chosen.map((probe) => JSON.stringify(probe)));
  while (chosen.length < count) {
    const shape = covering.probes[random(covering.probes.length)];
    if (!shape) break;
    let probe = respelt(shape, covering, random);
    for (let tries = 0; tries < TRIES && known.has(JSON.stringify(probe)); tries += 1) {
      const other = covering.probes[random(covering.probes.length)] ?? shape;
      probe = respelt(other, covering, random);
    }
    known.add(JSON.stringify(probe));
    chosen.push(probe);
  }
  return chosen;
}

/** The same probe with other fresh words, the same ones in the same places. */
function respelt(probe: Probe, covering: CoveringSet, random: (below: number) => number): Probe {
  const { fresh, material } = covering;
  const spellings = new Map<string, string>();
  for (const word of [fresh.user, fresh.otherUser, fresh.detail, fresh.label, fresh.otherLabel]) {
    spellings.set(word, freshWord(material.words, random));
  }
  for (const word of [...fresh.domain.split("."), ...fresh.otherDomain.split(".")]) {
    if (!spellings.has(word)) spellings.set(word, freshWord(material.words, random));
  }
  const change = (text: string): string =>
    text.replace(/[A-Za-z][A-Za-z0-9]*/g, (word) => {
      const other = spellings.get(word.toLowerCase());
      if (other === undefined) return word;
      return word === word.toUpperCase() ? other.toUpperCase() : other;
    });
  if (probe.question === "limit") return probe;
  if (probe.question !== "decision") return { ...probe, address: change(probe.address) };
  const { client, sender, recipient } = probe;
  const name = client.name === undefined ? undefined : change(client.name);
  return { question: "decision", client: { ...client, name }, sender: change(sender), recipient: change(recipient) };
}

function freshWord(known: ReadonlySet<string>, random: (below: number) => number): string {
  for (;;) {
    const length = 5 + random(8);
    let word = "";
    while (word.length < length) word += LETTERS[random(LETTERS.length)];
    if (!known.has(word)) return word;
  }
}
