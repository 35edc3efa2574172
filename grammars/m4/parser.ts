import { CstParser } from "chevrotain";
import { oneTokenLookahead } from "../one-token-lookahead.ts";
import * as t from "./tokens.ts";

/** A .mc file as a flat run of calls, names, strings, comments and text. What a call means is decided elsewhere. */
class McParser extends CstParser {
  constructor() {
    super([...new Set([...t.mcModes.modes.text, ...t.mcModes.modes.arguments])], {
      recoveryEnabled: false,
      skipValidations: true,
      lookaheadStrategy: oneTokenLookahead(),
    });
    this.performSelfAnalysis();
  }

  readonly mcFile = this.RULE("mcFile", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.call) },
        { ALT: () => this.CONSUME(t.Dnl) },
        { ALT: () => this.CONSUME(t.Name) },
        { ALT: () => this.CONSUME(t.Quoted) },
        { ALT: () => this.CONSUME(t.UnclosedQuote) },
        { ALT: () => this.CONSUME(t.LineEnd) },
        { ALT: () => this.CONSUME(t.Text) },
      ]);
    });
  });

  /** `name(argument, argument)`; at the end of a broken file the closing parenthesis is missing */
  readonly call = this.RULE("call", () => {
    this.CONSUME(t.CallOpen);
    this.SUBRULE1(this.argument);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE2(this.argument);
    });
    this.OPTION(() => this.CONSUME(t.CallClose));
  });

  readonly argument = this.RULE("argument", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.Dnl) },
        { ALT: () => this.CONSUME(t.Name) },
        { ALT: () => this.CONSUME(t.Quoted) },
        { ALT: () => this.CONSUME(t.UnclosedQuote) },
        { ALT: () => this.CONSUME(t.Parenthesised) },
        { ALT: () => this.CONSUME(t.LineEnd) },
        { ALT: () => this.CONSUME(t.ArgumentText) },
      ]);
    });
  });
}

let parser: McParser | undefined;

/** The one parser, made when first asked for. */
export function mcParser(): McParser {
  parser ??= new McParser();
  return parser;
}
