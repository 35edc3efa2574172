import { CstParser } from "chevrotain";
import { oneTokenLookahead } from "../one-token-lookahead.ts";
import * as t from "./tokens.ts";

/**
 * What follows the letter of each control line. Pure grammar: what a line means, and what sendmail says of a wrong
 * one, is decided elsewhere. R lines need no rule here, they are flat: tokens between tabs.
 */
class CfParser extends CstParser {
  constructor() {
    super([...t.allTokens], {
      recoveryEnabled: false,
      skipValidations: true,
      lookaheadStrategy: oneTokenLookahead(),
    });
    this.performSelfAnalysis();
  }

  /** `10/Berkeley` */
  readonly versionLine = this.RULE("versionLine", () => {
    this.OPTION1(() => this.CONSUME(t.Space));
    this.CONSUME(t.Level);
    this.OPTION2(() => this.CONSUME(t.Vendor));
    this.OPTION3(() => this.CONSUME(t.Ignored));
  });

  /** `{name}text with $macros` */
  readonly macroLine = this.RULE("macroLine", () => {
    this.CONSUME(t.MacroName);
    this.SUBRULE(this.template);
  });

  /** `w word word` */
  readonly classLine = this.RULE("classLine", () => {
    this.CONSUME(t.ClassName);
    this.SUBRULE(this.words);
  });

