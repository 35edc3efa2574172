/**
 * verify — the same probes asked of both sides, and what may be claimed from the answers
 */
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { CoveringSet } from "../../sendmail/probe/covering.ts";
import { type Probe, probeText } from "../../sendmail/probe/probe.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import { ATOM, typeOf } from "../../sendmail/ruleset/token-types.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { type ClassLine, type Definitions, explanation, type Prediction, usedBy } from "./dispositions.ts";
import { handedOver, submitsHere } from "./handover.ts";
import { knownLetters, learnLetters } from "./known-letters.ts";
import { type Answer, sameOutcome } from "./outcome.ts";
import { type PostfixSide, postfixAnswer } from "./postfix-answer.ts";
import { type Proof, proofOf } from "./proof.ts";
import { sameShapes } from "./same-shapes.ts";
import { limitAnswer, sendmailAnswer, withoutLogin } from "./sendmail-answer.ts";

/** A probe that both sides answer differently. */
export interface Difference {
  readonly probe: Probe;
  readonly sendmail: Answer;
  readonly postfix: Answer;
  /** The disposition that predicted it; undefined: nothing did. */
  readonly explained: Prediction | undefined;
}

/** probes = agree + explained + unexplained */
export interface Verification {
  readonly probes: number;
  readonly agree: number;
  readonly explained: number;
  /** Unexplained ones first, the shortest probe of a kind first. */
  readonly differ: readonly Difference[];
  readonly coverage: Coverage;
  readonly proof: Proof;
}

export interface VerificationRequest {
  readonly config: SendmailConfig;
  readonly engine: RulesetEngine;
  readonly postfix: PostfixSide;
  readonly covering: CoveringSet;
  /** Rules that only a question about the rules alone fired, in a state of the world that is supposed. */
  readonly supposed: number;
  /** Ids of rules that cannot run (never-matching.ts). */
  readonly never: ReadonlySet<number>;
  /** The probes to ask; the covering set where there are no others. */
  readonly probes: readonly Probe[];
  /** True when `probes` is a chosen number, not all that the configuration needs. */
  readonly counted: boolean;
  /** Texts of what answers for the world outside: DNS and answer files. */
  readonly outside: readonly string[];
  /** True where every probe is followed, also where another of its shape was. */
  readonly stepByStep?: boolean;
  readonly predictions: readonly Prediction[];
  readonly placeOf: (file: string, line: number) => { readonly file: string; readonly line: number } | undefined;
}

export function verify(request: VerificationRequest): Verification {
  const { engine, postfix, covering, probes } = request;
  const sender = `${covering.fresh.otherUser}@${covering.fresh.otherDomain}`;
  const definitions = definitionsOf(request);
  const submits = submitsHere(request.config);
  const differ: Difference[] = [];
  const answered = (probe: Probe): boolean => {
    const answer =
      probe.question === "limit"
        ? limitAnswer(request.config, probe.address)
        : sendmailAnswer(engine, probe, sender, covering.answers);
    const open = postfix.asksLogin === true && probe.question === "decision" ? withoutLogin(answer) : answer;
    const ours = submits ? handedOver(open, probe, postfix, sender) : open;
    const theirs = postfixAnswer(postfix, probe, sender);
    if (sameOutcome(ours.outcome, theirs.outcome)) return true;
    const difference = { probe, sendmail: ours, postfix: theirs };
    const used = usedBy(engine, probe, sender, definitions);
    const explained = explanation(request.predictions, used, difference, covering.material.words);
    differ.push({ probe, sendmail: ours, postfix: theirs, explained });
    return false;
  };
  if (!askedByShape(request, answered)) {
    differ.length = 0;
    for (const probe of probes) answered(probe);
  }
  const explained = differ.filter((one) => one.explained !== undefined).length;
  const coverage = coverageOf(engine, covering.fired, request.never, request.placeOf);
  return {
    probes: probes.length,
    agree: probes.length - differ.length,
    explained,
    differ: ordered(differ),
    coverage,
    proof: proofOf(request, coverage),
  };
}

/** So many times the covering set are asked before shapes are worth their while. */
const MANY = 2;

