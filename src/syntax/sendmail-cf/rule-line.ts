import type { IToken } from "chevrotain";
import type { RuleLine, RuleToken, Word } from "./ast.ts";
import { endOf } from "./cst.ts";
import { type FoldedLine, spanOf } from "./fold.ts";
import { lexSides } from "./read-notation.ts";
import { symbolName } from "./template.ts";

type Sides = Pick<RuleLine, "lhs" | "rhs" | "comment" | "lhsTokens" | "rhsTokens">;

const KINDS: Readonly<Record<string, RuleToken["kind"]>> = {
  SideText: "text",
  Blanks: "blank",
  Any: "any",
  Some: "some",
  One: "one",
  At: "zero",
  ClassMatch: "class",
  NotClassMatch: "not-class",
  Macro: "macro",
  DeferredMacro: "deferred-macro",
  If: "conditional-if",
  Else: "conditional-else",
  EndIf: "conditional-end",
  Colon: "colon",
  MailerMark: "mailer",
  Call: "call",
  MapBegin: "map-begin",
  MapEnd: "map-end",
  HostBegin: "host-begin",
  HostEnd: "host-end",
  Positional: "positional",
  Dollar: "dollar",
};

/** How many characters stand before the name. */
const NAME_AT: Readonly<Record<string, number>> = {
  ClassMatch: 2,
  NotClassMatch: 2,
  DeferredMacro: 2,
  If: 2,
  Macro: 1,
  Positional: 1,
};

/**
 * The sides of an R line: readcf.c, case 'R'. Any run of tabs ends the left side; tabs end the right side too, and
 * what follows is a comment. Gives undefined where there is no tab at all.
 */
export function readSides(folded: FoldedLine): Sides | undefined {
  const tokens = lexSides(folded.text.slice(1));
  const firstTab = tokens.findIndex((token) => token.tokenType.name === "Tabs");
  const firstTabs = tokens[firstTab];
  if (!firstTabs) return undefined;
  const secondTab = tokens.findIndex((token, index) => index > firstTab && token.tokenType.name === "Tabs");
  const rhsEnd = secondTab === -1 ? tokens.length : secondTab;
  const secondTabs = tokens[secondTab];
  const rhsFrom = 1 + endOf(firstTabs);
  return {
    lhs: wordAt(folded, 1, 1 + firstTabs.startOffset),
    rhs: wordAt(folded, rhsFrom, secondTabs ? 1 + secondTabs.startOffset : folded.text.length),
    comment: secondTabs ? wordAt(folded, 1 + endOf(secondTabs), folded.text.length) : undefined,
    lhsTokens: tokens.slice(0, firstTab).map((token) => ruleToken(folded, token)),
    rhsTokens: tokens.slice(firstTab + 1, rhsEnd).map((token) => ruleToken(folded, token)),
  };
}

function wordAt(folded: FoldedLine, from: number, to: number): Word {
  return { text: folded.text.slice(from, to), span: spanOf(folded, from, to) };
}

function ruleToken(folded: FoldedLine, token: IToken): RuleToken {
  const type = token.tokenType.name;
  const kind = KINDS[type] ?? "unknown";
  const span = spanOf(folded, 1 + token.startOffset, 1 + endOf(token));
  const nameAt = NAME_AT[type];
  if (nameAt !== undefined) return { kind, text: token.image, name: symbolName(token.image.slice(nameAt)), span };
  const called = kind === "call" ? token.image.slice(2).replace(/^\+?\s*/, "") : "";
  return called === "" ? { kind, text: token.image, span } : { kind, text: token.image, name: called, span };
}
