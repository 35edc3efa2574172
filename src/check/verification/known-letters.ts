/**
 * known-letters — every run of five letters that either side has anywhere in its text
 *
 * A word whose first five letters are none of these is in nothing that either side can compare it with, and no text
 * that is glued to it makes it so.
 */
import { defaultValue, parameterNames } from "../../postfix/catalogue/parameters.ts";
import type { PostfixDirectory } from "../../postfix/read/directory.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";

const LETTERS = 5;

export type KnownLetters = Set<string>;

/** `texts`: what else answers for the world outside, as DNS and answer files do. */
export function knownLetters(
  config: SendmailConfig,
  engine: RulesetEngine,
  directory: PostfixDirectory,
  texts: readonly string[],
): KnownLetters {
  const known = new Set<string>();
  const add = (text: string): void => learnLetters(known, text);
  for (const text of [...BUILT_IN, ...texts, config.file.source.text, config.facts.hostname]) add(text);
  for (const value of config.facts.other.values()) add(value);
  for (const { words } of engine.program.classes.byId.values()) for (const word of words) add(word);
  for (const { name, fullName, home, shell } of engine.sources.accounts.all)
    add(`${name} ${fullName} ${home} ${shell}`);
  addPostfix(directory, add);
  return known;
}

export function learnLetters(known: KnownLetters, text: string): void {
  for (const [run] of text.toLowerCase().matchAll(/[a-z]{5,}/g)) {
    for (let at = 0; at + LETTERS <= run.length; at += 1) known.add(run.slice(at, at + LETTERS));
  }
}

/** Words that the C code of both programs knows without a configuration. */
const BUILT_IN = [
  "postmaster mailer-daemon double-bounce localhost error local include daemon discard owner request undisclosed",
  "recipients abuse relay smtp lmtp virtual pipe retry permanent temporary reject accept quarantine uucp bitnet decnet",
];

function addPostfix({ version, main, services, settings, files }: PostfixDirectory, add: (text: string) => void): void {
  for (const name of parameterNames(version)) add(defaultValue(name, version) ?? "");
  const values = [
    ...main.map(({ value }) => value),
    ...services.flatMap(({ name, command, args, options }) => [name, command, ...(args ?? []), ...options.flat()]),
    settings.text("myhostname"),
  ];
  for (const value of values) {
    add(value);
    // A file that a list of names is read from; tables are asked themselves.
    for (const [, path = ""] of value.matchAll(/(?:^|[\s,!])(\/[^\s,]+)/g)) {
      if (files.exists(path) && !files.isDirectory(path)) for (const { text } of files.lines(path)) add(text);
    }
  }
}

/** Whether nothing that either side knows holds the word; it is of letters alone, all small or all capital ones. */
export function isUnknown(known: KnownLetters, word: string): boolean {
  if (word.length < LETTERS || word.length > MOST_LETTERS || !/^(?:[a-z]+|[A-Z]+)$/.test(word)) return false;
  const small = word.toLowerCase();
  return !known.has(small.slice(0, LETTERS)) && !/^[a-f]+$/.test(small);
}

const MOST_LETTERS = 20;
