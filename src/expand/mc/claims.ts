import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { Origin } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";
import type { McExpansion } from "../sendmail-mc.ts";
import { featureClaim, silentClaim } from "./silent-calls.ts";

/** What a person must act on counts against the one directive that made the line, not all that took part in it. */
const charged: ReadonlySet<Disposition> = new Set(["manual", "unsupported", "unknown"]);

/**
 * Carries the claims on lines of the expanded file over to the .mc: to the directive that made the line, and, where
 * nothing is wrong with it, to those that took part in it. Lines of the library that no directive made are behind the
 * .mc and dropped. `cfDirectives` are the spans of all control lines of the expanded file. Every directive of the .mc
 * has at least one claim in the result.
 */
export function claimsOnMc(
  expansion: McExpansion,
  cfDirectives: readonly Span[],
  claims: readonly Claim[],
): readonly Claim[] {
  const claimedLines = new Set(claims.map(({ at }) => at.line));
  const unclaimed = cfDirectives
    .filter(({ line }) => !claimedLines.has(line))
    .map((at): Claim => ({ at, disposition: "unknown", code: "LI2001", note: unclaimedNote(at) }));
  const carried: Claim[] = [];
  for (const claim of [...claims, ...unclaimed]) {
    if (claim.at.file !== expansion.cf.path) {
      carried.push(claim);
      continue;
    }
    const makers = expansion.directivesOf(claim.at.line);
    for (const { span } of charged.has(claim.disposition) ? makers.slice(0, 1) : makers)
      carried.push({ ...claim, at: span });
  }
  const telling = new Set(carried.flatMap(({ at, code }) => (["LI2900", "LI2010"].includes(code) ? [] : [at])));
  const bringers = expansion.directives.filter(
    ({ span }) => !telling.has(span) && carried.some(({ at }) => at === span),
  );
  const named = new Map(
    bringers.flatMap((one) => {
      const claim = featureClaim(one);
      return claim ? [[one.span, claim]] : [];
    }),
  );
  const spoken = new Set(carried.map(({ at }) => at));
  const silent = expansion.directives.filter(({ span }) => !spoken.has(span));
  return [
    ...carried.filter(({ at }) => !named.has(at)),
    ...named.values(),
    ...swallowingClaims(expansion),
    ...silent.map((directive) => silentClaim(directive, expansion.diagnostics, expansion.hasLibrary)),
  ];
}

/** A value that swallowed the calls behind it is not what a person meant, whatever its line became. */
function swallowingClaims({ directives, diagnostics }: McExpansion): readonly Claim[] {
  return diagnostics.flatMap(({ code, at, message }) => {
    const swallowing = code === "MC1004" && at && directives.find(({ span }) => covers(span, at));
    return swallowing ? [{ at: swallowing.span, disposition: "manual", code, note: `${message}.` }] : [];
  });
}

function covers(span: Span, at: Span): boolean {
  const begins = span.line < at.line || (span.line === at.line && span.column <= at.column);
  return begins && (at.line < span.endLine || (at.line === span.endLine && at.column <= span.endColumn));
}

function unclaimedNote(at: Span): string {
  return `Nothing in this program knows what to do with line ${at.line} of the expanded file.`;
}

/** The same origin with its places in the .mc instead of the expanded file. */
export function originInMc(expansion: McExpansion, origin: Origin): Origin {
  switch (origin.kind) {
    case "written":
      return origin.span.file === expansion.cf.path ? expansion.originOf(origin.span.line, origin.span.column) : origin;
    case "derived":
      return { ...origin, from: origin.from.map((one) => originInMc(expansion, one)) };
    case "included":
      return { ...origin, by: originInMc(expansion, origin.by) };
    default:
      return origin;
  }
}

/** The place of a finding on the expanded file: the directive that made the line, or nothing for the library's own. */
export function spanInMc(expansion: McExpansion, span: Span): Span | undefined {
  return span.file === expansion.cf.path ? expansion.relocate(span) : span;
}
