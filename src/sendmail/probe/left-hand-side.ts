/**
 * left-hand-side — addresses that a rule was written for
 *
 * A workspace that matches is made by putting something into each wildcard; taking the focus marks away again gives
 * an address that, asked as a whole, has a chance to come to the rule in that form.
 */
import { classById } from "../ruleset/classes.ts";
import type { RulesetEngine } from "../ruleset/engine.ts";
import { OP, type Rule } from "../ruleset/program.ts";
import type { FreshWords } from "./fresh.ts";

/** Members of a class that are tried in one place. */
const MEMBERS = 3;
/** Addresses that one rule gives, at most. */
const FORMS = 24;

/**
 * Texts that match a rule's left-hand side, each wildcard in its shortest and in a longer form. `between` stands between
 * two words side by side: nothing in addresses, a blank in other text.
 */
export function matchingTexts(engine: RulesetEngine, rule: Rule, fresh: FreshWords, between = ""): readonly string[] {
  let texts = [""];
  let named = 0;
  rule.ops.forEach((op, at) => {
    const choices = choicesOf(engine, rule, op, at, fresh, named);
    if (op !== OP.literal && op !== OP.zero) named += 1;
    texts = texts
      .flatMap((text) => choices.map((choice) => text + gap(text, choice, between) + choice))
      .slice(0, FORMS);
  });
  return [...new Set(texts)];
}

function gap(before: string, after: string, between: string): string {
  return /[A-Za-z0-9]$/.test(before) && /^[A-Za-z0-9]/.test(after) ? between : "";
}

function choicesOf(
  engine: RulesetEngine,
  rule: Rule,
  op: number,
  at: number,
  fresh: FreshWords,
  named: number,
): readonly string[] {
  const { program } = engine;
  const { texts } = program.atoms;
  const isDomain = behindAt(engine, rule, at);
  const word = isDomain ? fresh.label : named === 0 ? fresh.user : fresh.otherUser;
  switch (op) {
    case OP.literal:
      return [texts[rule.lhs[at] ?? 0] ?? ""];
    case OP.any:
      return isDomain ? ["", word] : [nextIs(engine, rule, at, "<") || nextIs(engine, rule, at, "@") ? word : "", word];
    case OP.some:
      return isDomain ? [word, `${fresh.otherLabel}.${word}`] : [word];
    case OP.one:
      return [word];
    case OP.notInClass:
      return [word];
    case OP.inClass: {
      const members = [...classById(program.classes, rule.args[at] ?? 0).words].sort();
      return members.length === 0 ? [word] : members.slice(0, MEMBERS);
    }
    default:
      return [""];
  }
}

function behindAt(engine: RulesetEngine, rule: Rule, at: number): boolean {
  const { texts } = engine.program.atoms;
  return rule.lhs.slice(0, at).some((atom) => texts[atom] === "@");
}

function nextIs(engine: RulesetEngine, rule: Rule, at: number, text: string): boolean {
  return engine.program.atoms.texts[rule.lhs[at + 1] ?? -1] === text;
}

/** Addresses for a text that a rule matches: without focus marks; with a domain, a user, a dot less. */
export function addressesFor(text: string, fresh: FreshWords): readonly string[] {
  const plain = text
    .replace(/[<>]/g, "")
    .trim()
    .replace(/\.(?=$|[,>])/g, "");
  const domain = plain.replace(/^[@.]+/, "");
  const forms = [plain, `${fresh.user}@${domain}`, `${fresh.user}@${fresh.label}.${domain}`];
  return forms.filter(isAddress);
}

const ATOM = "[A-Za-z0-9!#$&'*+/=?^_`{|}~%-]+";
const LOCAL = `(?:${ATOM}(?:\\.${ATOM})*|"(?:[^"\\\\\\x00-\\x1f]|\\\\.)*")`;
const LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9A-Fa-f:.]+\\]|\\[IPv6:[0-9A-Fa-f:.]+\\])`;
const ROUTE = `(?:@${DOMAIN}(?:,@${DOMAIN})*:)?`;
const ADDRESS = new RegExp(`^${ROUTE}${LOCAL}(?:@${DOMAIN})?$`);

/**
 * True for what an SMTP client may write between `<` and `>` (RFC 5321 4.1.2: Path, its local part without a domain
 * too). Other texts are no addresses: both programs refuse most of them in SMTP, at different places.
 */
export function isAddress(text: string): boolean {
  // An empty part beside a routing operator names nobody.
  return ADDRESS.test(text) && !/^[%!]|[%!](?:@|$)|[%!]{2}/.test(text.replace(/^@[^:]*:/, ""));
}
