/**
 * dispositions — which inexact part of the source a probe went through
 *
 * A difference is explained only when the disposition that predicted it belongs to a rule that fired, a map or an
 * entry that was asked, a class that was tested, or a mailer that was used in the probe's own trace.
 */
import { type DifferentForm, type Disposition, dispositions } from "../../diagnostics/disposition.ts";
import { clientSeen, type Probe } from "../../sendmail/probe/probe.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { SmtpQuestion } from "../../sendmail/ruleset/hooks.ts";
import { META } from "../../sendmail/ruleset/metasymbol.ts";
import type { TestObserver } from "../../sendmail/ruleset/observe.ts";
import type { Rule } from "../../sendmail/ruleset/program.ts";
import { hasForm, type TwoAnswers } from "./forms.ts";
import { kindOf } from "./kind-of.ts";
import { isAboutThis } from "./scope.ts";
import { ownClient } from "./sendmail-answer.ts";

/** A directive, or a row of a table, that is not the same in Postfix. */
export interface Prediction {
  readonly file: string;
  readonly line: number;
  readonly disposition: Disposition;
  readonly code: string;
  readonly note: string;
  /** For a row of a table: its key. */
  readonly key?: string;
  /** It predicts differences of this form only. */
  readonly form?: DifferentForm;
  /** Domains of the addresses that the form is about. */
  readonly names?: readonly string[];
  /** It predicts these differences only (kind-of.ts). */
  readonly differences?: readonly string[];
}

/** What a probe used: places of the source, and keys that were asked. */
export interface Used {
  /** `FILE:LINE` of rules that fired, and of the maps and classes that they used. */
  readonly places: ReadonlySet<string>;
  /** The same, and what was only passed on the way to a decision. */
  readonly passed: ReadonlySet<string>;
  /** `FILE:LINE` of mailers. */
  readonly mailers: ReadonlySet<string>;
  /** Keys of maps and aliases, in lower case. */
  readonly keys: ReadonlySet<string>;
}

/** Where a map, class or mailer is defined: `FILE:LINE`s by its name. */
export interface Definitions {
  readonly maps: ReadonlyMap<string, readonly string[]>;
  readonly classes: ReadonlyMap<string, readonly ClassLine[]>;
  readonly mailers: ReadonlyMap<string, readonly string[]>;
  readonly macros: ReadonlyMap<string, readonly string[]>;
  /** Maps that only their own servers or programs could answer. */
  readonly unread: ReadonlySet<string>;
  /** Maps of a class that nobody knows: a rule that asks one ends in an error (parseaddr.c, rewrite). */
  readonly missing: ReadonlySet<string>;
  /** The place in a file that a person wrote for a rule's place in the cf file. */
  placeOf(file: string, line: number): string | undefined;
}

/** A line that fills a class, and its words in lower case; without words: it names a file or a program. */
export interface ClassLine {
  readonly place: string;
  readonly words?: ReadonlySet<string>;
}

/** A class whose file is not there: neither side knows its members, so it makes no difference between them. */
const UNREAD_CLASS = "LI2030";

const predicting: ReadonlySet<Disposition> = new Set<Disposition>(["approximate", "manual", "unsupported", "unknown"]);

/** The prediction that explains a difference: the gravest one that the probe used. `words`: what the source names. */
export function explanation(
  predictions: readonly Prediction[],
  used: Used,
  difference: TwoAnswers,
  words: ReadonlySet<string>,
): Prediction | undefined {
  return predictions
    .filter((one) => predicting.has(one.disposition) && one.code !== UNREAD_CLASS)
    .filter((one) => {
      if (one.differences) return isPassed(one, used) && one.differences.includes(kindOf(difference, words));
      if (one.form) return isPassed(one, used) && hasForm(one.form, difference, one.names);
      return isUsed(one, used) && isAboutThis(one, difference);
    })
    .sort((a, b) => dispositions.indexOf(b.disposition) - dispositions.indexOf(a.disposition))[0];
}

/** What Postfix does whatever is configured follows from no rule; an agent is named by the question. */
const TOLD_BY_ANSWERS: ReadonlySet<DifferentForm | undefined> = new Set([
  "built-in",
  "short-own-sender",
  "agent-rewriting",
] as const);

/** A form is told by the answers themselves: here it is enough that the rule had a part in the old one. */
function isPassed(one: Prediction, used: Used): boolean {
  const place = `${one.file}:${one.line}`;
  return TOLD_BY_ANSWERS.has(one.form) || used.passed.has(place) || used.mailers.has(place);
}

/** What is nearly the same of a mailer is how it delivers, not to whom: that explains no address. */
function isUsed(one: Prediction, used: Used): boolean {
  if (one.key !== undefined) return used.keys.has(one.key);
  const place = `${one.file}:${one.line}`;
  return used.places.has(place) || (one.disposition !== "approximate" && used.mailers.has(place));
}

