import { basename, dirname, isAbsolute, join, relative } from "node:path";
import type { WrittenLine } from "../check/accounting.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import { textOf } from "../expand/wide-cf/definition.ts";
import { expandWideCf, type WideExpansion } from "../expand/wide-cf.ts";
import type { LiftContext, Lifted } from "../lift/context.ts";
import { liftPolicy } from "../lift/index.ts";
import { liftDefinition } from "../lift/wide-cf.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { PostfixConfig } from "../postfix/config.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import type { LocatedSource } from "../source/locate.ts";
import { type Origin, written } from "../source/origin.ts";
import { type ReadResult, readWholeFile, type Site } from "../source/site.ts";
import type { SourceFile, Span } from "../source/source-file.ts";

/** A WIDE CF definition as the sendmail.cf that it stands for; relative names in it are looked for beside the file. */
export function expandDefSource(
  source: LocatedSource,
  file: SourceFile,
  facts: ReadonlyMap<string, string>,
): WideExpansion {
  const { site, main } = source;
  const beside = dirname(main.located);
  return expandWideCf(file, {
    hostname: machineFacts(facts, site).hostname.toLowerCase(),
    read: (path) => (isAbsolute(path) ? site.read(path) : readBeside(site, join(beside, path))),
  });
}

/** A file with the name that people see: below the site's root where it is. */
function readBeside(site: Site, located: string): ReadResult {
  const below = relative(site.root, located);
  return readWholeFile(located, site.root === "/" || below.startsWith("..") ? basename(located) : below);
}

/**
 * What the machine tells, with the name that the definition gives the host where nothing else does: CF writes that name
 * into the file, so sendmail never asks the machine.
 */
export function factsOfDef(
  { facts: { names } }: WideExpansion,
  facts: ReadonlyMap<string, string>,
  site: Site,
): ReadonlyMap<string, string> {
  const known = !machineFacts(facts, site).hostnameAssumed || names.assumed.includes("MY_NAME");
  return known ? facts : new Map([...facts, ["hostname", names.official]]);
}

/** The policy of a definition: what its cf says by name, and what it says itself. */
export function liftWithDefinition(context: LiftContext, { facts }: WideExpansion): Lifted<MailPolicy> {
  const byName = liftPolicy(context);
  const whole = liftDefinition(byName.value, facts, context.site);
  return {
    value: whole.value,
    claims: [...whole.claims, ...byName.claims],
    diagnostics: [...whole.diagnostics, ...byName.diagnostics],
  };
}

/** `WIDE CF R8V8` */
export function titleOfDef({ facts }: WideExpansion): string {
  return `WIDE CF ${textOf(facts.definition, "CF_TYPE") ?? ""}`.trim();
}

/** The configuration with every origin in the definition, not in the file that it stands for. */
export function configOnDef(expansion: WideExpansion, config: PostfixConfig): PostfixConfig {
  const moved = movedBy(expansion);
  const place = <T extends { readonly origins: readonly Origin[] }>(one: T): T => ({
    ...one,
    origins: uniquePlaces(one.origins.flatMap(moved)),
  });
  return {
    ...config,
    parameters: config.parameters.map(place),
    services: config.services.map(place),
    tables: config.tables.map(place),
  };
}

/** One assignment makes many lines of the expanded file. */
function uniquePlaces(origins: readonly Origin[]): readonly Origin[] {
  const found = new Map(origins.map((origin) => [JSON.stringify(origin), origin]));
  return [...found.values()];
}

function movedBy(expansion: WideExpansion): (origin: Origin) => readonly Origin[] {
  const moved = (origin: Origin): readonly Origin[] => {
    if (origin.kind === "derived") return [{ ...origin, from: origin.from.flatMap(moved) }];
    return origin.kind === "written" ? spansIn(expansion, origin.span).map(written) : [origin];
  };
  return moved;
}

/** The assignments behind a span of the expanded file; any other span is itself. */
function spansIn(expansion: WideExpansion, span: Span): readonly Span[] {
  return span.file === expansion.cf.path ? expansion.makersOf(span.line).map((maker) => maker.span) : [span];
}

/** An account of the expanded file as one of the definition. */
export interface DefAccount {
  readonly directives: readonly { readonly span: Span; readonly text: string }[];
  readonly claims: readonly Claim[];
  readonly lines: readonly WrittenLine[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Moves everything that was said of the expanded file to the assignments behind its lines. Lines that every CF file has
 * are behind the definition: what is said of them is dropped.
 */
export function accountOnDef(
  expansion: WideExpansion,
  said: Pick<DefAccount, "claims" | "lines" | "diagnostics">,
): DefAccount {
  const isExpanded = (span: Span): boolean => span.file === expansion.cf.path;
  const spansOf = (span: Span): readonly Span[] => spansIn(expansion, span);
  const diagnostics = said.diagnostics.flatMap((one): readonly Diagnostic[] => {
    if (!one.at) return [one];
    const [at] = spansOf(one.at);
    return at ? [{ ...one, at, related: one.related.filter((place) => !isExpanded(place.at)) }] : [];
  });
  return {
    directives: expansion.directives.map(({ span, text }) => ({ span, text })),
    claims: said.claims.flatMap((claim) => spansOf(claim.at).map((at) => ({ ...claim, at }))),
    lines: said.lines,
    diagnostics: [...expansion.diagnostics, ...diagnostics],
  };
}
