import { written } from "../source/origin.ts";
import type { RuleLine, RulesetLine, Word } from "../syntax/sendmail-cf/ast.ts";
import { parseTemplate } from "../syntax/sendmail-cf/template.ts";
import { inNotation } from "./expand-macros.ts";
import { expandNow, type ReaderState, report } from "./reader-state.ts";
import { openRuleset, RULESET_NUMBERS } from "./ruleset-book.ts";

/** `S3`, `Sname`, `Sname=3`: readcf.c, case 'S'. */
export function readRuleset(state: ReaderState, line: RulesetLine): void {
  if (line.number !== undefined && line.number >= RULESET_NUMBERS) {
    report(
      state,
      "CF1028",
      line.span,
      `ruleset ${line.number} is out of bounds: numbers go up to ${RULESET_NUMBERS - 1}`,
    );
    state.rulesets.current = undefined;
    return;
  }
  const opened = openRuleset(state.rulesets, line.name, line.number, written(line.span), line.span);
  if (opened.keptNumber !== undefined) {
    const message = `ruleset ${line.name} keeps its number (${opened.keptNumber}), this line cannot change it`;
    report(state, "CF1029", line.span, message);
  }
}

/** Expands both sides at the place where the rule stands and puts it into its ruleset (readcf.c, case 'R'). */
export function readRule(state: ReaderState, line: RuleLine): void {
  state.rulesets.current?.rules.push(line);
  state.expandedRules.set(line, { lhs: expandedSide(state, line.lhs), rhs: expandedSide(state, line.rhs) });
}

/** `$x` that is no metasymbol, or a conditional. */
const REPLACED = /\$(?:[?A-Za-z_{]|[^ -~])/;

function expandedSide(state: ReaderState, side: Word): string {
  if (!REPLACED.test(side.text)) return side.text;
  const expanded = inNotation(expandNow(state, parseTemplate(side.text), side.span));
  // A tab that a macro brings ends the side: the tokenizer stops at it (readcf.c, case 'R', prescan delimiter).
  const tab = expanded.indexOf("\t");
  return tab === -1 ? expanded : expanded.slice(0, tab);
}
