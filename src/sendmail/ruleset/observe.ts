/**
 * observe — what rules looked at, for whoever searches addresses that make a rule fire
 *
 * An observer is told of every test that a left-hand side made and of every map asked, in the order in which they
 * happened, whether they held or not. A token of the question that nobody tested is carried through unseen: another one
 * in its place gives the same answer (data independence, behaviour of a copy machine).
 */
import { macroName } from "./macro-names.ts";
import type { MatchWatch } from "./match.ts";
import { OP, type Program, type Rule } from "./program.ts";
import type { Tape } from "./tape.ts";

/**
 * One test. `seen` is the text of the tokens it looked at; `hit` whether it held.
 *
 * `literal`: a token against a word of the rule, case ignored · `class`: `$=x` with the phrase that was a member, or
 * the first token where none was; `$~x` (`negated`) with its one token, a hit when it is no member · `macro`: `$&x`
 * against as many tokens as its value has · `count`: the workspace ended before the rule (`short`), or was longer
 * (`long`, with the tokens left over) · `map`: a key and its value, undefined for none.
 */
export type RuleTest =
  | {
      readonly kind: "literal";
      readonly rule: Rule;
      readonly wanted: string;
      readonly seen: string;
      readonly hit: boolean;
    }
  | {
      readonly kind: "class";
      readonly rule: Rule;
      readonly className: string;
      readonly negated: boolean;
      readonly seen: string;
      readonly hit: boolean;
    }
  | {
      readonly kind: "macro";
      readonly rule: Rule;
      readonly macro: string;
      readonly seen: string;
      readonly hit: boolean;
    }
  | {
      readonly kind: "count";
      readonly rule: Rule;
      readonly workspace: "short" | "long";
      readonly seen: string;
      readonly hit: false;
    }
  | {
      readonly kind: "map";
      readonly map: string;
      readonly key: string;
      readonly value: string | undefined;
      readonly hit: boolean;
    };

/** Given with a question (`AskOptions.observer`). Costs about as much as a trace; absent, nothing is made for it. */
export interface TestObserver {
  test(test: RuleTest): void;
  /** A rule matched; its right-hand side is about to be put in. */
  fired(rule: Rule): void;
}

/** An observer as the matcher tells it. */
export function observingWatch(program: Program, observer: TestObserver): MatchWatch {
  const { atoms } = program;
  const textOf = (tape: Tape, from: number, to: number): string => {
    let text = "";
    for (let at = from; at < to && at < tape.length; at += 1) text += atoms.texts[tape.tokens[at] ?? -1] ?? "";
    return text;
  };
  return {
    advance: () => undefined,
    extend: () => undefined,
    classMatch: () => undefined,
    backUp: () => undefined,
    tested: (rule, element, tape, from, to, hit) => {
      const op = rule.ops[element];
      if (op === undefined) {
        observer.test({ kind: "count", rule, workspace: "long", seen: textOf(tape, from, to), hit: false });
        return;
      }
      if (from >= tape.length && !hit) {
        observer.test({ kind: "count", rule, workspace: "short", seen: "", hit: false });
        return;
      }
      const seen = textOf(tape, from, to);
      const name = (): string => macroName(program.names, rule.args[element] ?? 0);
      if (op === OP.literal) {
        observer.test({ kind: "literal", rule, wanted: atoms.texts[rule.args[element] ?? -1] ?? "", seen, hit });
      } else if (op === OP.inClass || op === OP.notInClass) {
        observer.test({ kind: "class", rule, className: name(), negated: op === OP.notInClass, seen, hit });
      } else if (op === OP.macro) observer.test({ kind: "macro", rule, macro: name(), seen, hit });
    },
  };
}
