import type { AddressPattern, PatternPart } from "../../model/behaviour.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { Shape, ShapePart } from "./shapes.ts";

/** Names that the configuration does not know, by hole. */
export type Filling = ReadonlyMap<string, string>;

const MEMBERS = 400;

/** Every pattern of a shape: each class gives its members, adjoining text is put together, holes get names. */
export function patternsOf(shape: Shape, config: SendmailConfig): readonly AddressPattern[] {
  const users = expand(shape.user, config);
  const domains = shape.domain === "local" ? (["local"] as const) : expand(shape.domain, config);
  const patterns: AddressPattern[] = [];
  for (const user of users) {
    for (const domain of domains) {
      if (patterns.length >= MEMBERS) return patterns;
      patterns.push(named(user, domain));
    }
  }
  return patterns;
}

type Plain = Exclude<ShapePart, { kind: "class" }>;

function expand(parts: readonly ShapePart[], config: SendmailConfig): readonly (readonly Plain[])[] {
  let all: readonly (readonly Plain[])[] = [[]];
  for (const part of parts) {
    const choices: readonly Plain[] =
      part.kind === "class"
        ? (config.classes.get(part.name)?.members ?? []).map(({ text }) => ({ kind: "text" as const, text }))
        : [part];
    all = all.flatMap((before) => choices.map((choice) => [...before, choice])).slice(0, MEMBERS);
  }
  return all;
}

function named(user: readonly Plain[], domain: readonly Plain[] | "local"): AddressPattern {
  let holes = 0;
  const side = (parts: readonly Plain[]): readonly PatternPart[] => {
    const out: PatternPart[] = [];
    for (const part of parts) {
      const last = out.at(-1);
      if (part.kind === "hole") {
        holes += 1;
        out.push({ kind: "hole", name: `h${holes}`, length: part.length });
      } else if (last?.kind === "text") out[out.length - 1] = { kind: "text", text: last.text + part.text };
      else out.push({ kind: "text", text: part.text });
    }
    return out;
  };
  const left = side(user);
  return { user: left, domain: domain === "local" ? "local" : side(domain) };
}

export function holesOf(pattern: AddressPattern): readonly string[] {
  const domain = pattern.domain === "local" ? [] : pattern.domain;
  return [...pattern.user, ...domain].flatMap((part) => (part.kind === "hole" ? [part.name] : []));
}

/** A whole domain that is one hole stands for a registered name, so it gets two labels. */
export function isWholeDomain(pattern: AddressPattern, hole: string): boolean {
  const { domain } = pattern;
  return domain !== "local" && domain.length === 1 && domain[0]?.kind === "hole" && domain[0].name === hole;
}

/** `[hole]`: an address literal. */
export function isLiteral({ domain }: AddressPattern, hole: string): boolean {
  if (domain === "local") return false;
  const at = domain.findIndex((part) => part.kind === "hole" && part.name === hole);
  const text = (part: PatternPart | undefined): string => (part?.kind === "text" ? part.text : "");
  return at !== -1 && text(domain[at - 1]).endsWith("[") && text(domain[at + 1]).startsWith("]");
}

/** The address of a pattern with its holes filled; `local` takes the given domain, none gives a bare name. */
export function addressOf(pattern: AddressPattern, filling: Filling, localDomain: string): string {
  const text = (parts: readonly PatternPart[]): string =>
    parts.map((part) => (part.kind === "text" ? part.text : (filling.get(part.name) ?? ""))).join("");
  const domain = pattern.domain === "local" ? localDomain : text(pattern.domain);
  return domain === "" ? text(pattern.user) : `${text(pattern.user)}@${domain}`;
}

const spellings: readonly (readonly string[])[] = [
  ["someone", "annex", "cellar", "somehost", "attic", "garage", "lobby", "patio"],
  ["otherone", "porch", "gable", "otherhost", "larder", "stable", "foyer", "eaves"],
  ["detail", "extra", "surplus", "bonus"],
];

/** Words that the configuration does not hold, as `known` tells; readable, because reports show them. */
export function freshWord(index: number, spelling: number, known: (word: string) => boolean): string {
  const words = spellings[spelling] ?? spellings[0] ?? [];
  const word = words[index % words.length] ?? "someone";
  for (let round = Math.floor(index / words.length); ; round += 1) {
    const fresh = round === 0 ? word : `${word}${round}`;
    if (!known(fresh)) return fresh;
  }
}
