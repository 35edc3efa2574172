/**
 * steps — a run as a list of plain records, for people and for JSON
 */
import type { Atom } from "./atoms.ts";
import type { Program } from "./program.ts";
import type { Trace } from "./session.ts";
import { shownTokens } from "./transcript.ts";

export type Step =
  | { readonly step: "enter"; readonly ruleset: string; readonly workspace: string }
  | {
      readonly step: "rule";
      readonly ruleset: string;
      readonly file: string;
      readonly line: number;
      readonly text: string;
      readonly workspace: string;
    }
  | { readonly step: "leave"; readonly ruleset: string; readonly workspace: string }
  | {
      readonly step: "map";
      readonly map: string;
      readonly key: string;
      readonly arguments: readonly string[];
      readonly value: string | null;
      readonly status: number;
    }
  | { readonly step: "message"; readonly text: string };

/** A trace that records what happened: rulesets entered and left, rules that fired, maps asked with their answers. */
export function stepTrace(program: Program, steps: Step[]): Trace {
  const text = (workspace: readonly Atom[]): string => shownTokens(program, workspace).slice(1);
  const open: string[] = [];
  // A rule's result is known only when its calls have ended: it is filled in there.
  const pending: {
    readonly index: number;
    readonly ruleset: string;
    readonly rule: Parameters<Trace["matched"]>[0];
  }[] = [];
  return {
    enter: (ruleset, workspace) => {
      open.push(ruleset);
      steps.push({ step: "enter", ruleset, workspace: text(workspace) });
    },
    leave: (ruleset, workspace) => {
      while (open.length > 0 && open.pop() !== ruleset);
      steps.push({ step: "leave", ruleset, workspace: text(workspace) });
    },
    trying: () => undefined,
    fails: () => undefined,
    matched: (rule) => {
      const ruleset = open.at(-1) ?? "";
      pending.push({ index: steps.length, ruleset, rule });
      steps.push(fired(ruleset, rule, ""));
    },
    rewritten: (workspace) => {
      const last = pending.pop();
      if (last) steps[last.index] = fired(last.ruleset, last.rule, text(workspace));
    },
    macro: () => undefined,
    skipped: () => undefined,
    map: (map, key, args, value, status) => {
      steps.push({ step: "map", map, key, arguments: args.slice(1), value: value ?? null, status });
    },
    looping: () => undefined,
  };
}

/** Only the rules that fired and the maps that they asked, no workspaces: for rooms that ask thousands of questions. */
export function briefTrace(steps: Step[]): Trace {
  const nothing = (): void => undefined;
  return {
    enter: nothing,
    leave: nothing,
    trying: nothing,
    fails: nothing,
    matched: (rule) => {
      steps.push(fired("", rule, ""));
    },
    rewritten: nothing,
    macro: nothing,
    skipped: nothing,
    map: (map, key, args, value, status) => {
      steps.push({ step: "map", map, key, arguments: args.slice(1), value: value ?? null, status });
    },
    looping: nothing,
  };
}

function fired(ruleset: string, rule: Parameters<Trace["matched"]>[0], workspace: string): Step {
  return {
    step: "rule",
    ruleset,
    file: rule.span?.file ?? "",
    line: rule.span?.line ?? rule.line,
    text: rule.text,
    workspace,
  };
}
