import {
  Alternation,
  type ILookaheadStrategy,
  type IProduction,
  type IToken,
  NonTerminal,
  Option,
  type OptionalProductionType,
  Repetition,
  RepetitionMandatory,
  type Rule,
  Terminal,
} from "chevrotain";

/** Token types that a production can begin with, by their indexes, and whether it may hold no token at all. */
interface Beginning {
  readonly types: ReadonlySet<number>;
  readonly empty: boolean;
}

/**
 * Decides every choice by the next token alone. Chevrotain's own strategy enumerates paths through the whole grammar
 * when a parser is made, which took a third of the time of reading a configuration; the grammars here need one token
 * and no predicates, and the sets of first tokens say the same.
 */
export function oneTokenLookahead(): ILookaheadStrategy {
  const ofRules = new Map<Rule, Beginning>();
  const ofRule = (rule: Rule): Beginning => {
    const known = ofRules.get(rule);
    if (known) return known;
    const found = ofSequence(rule.definition, ofRule);
    ofRules.set(rule, found);
    return found;
  };
  return {
    validate: () => [],
    buildLookaheadForAlternation: ({ rule, prodOccurrence }) => {
      const alternation = find(rule.definition, (one) => one instanceof Alternation && one.idx === prodOccurrence);
      const alternatives = definitionOf(alternation).map((one) => ofSequence(definitionOf(one), ofRule));
      const choice = new Map<number, number>();
      alternatives.forEach(({ types }, at) => {
        for (const type of types) if (!choice.has(type)) choice.set(type, at);
      });
      return function (this: Reader) {
        return choice.get(nextType(this));
      };
    },
    buildLookaheadForOptional: ({ rule, prodOccurrence, prodType }) => {
      const optional = find(rule.definition, (one) => isOptional(one, prodType) && indexOf(one) === prodOccurrence);
      const { types } = ofSequence(definitionOf(optional), ofRule);
      return function (this: Reader) {
        return types.has(nextType(this));
      };
    },
  };
}

/** What a running parser shows of its input. */
interface Reader {
  LA(howMuch: number): IToken;
}

function nextType(parser: Reader): number {
  return parser.LA(1).tokenTypeIdx;
}

function ofSequence(productions: readonly IProduction[], ofRule: (rule: Rule) => Beginning): Beginning {
  const types = new Set<number>();
  for (const production of productions) {
    const beginning = ofProduction(production, ofRule);
    for (const type of beginning.types) types.add(type);
    if (!beginning.empty) return { types, empty: false };
  }
  return { types, empty: true };
}

function ofProduction(production: IProduction, ofRule: (rule: Rule) => Beginning): Beginning {
  if (production instanceof Terminal) {
    const { tokenTypeIdx } = production.terminalType;
    return { types: new Set(tokenTypeIdx === undefined ? [] : [tokenTypeIdx]), empty: false };
  }
  if (production instanceof NonTerminal) return ofRule(production.referencedRule);
  if (production instanceof Alternation) {
    const alternatives = production.definition.map((one) => ofSequence(definitionOf(one), ofRule));
    return {
      types: new Set(alternatives.flatMap((one) => [...one.types])),
      empty: alternatives.some((one) => one.empty),
    };
  }
  const body = ofSequence(definitionOf(production), ofRule);
  return production instanceof RepetitionMandatory ? body : { types: body.types, empty: true };
}

function definitionOf(production: IProduction | undefined): readonly IProduction[] {
  return production && "definition" in production && Array.isArray(production.definition) ? production.definition : [];
}

function isOptional(production: IProduction, type: OptionalProductionType): boolean {
  switch (type) {
    case "Option":
      return production instanceof Option;
    case "Repetition":
      return production instanceof Repetition;
    case "RepetitionMandatory":
      return production instanceof RepetitionMandatory;
    default:
      // Repetitions with separators: no grammar here has any.
      return false;
  }
}

function indexOf(production: IProduction): number | undefined {
  return "idx" in production && typeof production.idx === "number" ? production.idx : undefined;
}

/** The first production, at any depth of this rule, that fits. */
function find(productions: readonly IProduction[], fits: (one: IProduction) => boolean): IProduction | undefined {
  for (const production of productions) {
    if (fits(production)) return production;
    if (production instanceof NonTerminal) continue;
    const inside = find(definitionOf(production), fits);
    if (inside) return inside;
  }
  return undefined;
}
