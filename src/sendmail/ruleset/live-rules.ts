/**
 * live-rules — which rules of a configuration can ever run: rulesets that sendmail calls by itself, those that mailers
 * and headers name, and what they call
 */

import { META } from "./metasymbol.ts";
import type { Mailer, Program, Rule } from "./program.ts";

/** Rulesets that sendmail calls by number, and by name (sendmail.h RS_...; srvrsmtp.c, deliver.c, tls.c). */
const BY_NUMBER = [0, 1, 2, 3, 4, 5];
const BY_NAME = [
  ...["check_relay", "check_mail", "check_rcpt", "check_data", "check_compat", "check_eoh", "check_eom", "check_etrn"],
  ...["check_expn", "check_vrfy", "check_other", "check_header", "checkcompat", "trust_auth", "authinfo", "queuegroup"],
  ...["tls_client", "tls_server", "tls_rcpt", "tls_clt_features", "tls_srv_features", "srv_features", "clt_features"],
  ...["try_tls", "greet_pause", "ratecontrol", "check_helo"],
];

export interface LiveRules {
  /** Numbers of the rulesets that can be reached. */
  readonly rulesets: ReadonlySet<number>;
  readonly live: readonly Rule[];
  /** Rules that run for header fields alone: an H line names their ruleset, or what that calls. */
  readonly headers: readonly Rule[];
  readonly dead: readonly Rule[];
}

export function liveRules(program: Program): LiveRules {
  const named = (names: readonly string[]): readonly number[] => names.flatMap((name) => numberOf(program, name));
  const called = [...BY_NUMBER, ...program.mailers.flatMap(rulesetsOf), ...named(BY_NAME)];
  const reached = rulesetsFrom(program, called);
  const fields = [...program.headerChecks.values()].map(({ ruleset }) => ruleset);
  const withHeaders = rulesetsFrom(program, [...called, ...named(fields)]);
  const rulesOf = (wanted: (number: number) => boolean): readonly Rule[] =>
    program.rulesets.flatMap((ruleset) => (ruleset && wanted(ruleset.number) ? ruleset.rules : []));
  return {
    rulesets: withHeaders,
    live: rulesOf((number) => reached.has(number)),
    headers: rulesOf((number) => withHeaders.has(number) && !reached.has(number)),
    dead: rulesOf((number) => !withHeaders.has(number)),
  };
}

/** Rulesets that sendmail calls by itself, that mailers name, and that header fields run. */
export function rootRulesets(program: Program): readonly number[] {
  const named = [...BY_NAME, ...[...program.headerChecks.values()].map(({ ruleset }) => ruleset)];
  return [...BY_NUMBER, ...program.mailers.flatMap(rulesetsOf), ...named.flatMap((name) => numberOf(program, name))];
}

/** The rulesets that can run once these are called, themselves included. */
export function rulesetsFrom(program: Program, numbers: readonly number[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const waiting = [...numbers];
  for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
    if (reached.has(number)) continue;
    reached.add(number);
    for (const rule of program.rulesets[number]?.rules ?? []) waiting.push(...called(program, rule));
  }
  return reached;
}

function rulesetsOf(mailer: Mailer): readonly number[] {
  return [mailer.senderEnvelope, mailer.senderHeader, mailer.recipientEnvelope, mailer.recipientHeader].filter(
    (number) => number > 0,
  );
}

function numberOf(program: Program, name: string): readonly number[] {
  const number = /^\d+$/.test(name) ? Number(name) : program.rulesetNumbers.get(name);
  return number === undefined ? [] : [number];
}

/** Rulesets that a rule calls by a name of its own; one that is made at run time (`$>$1`) cannot be known. */
function called(program: Program, rule: Rule): readonly number[] {
  const { heads, texts } = program.atoms;
  return rule.rhs.flatMap((atom, at) => {
    if (heads[atom] !== META.call) return [];
    const name = texts[rule.rhs[at + 1] ?? -1];
    return name === undefined ? [] : numberOf(program, name.replaceAll('"', ""));
  });
}