  readonly words = this.RULE("words", () => {
    this.MANY(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Space) }, { ALT: () => this.CONSUME(t.Word) }]);
    });
  });

  /** `w-o /file %s`, `w|program`, `{name}key@class:spec` */
  readonly fileClassLine = this.RULE("fileClassLine", () => {
    this.CONSUME(t.FileClassName);
    this.OPTION1(() => this.CONSUME1(t.Space));
    this.OPTION2(() => this.CONSUME(t.OptionalMark));
    this.OPTION3(() => this.CONSUME2(t.Space));
    this.OR([
      { ALT: () => this.CONSUME(t.Program) },
      { ALT: () => this.CONSUME(t.MapSource) },
      { ALT: () => this.SUBRULE(this.classFile) },
    ]);
  });

  readonly classFile = this.RULE("classFile", () => {
    this.CONSUME(t.FileName);
    this.OPTION1(() => {
      this.CONSUME(t.Space);
      this.OPTION2(() => this.CONSUME(t.FileFormat));
    });
  });

  /** `name=number`, `number`, `name` */
  readonly rulesetLine = this.RULE("rulesetLine", () => {
    this.OPTION1(() => this.CONSUME1(t.Space));
    this.OR([
      { ALT: () => this.CONSUME1(t.RulesetNumber) },
      {
        ALT: () => {
          this.CONSUME(t.RulesetName);
          this.OPTION2(() => {
            this.CONSUME(t.RulesetEquals);
            this.CONSUME2(t.RulesetNumber);
          });
        },
      },
    ]);
    this.OPTION3(() => this.CONSUME(t.Ignored));
  });

  /** `name, P=path, A=words`: M, X and Q lines */
  readonly equatesLine = this.RULE("equatesLine", () => {
    this.CONSUME(t.EquateOwner);
    this.MANY(() => {
      this.SUBRULE(this.equateSeparator);
      this.SUBRULE(this.equate);
    });
  });

  readonly equateSeparator = this.RULE("equateSeparator", () => {
    this.AT_LEAST_ONE(() => {
      this.OR([{ ALT: () => this.CONSUME(t.Comma) }, { ALT: () => this.CONSUME(t.Space) }]);
    });
  });

  readonly equate = this.RULE("equate", () => {
    this.SUBRULE(this.equateName);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.equateValue);
  });

  readonly equateName = this.RULE("equateName", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.EquateText) },
        { ALT: () => this.CONSUME(t.Space) },
        { ALT: () => this.CONSUME(t.Quoted) },
        { ALT: () => this.CONSUME(t.Escape) },
      ]);
    });
  });

  readonly equateValue = this.RULE("equateValue", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME(t.EquateText) },
        { ALT: () => this.CONSUME(t.Space) },
        { ALT: () => this.CONSUME(t.Quoted) },
        { ALT: () => this.CONSUME(t.Escape) },
        { ALT: () => this.CONSUME(t.Equals) },
      ]);
    });
  });

  /** `name class -flags arguments` */
  readonly mapLine = this.RULE("mapLine", () => {
    this.OPTION1(() => this.CONSUME1(t.Space));
    this.CONSUME(t.MapName);
    this.CONSUME(t.MapNameEnd);
    this.OPTION2(() => this.CONSUME2(t.Space));
    this.CONSUME(t.MapClass);
    this.OPTION3(() => this.CONSUME(t.MapClassEnd));
    this.MANY(() => {
      this.OR([
        { ALT: () => this.CONSUME3(t.Space) },
        { ALT: () => this.CONSUME(t.MapFlag) },
        { ALT: () => this.CONSUME(t.QuotedWord) },
        { ALT: () => this.CONSUME(t.Word) },
      ]);
    });
  });

  /** `?flags?Name: text with $macros` */
  readonly headerLine = this.RULE("headerLine", () => {
    this.OPTION1(() => this.CONSUME(t.HeaderCondition));
    this.CONSUME(t.HeaderName);
    this.OPTION2(() => this.CONSUME(t.Space));
    this.CONSUME(t.HeaderColon);
    this.SUBRULE(this.template);
  });

  /** `Avalue` or ` Name=value` */
  readonly optionLine = this.RULE("optionLine", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.ShortOptionName);
          this.OPTION1(() => this.CONSUME1(t.Rest));
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LongOptionMark);
          this.CONSUME(t.LongOptionName);
          this.OPTION2(() => {
            this.CONSUME(t.SettingEquals);
            this.OPTION3(() => this.CONSUME2(t.Rest));
          });
        },
      },
    ]);
  });

  /** `name=value`: P and E lines */
  readonly settingLine = this.RULE("settingLine", () => {
    this.OPTION1(() => this.CONSUME(t.SettingName));
    this.OPTION2(() => {
      this.CONSUME(t.SettingEquals);
      this.OPTION3(() => this.CONSUME(t.Rest));
    });
  });

  /** Text with macros; `$|` and `$.` outside of a conditional are only metasymbols. */
  readonly template = this.RULE("template", () => {
    this.MANY(() => {
      this.OR([
        { ALT: () => this.SUBRULE(this.plain) },
        { ALT: () => this.SUBRULE(this.conditional) },
        { ALT: () => this.CONSUME(t.Else) },
        { ALT: () => this.CONSUME(t.EndIf) },
      ]);
    });
  });

  /** `$?x then $| otherwise $.`: each further `$|` turns to the other branch again; the end may be missing. */
  readonly conditional = this.RULE("conditional", () => {
    this.CONSUME(t.If);
    this.SUBRULE1(this.branch);
    this.MANY(() => {
      this.CONSUME(t.Else);
      this.SUBRULE2(this.branch);
    });
    this.OPTION(() => this.CONSUME(t.EndIf));
  });

  readonly branch = this.RULE("branch", () => {
    this.MANY(() => {
      this.OR([{ ALT: () => this.SUBRULE(this.plain) }, { ALT: () => this.SUBRULE(this.conditional) }]);
    });
  });

  readonly plain = this.RULE("plain", () => {
    this.OR([
      { ALT: () => this.CONSUME(t.TemplateText) },
      { ALT: () => this.CONSUME(t.Macro) },
      { ALT: () => this.CONSUME(t.DeferredMacro) },
      { ALT: () => this.CONSUME(t.Dollar) },
      { ALT: () => this.CONSUME(t.OtherMetasymbol) },
      { ALT: () => this.CONSUME(t.UnknownDollar) },
    ]);
  });
}

let parser: CfParser | undefined;

/** The parser, made when it is first asked for. */
export function cfParser(): CfParser {
  parser ??= new CfParser();
  return parser;
}
