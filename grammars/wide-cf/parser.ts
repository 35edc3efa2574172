import { CstParser } from "chevrotain";
import * as t from "./tokens.ts";

/** A definition file as lines of words. Which words are assignments is decided by their text, as the shell does. */
class WideCfParser extends CstParser {
  constructor() {
    super([...t.wideCfTokens], { recoveryEnabled: false, skipValidations: true, maxLookahead: 1 });
    this.performSelfAnalysis();
  }

  readonly definitionFile = this.RULE("definitionFile", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.word) },
        { ALT: () => this.CONSUME(t.Blank) },
        { ALT: () => this.CONSUME(t.Operator) },
        { ALT: () => this.CONSUME(t.Comment) },
        { ALT: () => this.CONSUME(t.LineEnd) },
        { ALT: () => this.CONSUME(t.Continuation) },
      ]);
    });
  });

  /** Pieces without a blank between them; `\` at the end of a line joins them over the line. */
  readonly word = this.RULE("word", () => {
    this.AT_LEAST_ONE(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.SingleQuoted) },
        { ALT: () => this.CONSUME(t.DoubleQuoted) },
        { ALT: () => this.CONSUME(t.BackQuoted) },
        { ALT: () => this.CONSUME(t.UnclosedQuote) },
        { ALT: () => this.CONSUME(t.TypographicQuoted) },
        { ALT: () => this.CONSUME(t.Substitution) },
        { ALT: () => this.CONSUME(t.Expansion) },
        { ALT: () => this.CONSUME(t.Escaped) },
        { ALT: () => this.CONSUME(t.Plain) },
      ]);
    });
  });
}

let parser: WideCfParser | undefined;

/** The one parser, made when first asked for. */
export function wideCfParser(): WideCfParser {
  parser ??= new WideCfParser();
  return parser;
}
