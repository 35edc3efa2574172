import { createToken, Lexer, type TokenType } from "chevrotain";

/**
 * Tokens of sendmail.cf, one lexer mode for each notation that a control line may hold. The input is one control line
 * without its letter, folded, with comments taken out (README.md, "A line before it is read"). Bytes are Latin-1
 * characters, so every class below is a class of bytes.
 */
function token(name: string, pattern: RegExp, options: { push?: string; startsWith?: string } = {}): TokenType {
  return createToken({
    name,
    pattern,
    line_breaks: false,
    start_chars_hint: [...(options.startsWith ?? singleBytesOf(pattern))],
    ...(options.push === undefined ? {} : { push_mode: options.push }),
  });
}

const BYTES = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/**
 * Bytes that the pattern matches alone: what a token of one character class can begin with. Chevrotain cannot see
 * through negated classes, and without these hints would try every token at every place.
 */
function singleBytesOf(pattern: RegExp): string {
  return BYTES.filter((byte) => {
    pattern.lastIndex = 0;
    return pattern.test(byte);
  }).join("");
}

function anyBut(excluded: string): string {
  return BYTES.filter((byte) => !excluded.includes(byte)).join("");
}

/** `x` or `{name}`: what macid_parse() (macro.c) takes for a name. */
const NAME = "(?:\\{[^{}]+\\}|[^{])";
const dollar = { startsWith: "$" };

// Metasymbols: sendmail.h "Special characters in rewriting rules", macro.c MetaMacros.
const Any = token("Any", /\$\*/y, dollar);
const Some = token("Some", /\$\+/y, dollar);
const One = token("One", /\$-/y, dollar);
const At = token("At", /\$@/y, dollar);
const ClassMatch = token("ClassMatch", new RegExp(`\\$=${NAME}`, "y"), dollar);
const NotClassMatch = token("NotClassMatch", new RegExp(`\\$~${NAME}`, "y"), dollar);
export const DeferredMacro = token("DeferredMacro", new RegExp(`\\$&${NAME}`, "y"), dollar);
export const If = token("If", new RegExp(`\\$\\?${NAME}`, "y"), dollar);
export const Else = token("Else", /\$\|/y, dollar);
export const EndIf = token("EndIf", /\$\./y, dollar);
const Colon = token("Colon", /\$:/y, dollar);
const MailerMark = token("MailerMark", /\$#/y, dollar);
const Call = token("Call", /\$>\+?(?:[ \t]*(?:\d+|[A-Za-z][A-Za-z0-9_]*))?/y, dollar);
const MapBegin = token("MapBegin", /\$\(/y, dollar);
const MapEnd = token("MapEnd", /\$\)/y, dollar);
const HostBegin = token("HostBegin", /\$\[/y, dollar);
const HostEnd = token("HostEnd", /\$\]/y, dollar);
const Positional = token("Positional", /\$[0-9]/y, dollar);
export const Dollar = token("Dollar", /\$\$/y, dollar);
export const Macro = token("Macro", new RegExp(`\\$${NAME}`, "y"), dollar);
/** `${` without its brace, `${}`, a name with other characters, or `$` as the last character. */
export const UnknownDollar = token("UnknownDollar", /\$(?:[=~&?]?\{[^}]*\}?|[=~&?]?)/y, dollar);

const metasymbols = [
  Any,
  Some,
  One,
  At,
  ClassMatch,
  NotClassMatch,
  DeferredMacro,
  If,
  Else,
  EndIf,
  Colon,
  MailerMark,
  Call,
  MapBegin,
  MapEnd,
  HostBegin,
  HostEnd,
  Positional,
  Dollar,
  Macro,
  UnknownDollar,
];

