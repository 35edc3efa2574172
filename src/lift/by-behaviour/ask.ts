import type { MailEnd } from "../../model/behaviour.ts";
import type { Route } from "../../model/route.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { Resolution, RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { Step } from "../../sendmail/ruleset/steps.ts";
import { routeBy } from "../shared/delivery-route.ts";

/** A lookup that a rule made while an address was resolved. */
export interface Lookup {
  /** Line of the rule. */
  readonly line: number;
  readonly map: string;
  readonly key: string;
  readonly value: string | undefined;
}

/** What the old rules did with one address. */
export interface Observation {
  readonly address: string;
  /** What the rules answered, before aliases: the end that mail has when nothing else is known of the user. */
  readonly answer: MailEnd | undefined;
  readonly ends: readonly MailEnd[];
  /** Lines of the rules that fired, in order, each once. */
  readonly lines: readonly number[];
  readonly lookups: readonly Lookup[];
  /** A map or the name service could not be asked. */
  readonly waits: boolean;
}

/** Asks the engine and puts the answer in the policy's words. */
export function observe(engine: RulesetEngine, config: SendmailConfig, address: string): Observation {
  const resolution = engine.resolve(address, { steps: "rules-and-maps" });
  const { lines, lookups } = readSteps(resolution.steps ?? []);
  const ends = endsOf(resolution, config);
  const waits = resolution.waits || resolution.messages.some(({ text }) => isBroken(text));
  return { address, answer: answerOf(resolution, config), ends, lines, lookups, waits };
}

/**
 * A rule that cannot be run as the old host ran it: it asks a map of a class that a patched sendmail had (parseaddr.c,
 * rewrite: "map %s not found"), or goes in circles. Its error is no refusal that anybody wrote.
 */
export function isBroken(text: string): boolean {
  return /(?:^|\s)rewrite: |Infinite loop in ruleset/.test(text);
}

/** The rules that fired, each once, and the lookups with the rules that made them. */
export function readSteps(steps: readonly Step[]): {
  readonly lines: readonly number[];
  readonly lookups: readonly Lookup[];
} {
  const lines = new Set<number>();
  const lookups: Lookup[] = [];
  let line = 0;
  for (const step of steps) {
    if (step.step === "rule") {
      line = step.line;
      lines.add(line);
    } else if (step.step === "map") {
      lookups.push({ line, map: step.map.toLowerCase(), key: step.key, value: step.value ?? undefined });
    }
  }
  return { lines: [...lines], lookups };
}

function answerOf(resolution: Resolution, config: SendmailConfig): MailEnd | undefined {
  const { mailer, host, user, error, leaves } = resolution;
  if (mailer === undefined || mailer === "*error*") {
    return error && { kind: "refuse", code: error.code, text: withStatus(error) };
  }
  // Ruleset 5 has the last word on a local name that has no alias.
  const [leaf] = leaves;
  if (leaf && leaves.length === 1 && leaf.error && leaf.error.text !== "User unknown") {
    const said = error ?? resolution.messages.findLast((message) => message.kind === "user") ?? leaf.error;
    return { kind: "refuse", code: said.code, text: withStatus(said) };
  }
  return endOf({ mailer, host, user: user ?? "" }, config);
}

function endsOf(resolution: Resolution, config: SendmailConfig): readonly MailEnd[] {
  if (resolution.leaves.length === 0) {
    const answer = answerOf(resolution, config);
    return answer ? [answer] : [];
  }
  return resolution.leaves.map((leaf): MailEnd => {
    if (leaf.error) return { kind: "refuse", code: leaf.error.code, text: withStatus(leaf.error) };
    return endOf(leaf, config);
  });
}

function withStatus(error: { readonly enhanced: string | undefined; readonly text: string }): string {
  return error.enhanced === undefined ? error.text : `${error.enhanced} ${error.text}`;
}

function endOf(
  triple: { readonly mailer: string; readonly host: string | undefined; readonly user: string },
  config: SendmailConfig,
): MailEnd {
  const { user } = triple;
  const name = triple.mailer.toLowerCase();
  if (name === "prog") return { kind: "command", text: user };
  if (name === "*file*" || name === "*include*") return { kind: "file", text: user };
  const mailer = config.mailers.get(name);
  const host = (triple.host ?? "").replace(/\.$/, "");
  const isLocal = name === "local" || (mailer?.flags.has("A") === true && mailer.flags.has("w"));
  if (isLocal) return { kind: "local", user };
  const route: Route = mailer ? routeBy(mailer, host, undefined) : { kind: "unknown-agent", agent: triple.mailer };
  return { kind: "route", route, address: user.replace(/\.$/, "") };
}