/**
 * Asks all probes, those of one shape step by step once only (same-shapes.ts). False where that cannot be done, or has
 * turned out to be wrong.
 */
function askedByShape(request: VerificationRequest, answered: (probe: Probe) => boolean): boolean {
  const { config, engine, postfix, covering, probes } = request;
  if (!request.counted || request.stepByStep === true || probes.length < MANY * covering.probes.length) return false;
  const { directory, tables } = postfix.resolver.environment;
  if (lettersDivide(engine, directory.settings.text("recipient_delimiter"))) return false;
  const known = knownLetters(config, engine, directory, request.outside);
  // Rows of tables are asked for, whatever they hold; those that probes are made of are constants all the same.
  for (const word of covering.material.words) learnLetters(known, word);
  const shapes = sameShapes(
    known,
    engine,
    tables,
    Object.values(covering.fresh).flatMap((text) => text.split(".")),
  );
  for (const probe of probes) {
    if (shapes.agrees(probe)) continue;
    shapes.follow(probe, () => answered(probe));
    if (shapes.failed) return false;
  }
  return true;
}

/** Whether a letter is a token of its own, or the sign before a detail: then there are no unknown words. */
function lettersDivide({ program }: RulesetEngine, delimiters: string): boolean {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"].flatMap((letter) => [letter, letter.toUpperCase()]);
  return letters.some(
    (letter) => typeOf(program.atoms.table, letter.charCodeAt(0)) !== ATOM || delimiters.includes(letter),
  );
}

/** What nobody predicted first, then by kind of answers, the shortest witness of each kind in front. */
function ordered(differ: readonly Difference[]): readonly Difference[] {
  const rank = (one: Difference): number => (one.explained === undefined ? 0 : 1);
  const length = (one: Difference): number => probeText(one.probe).length;
  return [...differ].sort((a, b) => rank(a) - rank(b) || length(a) - length(b));
}

/** Classes of maps whose answers are not in any file of the site. */
const EXTERNAL: ReadonlySet<string> = new Set(["program", "ldap", "ldapx", "nis", "nisplus", "hesiod", "ph", "socket"]);

function definitionsOf({ config, engine, placeOf }: VerificationRequest): Definitions {
  const place = (file: string, line: number): string | undefined => {
    const found = placeOf(file, line);
    return found && `${found.file}:${found.line}`;
  };
  const collected = {
    maps: new Map<string, string[]>(),
    mailers: new Map<string, string[]>(),
    macros: new Map<string, string[]>(),
  };
  const add = (kind: keyof typeof collected, name: string, file: string, line: number): void => {
    const at = place(file, line);
    const list = collected[kind].get(name) ?? [];
    if (at !== undefined) list.push(at);
    list.push(`${file}:${line}`);
    collected[kind].set(name, list);
  };
  const classes = new Map<string, ClassLine[]>();
  for (const directive of config.directives) {
    const { file, line } = directive.span;
    if (directive.kind === "class" || directive.kind === "class-file") {
      const members = directive.kind === "class" ? directive.members.map((word) => word.text.toLowerCase()) : ["$"];
      // What a macro stands for is not looked up here.
      const words = members.some((word) => word.includes("$")) ? {} : { words: new Set(members) };
      const places = [place(file, line), `${file}:${line}`].filter((one) => one !== undefined);
      const list = classes.get(directive.name) ?? [];
      classes.set(directive.name, list.concat(places.map((at) => ({ place: at, ...words }))));
    } else if (directive.kind === "macro") add("macros", directive.name, file, line);
    else if (directive.kind === "map") add("maps", directive.name.toLowerCase(), file, line);
    else if (directive.kind === "mailer") add("mailers", directive.name.toLowerCase(), file, line);
  }
  const unread = [...config.maps.values()].filter((map) => EXTERNAL.has(map.mapClass.toLowerCase()));
  const missing = [...config.maps.values()].filter(({ name }) => !engine.program.maps.get(name));
  const names = (maps: typeof unread): ReadonlySet<string> => new Set(maps.map((map) => map.name.toLowerCase()));
  return { ...collected, classes, unread: names(unread), missing: names(missing), placeOf: place };
}
