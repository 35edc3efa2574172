import type { Change } from "../diff/change.ts";
import { materialOf, ownerFinder } from "../diff/material.ts";
import { onlyMatching } from "../diff/only.ts";
import { comparePostfix } from "../diff/postfix/index.ts";
import { parameterChanges } from "../diff/postfix/parameters.ts";
import { namedFiles } from "../diff/postfix/tables.ts";
import { addressesOf, addressQuestions, decisionQuestions } from "../diff/questions.ts";
import { compareTexts } from "../diff/text.ts";
import { findWitnesses, type Witness } from "../diff/witness.ts";
import { askAlike, askOf } from "./diff/ask.ts";
import { converted, type DiffInput, openParty, type Party, type PostfixParty, textsOf } from "./diff/party.ts";
import { sendmailChanges } from "./diff/sendmail-changes.ts";
import { homeOf, wordsOf } from "./diff/words.ts";
import type { PostfixFlags } from "./postfix.ts";

export type { DiffInput } from "./diff/party.ts";

export interface DiffRequest {
  readonly a: DiffInput;
  readonly b: DiffInput;
  readonly level: "text" | "semantic" | "behaviour";
  /** A glob on the paths of changes. */
  readonly only: string | undefined;
  readonly flags: PostfixFlags;
}

export interface Difference {
  readonly same: boolean;
  readonly changes: readonly Change[];
  /** Smallest questions that the two answer differently; empty but for the level `behaviour`. */
  readonly witnesses: readonly Witness[];
  readonly remarks: readonly string[];
}

export type Diffing =
  | { readonly ok: true; readonly difference: Difference }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Compares two configurations of any kind; those of different kinds meet as the Postfix directory of both. */
export async function diff(request: DiffRequest): Promise<Diffing> {
  const { flags } = request;
  const first = request.a.kind === "settings" ? request.b : request.a;
  const opened = await openParty(first, flags, undefined);
  if (!opened.ok) return opened;
  const beside = opened.party.kind === "postfix" ? opened.party : undefined;
  const rest = await openParty(first === request.a ? request.b : request.a, flags, beside);
  if (!rest.ok) return rest;
  const [a, b] = first === request.a ? [opened.party, rest.party] : [rest.party, opened.party];
  return { ok: true, difference: await differenceOf(a, b, request) };
}

async function differenceOf(a: Party, b: Party, { level, only, flags }: DiffRequest): Promise<Difference> {
  const isMixed = a.kind !== b.kind;
  const [left, right] = isMixed ? [await asPostfix(a, flags), await asPostfix(b, flags)] : [a, b];
  const changes = onlyMatching(level === "text" ? texts(left, right) : semantic(left, right), only);
  const witnesses = level === "behaviour" ? witnessesOf(a, b, changes) : [];
  return { same: changes.length === 0 && witnesses.length === 0, changes, witnesses, remarks: remarksOf(a, b) };
}

async function asPostfix(party: Party, flags: PostfixFlags): Promise<PostfixParty> {
  return party.kind === "postfix" ? party : converted(party, flags);
}

function texts(a: Party, b: Party): readonly Change[] {
  const bare = [a, b].some((party) => party.kind === "postfix" && party.isBare);
  const paths = (party: PostfixParty): readonly string[] =>
    [...namedFiles(party.opened.resolver.environment).values()].map(({ path }) => path).sort();
  const [left, right] = [textsOf(a, paths), textsOf(b, paths)];
  const main = (each: { readonly name: string }): boolean => !bare || each.name === "main.cf";
  return compareTexts(left.filter(main), right.filter(main));
}

function semantic(a: Party, b: Party): readonly Change[] {
  if (a.kind === "sendmail" && b.kind === "sendmail") {
    return sendmailChanges(a, b);
  }
  if (a.kind !== "postfix" || b.kind !== "postfix") return [];
  const [left, right] = [a.opened.resolver.environment, b.opened.resolver.environment];
  return a.isBare || b.isBare ? parameterChanges(left.directory, right.directory) : comparePostfix(left, right);
}

function witnessesOf(a: Party, b: Party, changes: readonly Change[]): readonly Witness[] {
  const material = materialOf(changes, [...wordsOf(a), ...wordsOf(b)]);
  const home = homeOf(a);
  const addresses = addressesOf(material, home);
  const questions = [
    ...addressQuestions(addresses),
    ...[undefined, ...servicesOf(a, b)].flatMap((service) => [
      ...decisionQuestions(material, addresses, home, service),
    ]),
  ];
  const ask = a.kind === b.kind ? askOf : askAlike;
  return findWitnesses(questions, ask(a), ask(b), ownerFinder(changes));
}

/** smtpd(8) services besides the one on port 25 that have settings of their own, in both directories. */
function servicesOf(a: Party, b: Party): readonly string[] {
  if (a.kind !== "postfix" || b.kind !== "postfix") return [];
  const [left, right] = [a, b].map(({ opened }) =>
    opened.config.services.filter(({ command, options }) => command === "smtpd" && options.length > 0),
  );
  const names = new Set(right?.map(({ name, type }) => `${name}/${type}`));
  return (left ?? [])
    .map(({ name, type }) => `${name}/${type}`)
    .filter((name) => names.has(name))
    .slice(0, SERVICES);
}

/** Services that are asked besides the first. */
const SERVICES = 4;

function remarksOf(...parties: readonly Party[]): readonly string[] {
  const all = parties.flatMap((party) => (party.kind === "postfix" ? party.opened.remarks : party.loaded.remarks));
  return [...new Set(all)];
}
