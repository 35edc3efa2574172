import { macroName } from "../../sendmail/ruleset/macro-names.ts";
import { OP, type Program, type Rule } from "../../sendmail/ruleset/program.ts";

/** A part of a shape: text, a place for any word or words, or a member of a class. */
export type ShapePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "hole"; readonly length: "one" | "some" }
  | { readonly kind: "class"; readonly name: string };

/** What the left-hand side of a rule asks of an address, as far as it can be said of the address before any rule ran. */
export interface Shape {
  readonly user: readonly ShapePart[];
  /** `local`: class w, or no domain at all. */
  readonly domain: readonly ShapePart[] | "local";
}

/**
 * Shapes of addresses that a rule's left-hand side may have been written for. Ruleset 3 puts `<@domain.>` around the
 * domain, so brackets and the final dot are no part of the address; a mark in brackets before it (`<!> $+ ...`) is
 * what an earlier rule left there. Rules that look at something else give shapes that fire nothing: asking tells.
 */
export function shapesOf(program: Program, rule: Rule): readonly Shape[] {
  const parts = behindSeparator(elementsOf(program, rule));
  const at = parts.findIndex((part) => part.kind === "text" && part.text === "@");
  const before = at === -1 ? parts : parts.slice(0, at);
  const unmarked = withoutBrackets(withoutMark(before));
  // `< user > < @ domain >`: nothing stands between mark and domain, so that the mark is the user.
  const user = unmarked.length === 0 ? withoutBrackets(before) : unmarked;
  if (user.length === 0 || user.length > 9) return [];
  if (at === -1) return isPlain(user) ? [{ user, domain: "local" }] : [];
  const end = parts.findIndex((part, index) => index > at && part.kind === "text" && part.text === ">");
  const domain = withoutFinalDot(withoutBrackets(parts.slice(at + 1, end === -1 ? undefined : end)));
  if (!isPlain(user) || !isPlain(domain)) return [];
  const forms = domainForms(domain);
  // Rules before it may have let only this host's own domains come so far.
  const isOpen = domain.length === 1 && domain[0]?.kind === "hole" && user.some((part) => part.kind !== "hole");
  return [...forms, ...(isOpen ? (["local"] as const) : [])].map((form) => ({ user, domain: form }));
}

type Element = ShapePart | { readonly kind: "none" } | { readonly kind: "rest" };

function elementsOf(program: Program, rule: Rule): readonly Element[] {
  const { texts } = program.atoms;
  return rule.ops.map((op, index): Element => {
    switch (op) {
      case OP.any:
        return { kind: "rest" };
      case OP.some:
        return { kind: "hole", length: "some" };
      case OP.one:
      case OP.notInClass:
        return { kind: "hole", length: "one" };
      case OP.inClass:
        return { kind: "class", name: macroName(program.names, rule.args[index] ?? 0) };
      case OP.zero:
      case OP.macro:
        return { kind: "none" };
      default:
        return { kind: "text", text: texts[rule.lhs[index] ?? 0] ?? "" };
    }
  });
}

/** `$* $| address`: what a rule keeps in front of the separator is no part of the address that it looks at. */
function behindSeparator(parts: readonly Element[]): readonly Element[] {
  const isSeparator = (part: Element): boolean => part.kind === "text" && /[\x00-\x1f\x7f-\x9f]/.test(part.text);
  const last = parts.findLastIndex(isSeparator);
  return parts.slice(0, last).every((part) => part.kind === "rest" || isSeparator(part))
    ? parts.slice(last + 1)
    : parts;
}

/** `< mark > $+`: what stands in brackets before the address. */
function withoutMark(parts: readonly Element[]): readonly Element[] {
  const opens = parts[0]?.kind === "text" && parts[0].text === "<";
  const close = parts.findIndex((part) => part.kind === "text" && part.text === ">");
  return opens && close !== -1 && close < parts.length - 1 ? parts.slice(close + 1) : parts;
}

/** Without brackets; wildcards side by side are one place for words. */
function withoutBrackets(parts: readonly Element[]): readonly ShapePart[] {
  const out: ShapePart[] = [];
  for (const part of parts) {
    if (part.kind === "none" || (part.kind === "text" && (part.text === "<" || part.text === ">"))) continue;
    const open: ShapePart = part.kind === "rest" ? { kind: "hole", length: "some" } : part;
    if (open.kind === "hole" && out.at(-1)?.kind === "hole") out[out.length - 1] = { kind: "hole", length: "some" };
    else out.push(open);
  }
  return out;
}

function withoutFinalDot(parts: readonly ShapePart[]): readonly ShapePart[] {
  const last = parts.at(-1);
  return last?.kind === "text" && last.text === "." ? parts.slice(0, -1) : parts;
}

/** Control characters are metasymbols of rules that look at something else than an address. */
function isPlain(parts: readonly ShapePart[]): boolean {
  return (
    parts.length > 0 && parts.every((part) => part.kind !== "text" || /^[\x21-\x3b\x3d\x3f\x41-\x7e]+$/.test(part.text))
  );
}

/** `$* $=m`: nothing before the class, or labels and a dot. */
function domainForms(parts: readonly ShapePart[]): readonly (readonly ShapePart[] | "local")[] {
  const [first, second] = parts;
  if (parts.length === 1 && first?.kind === "class" && first.name === "w") return ["local"];
  const glued = first?.kind === "hole" && second !== undefined && !(second.kind === "text" && second.text === ".");
  if (!glued) return [parts];
  const rest = parts.slice(1);
  return [...domainForms(rest), [first, { kind: "text", text: "." }, ...rest]];
}
