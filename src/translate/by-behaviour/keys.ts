import type { AddressPattern, PatternPart, Template } from "../../model/behaviour.ts";
import { literalPattern } from "../shared/table.ts";

/** How a pattern is looked up: keys of an indexed table, or an expression of a pcre table. */
export type Keys =
  | { readonly kind: "indexed"; readonly keys: readonly string[] }
  /** `holes`: the group that holds each hole, `$1` first. */
  | { readonly kind: "pattern"; readonly expression: string; readonly holes: readonly string[] };

/** What a table is asked with: transport(5), virtual(5) and access(5) differ in how they write whole domains. */
export type TableUse = "transport" | "virtual" | "access" | "canonical";

/** A user's own name in the domains of this host: local(8) looks it up, also where an alias names it. */
export function localName({ user, domain }: AddressPattern): string | undefined {
  return domain === "local" ? onlyText(user) : undefined;
}

/** Beyond this many local domains a pattern is no longer readable. */
const NAMED_DOMAINS = 60;

export interface KeyNeeds {
  /** Addresses with an extension are not meant: only patterns are asked with nothing but the whole address. */
  readonly isExact: boolean;
  /** Other rows are patterns, which are asked before the keys of whole domains: these become patterns, too. */
  readonly besidePatterns: boolean;
}

export function keysOf(
  pattern: AddressPattern,
  use: TableUse,
  localDomains: readonly string[],
  { isExact, besidePatterns }: KeyNeeds,
): Keys {
  const user = onlyText(pattern.user);
  const anyUser = isOpen(pattern.user);
  const domain = pattern.domain === "local" ? undefined : onlyText(pattern.domain);
  if (pattern.domain === "local" && user !== undefined && !isExact) {
    if (use === "virtual" && !user.includes("+") && !besidePatterns) return { kind: "indexed", keys: [user] };
    return { kind: "indexed", keys: localDomains.map((name) => `${user}@${name}`) };
  }
  if (pattern.domain === "local" && anyUser && use !== "access" && !besidePatterns) {
    return { kind: "indexed", keys: localDomains.map((name) => (use === "transport" ? name : `@${name}`)) };
  }
  if (anyUser && use === "transport" && pattern.domain !== "local" && isOpen(pattern.domain)) {
    return { kind: "indexed", keys: ["*"] };
  }
  if (user !== undefined && domain !== undefined && !isExact) {
    return { kind: "indexed", keys: [`${user}@${domain}`] };
  }
  if (anyUser && domain !== undefined && use !== "access" && !besidePatterns) {
    return { kind: "indexed", keys: [use === "transport" ? domain : `@${domain}`] };
  }
  const below = pattern.domain === "local" ? undefined : belowDomain(pattern.domain);
  if (anyUser && below !== undefined && use === "transport" && !besidePatterns)
    return { kind: "indexed", keys: [below] };
  return expressionOf(pattern, localDomains);
}

function onlyText(parts: readonly PatternPart[]): string | undefined {
  return parts.every((part) => part.kind === "text") ? parts.map((part) => part.text).join("") : undefined;
}

/** One hole that anything fills. Local parts of one word count, too: what has more words is no other user's. */
function isOpen(parts: readonly PatternPart[]): boolean {
  return parts.length === 1 && parts[0]?.kind === "hole" && parts[0].length === "some";
}

/** `.example.com` for any number of labels below a domain. */
function belowDomain(parts: readonly PatternPart[]): string | undefined {
  const [hole, text] = parts;
  if (parts.length !== 2 || hole?.kind !== "hole" || hole.length !== "some" || text?.kind !== "text") return undefined;
  return text.text.startsWith(".") ? text.text : undefined;
}

/** A pcre expression with a group for each hole. Case does not count in Postfix's tables unless asked for. */
function expressionOf(pattern: AddressPattern, localDomains: readonly string[]): Keys {
  const holes: string[] = [];
  const side = (parts: readonly PatternPart[], some: string, one: string): string =>
    parts
      .map((part) => {
        if (part.kind === "text") return literalPattern(part.text);
        holes.push(part.name);
        return part.length === "one" ? one : some;
      })
      .join("");
  const user = side(pattern.user, "(.+)", "([^@.:%!+\\/]+)");
  const domain =
    pattern.domain === "local" ? localGroup(localDomains, holes) : side(pattern.domain, "([^@]+)", "([^@.]+)");
  return { kind: "pattern", expression: `/^${user}@${domain}$/`, holes };
}

function localGroup(names: readonly string[], holes: string[]): string {
  holes.push("domain");
  return `(${names.slice(0, NAMED_DOMAINS).map(literalPattern).join("|")})`;
}

/** A template as the right-hand side of a row; undefined when a hole has no group. */
export function templateText(template: Template, keys: Keys): string | undefined {
  let lost = false;
  const text = template
    .map((part) => {
      if (typeof part === "string") return keys.kind === "pattern" ? part.replaceAll("$", "$$$$") : part;
      const group = keys.kind === "pattern" ? keys.holes.indexOf(part.hole) + 1 : 0;
      if (group === 0) lost = true;
      // The hole `domain` holds the sign before the domain, too.
      return part.hole === "domain" ? `@\${${group}}` : `\${${group}}`;
    })
    .join("");
  return lost ? undefined : text;
}

/** Whether an indexed key could hold the template: whole domains are rewritten as `@domain`. */
export function indexedTemplate(template: Template, pattern: AddressPattern): string | undefined {
  const [first, second] = template;
  const [hole] = pattern.user;
  if (template.every((part) => typeof part === "string")) return template.join("");
  const keepsUser =
    typeof first === "object" && hole?.kind === "hole" && pattern.user.length === 1 && first.hole === hole.name;
  return keepsUser && template.length === 2 && typeof second === "string" && second.startsWith("@")
    ? second
    : undefined;
}