/** Asks a probe again and keeps what it used on the way. */
export function usedBy(engine: RulesetEngine, probe: Probe, sender: string, definitions: Definitions): Used {
  const used = {
    places: new Set<string>(),
    passed: new Set<string>(),
    mailers: new Set<string>(),
    keys: new Set<string>(),
  };
  const mailer = (name: string): void => addAll(used.mailers, definitions.mailers.get(name.toLowerCase()));
  if (probe.question === "decision") decided(engine, probe, definitions, used);
  else if (probe.question === "recipient") {
    const resolution = engine.resolve(probe.address, { observer: observing(definitions, used) });
    used.keys.add((resolution.user ?? "").toLowerCase());
    for (const name of [resolution.mailer ?? "", ...resolution.leaves.map((leaf) => leaf.mailer)]) mailer(name);
    const isRefusedAnyway = resolution.leaves.length > 0 && resolution.leaves.every((leaf) => leaf.error);
    const question = { client: ownClient, sender, recipient: probe.address };
    if (!isRefusedAnyway) decided(engine, question, definitions, used);
  } else if (probe.question !== "limit") {
    const asked = { as: probe.question, mailer: probe.mailer, observer: observing(definitions, used) };
    engine.rewrite(probe.address, asked);
    mailer(probe.mailer);
  }
  return used;
}

interface Collected {
  readonly places: Set<string>;
  readonly passed: Set<string>;
  readonly mailers: Set<string>;
  readonly keys: Set<string>;
}

function addAll(to: Set<string>, places: readonly string[] | undefined): void {
  for (const place of places ?? []) to.add(place);
}

/** The lines that brought this word into the class: those that name it, else those whose words are elsewhere. */
function linesOfMember(lines: readonly ClassLine[], word: string): readonly string[] {
  const naming = lines.filter(({ words }) => words?.has(word.toLowerCase()));
  const found = naming.length > 0 ? naming : lines.filter(({ words }) => words === undefined);
  return found.map(({ place }) => place);
}

function observing(definitions: Definitions, used: Collected, onFired?: (rule: Rule) => void): TestObserver {
  const place = (rule: Rule): void => {
    // What is said of the library's own lines stands at the line of the expansion.
    used.passed.add(`${rule.span?.file ?? ""}:${rule.span?.line ?? rule.line}`);
    const at = definitions.placeOf(rule.span?.file ?? "", rule.span?.line ?? rule.line);
    if (at === undefined) return;
    used.passed.add(at);
    // The value of `$M` stands in the rule since the file was read (conf.c, expand).
    for (const [, short, long] of rule.text.matchAll(/\$&?(?:([A-Za-z])|\{([^}]+)\})/g)) {
      addAll(used.passed, definitions.macros.get(short ?? long ?? ""));
      if (!onFired) addAll(used.places, definitions.macros.get(short ?? long ?? ""));
    }
    for (const [, name = ""] of rule.text.matchAll(/\$\(\s*([\w-]+)/g)) {
      if (definitions.missing.has(name.toLowerCase())) addAll(used.places, definitions.maps.get(name.toLowerCase()));
    }
    if (!onFired) used.places.add(at);
    else onFired(rule);
  };
  return {
    test: (test) => {
      if (test.kind === "map") {
        const map = test.map.toLowerCase();
        // A table without an answer decides nothing; one that could not be asked does.
        if (!test.hit && !definitions.unread.has(map)) return;
        used.keys.add(test.key.toLowerCase());
        addAll(used.places, definitions.maps.get(map));
        addAll(used.passed, definitions.maps.get(map));
      } else if (test.kind === "class" && test.hit && !test.negated) {
        const places = linesOfMember(definitions.classes.get(test.className) ?? [], test.seen);
        addAll(used.places, places);
        addAll(used.passed, places);
      }
    },
    fired: place,
  };
}

/**
 * Of the rules on the way to a decision only one decides: the last that named a mailer (`$#error`, `$#OK`) or ended its
 * ruleset (`$@ OK`: a check that asks nothing lets everything pass). The others were passed, and what is only nearly
 * the same of them changed nothing.
 */
function decided(engine: RulesetEngine, question: SmtpQuestion, definitions: Definitions, used: Collected): void {
  const { heads } = engine.program.atoms;
  let last: Rule | undefined;
  const observer = observing(definitions, used, (rule) => {
    if (rule.then === "return" || rule.body.some((atom) => heads[atom] === META.mailer)) last = rule;
  });
  engine.decide({ ...question, client: clientSeen(engine, question.client) }, { observer });
  if (last) observing(definitions, used).fired?.(last);
}