/** All others, where a text with macros is read: they mean nothing there. */
export const OtherMetasymbol = token("OtherMetasymbol", /\$(?:>\+?(?:[ \t]*[A-Za-z0-9_]+)?|[^A-Za-z_{&?|.$])/y, dollar);

// R lines: readcf.c, case 'R'. Only tabs separate the sides.
const Tabs = token("Tabs", /\t+/y, { startsWith: "\t" });
const Blanks = token("Blanks", /[ \n\r\v\f]+/y, { startsWith: " \n\r\v\f" });
const SideText = token("SideText", /[^$\s]+/y);

// Text with macros: D, H and everything that expand() (macro.c) sees.
export const TemplateText = token("TemplateText", /[^$]+/y);

// M, X and Q lines: readcf.c makemailer() and munchstring().
export const EquateOwner = token("EquateOwner", /[^,\s]+/y, { push: "equates" });
export const Comma = token("Comma", /,/y, { startsWith: "," });
export const Equals = token("Equals", /=/y, { startsWith: "=" });
export const Space = token("Space", /\s+/y, { startsWith: " \t\n\r\v\f" });
/** Quotes hide commas; an unclosed one hides the rest of the line. */
export const Quoted = token("Quoted", /"(?:[^"\\]|\\[\s\S])*"?/y, { startsWith: '"' });
export const Escape = token("Escape", /\\[\s\S]?/y, { startsWith: "\\" });
export const EquateText = token("EquateText", /[^,="\\\s]+/y);

// C and T lines: words between blanks.
export const Word = token("Word", /\S+/y);

// D, C and F lines begin with the name of a macro or class: macro.c macid_parse().
const SYMBOL = /\{[^}]*\}|[^{]/y;
export const MacroName = token("MacroName", SYMBOL, { startsWith: anyBut(""), push: "template" });
export const ClassName = token("ClassName", SYMBOL, { startsWith: anyBut(""), push: "words" });
export const FileClassName = token("FileClassName", SYMBOL, { startsWith: anyBut(""), push: "classFile" });

// K lines: readcf.c makemapentry(). Whatever character follows a name ends it and is skipped.
export const MapName = token("MapName", /[A-Za-z0-9][A-Za-z0-9_.]*/y, { push: "mapNameEnd" });
export const MapNameEnd = token("MapNameEnd", /[\s\S]/y, { push: "mapClass" });
export const MapClass = token("MapClass", /[A-Za-z0-9]+/y, { push: "mapClassEnd" });
export const MapClassEnd = token("MapClassEnd", /[\s\S]/y, { push: "mapArguments" });
/** `-k "quoted filter"`, `-a<OK>`: quotes keep blanks in one word (map.c, ldap and text maps). */
export const MapFlag = token("MapFlag", /-(?:[A-Za-z0-9]"[^"]*")?\S*/y, { startsWith: "-" });
export const QuotedWord = token("QuotedWord", /"[^"]*"\S*/y, { startsWith: '"' });

// F lines: readcf.c, case 'F', and extrquotstr(): only a space ends a file name, a tab is part of it.
export const OptionalMark = token("OptionalMark", /-o\S*/y, { startsWith: "-" });
export const Program = token("Program", /\|[\s\S]*/y, { startsWith: "|" });
export const MapSource = token("MapSource", /(?:[^/|\s@][^@]*)?@(?:LDAP$|[^:]+:[\s\S]*)/y, {
  startsWith: anyBut("/| "),
});
export const FileName = token("FileName", /(?:\\[\s\S]|"[^"]*"|[^ "\\])+/y, {
  push: "fileFormat",
  startsWith: anyBut(" "),
});
export const FileFormat = token("FileFormat", /\S[\s\S]*/y);

// H lines: headers.c dochompheader().
export const HeaderCondition = token("HeaderCondition", /\?[^?]*\?/y, { startsWith: "?" });
export const HeaderName = token("HeaderName", /[!-#%-9;-~]+/y, { push: "headerColon" });
export const HeaderColon = token("HeaderColon", /:/y, { startsWith: ":", push: "template" });

// O lines: readcf.c setoption(). A space after the letter announces a long name; a tab does not.
export const LongOptionMark = token("LongOptionMark", / /y, { startsWith: " ", push: "longOption" });
export const ShortOptionName = token("ShortOptionName", /[^ ]/y, { push: "rest" });
export const LongOptionName = token("LongOptionName", /[^=]+/y);
export const SettingName = token("SettingName", /[^=]+/y);
export const SettingEquals = token("SettingEquals", /=/y, { startsWith: "=", push: "rest" });
export const Rest = token("Rest", /[\s\S]+/y);

// V and S lines: what follows is not looked at.
export const Level = token("Level", /\d+/y, { push: "vendor" });
export const Vendor = token("Vendor", /\/[A-Za-z]*/y, { startsWith: "/", push: "ignored" });
export const RulesetNumber = token("RulesetNumber", /\d+/y, { push: "ignored" });
export const RulesetName = token("RulesetName", /[A-Za-z][A-Za-z0-9_]*/y, { push: "rulesetNumber" });
export const RulesetEquals = token("RulesetEquals", /\s*=\s*/y, { startsWith: "= \t\n\r\v\f" });
export const Ignored = token("Ignored", /[^\0]+/y);

const modes = {
  sides: [SideText, ...metasymbols, Tabs, Blanks],
  template: [TemplateText, If, Else, EndIf, DeferredMacro, Dollar, OtherMetasymbol, Macro, UnknownDollar],
  macro: [MacroName],
  class: [ClassName],
  fileClass: [FileClassName],
  words: [Space, Word],
  classFile: [Space, OptionalMark, Program, MapSource, FileName],
  fileFormat: [Space, FileFormat],
  equateOwner: [EquateOwner],
  equates: [Comma, Equals, Space, Quoted, Escape, EquateText],
  map: [Space, MapName],
  mapNameEnd: [MapNameEnd],
  mapClass: [Space, MapClass],
  mapClassEnd: [MapClassEnd],
  mapArguments: [Space, MapFlag, QuotedWord, Word],
  header: [HeaderCondition, HeaderName],
  headerColon: [Space, HeaderColon],
  option: [LongOptionMark, ShortOptionName],
  longOption: [SettingEquals, LongOptionName],
  setting: [SettingEquals, SettingName],
  rest: [Rest],
  version: [Space, Level],
  vendor: [Vendor, Ignored],
  ruleset: [Space, RulesetNumber, RulesetName],
  rulesetNumber: [RulesetEquals, RulesetNumber, Ignored],
  ignored: [Ignored],
} satisfies Record<string, TokenType[]>;

export type CfMode = keyof typeof modes;

export const allTokens: readonly TokenType[] = [...new Set<TokenType>(Object.values(modes).flat())];

let lexer: Lexer | undefined;

/** The lexer, made when it is first asked for: a program that reads no cf pays nothing. */
export function cfLexer(): Lexer {
  lexer ??= new Lexer({ defaultMode: "sides", modes }, { positionTracking: "onlyOffset", skipValidations: true });
  return lexer;
}
