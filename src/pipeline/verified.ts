import type { DirectiveAccount } from "../check/accounting.ts";
import type { Prediction } from "../check/verification/dispositions.ts";
import { submitsHere } from "../check/verification/handover.ts";
import type { PostfixSide } from "../check/verification/postfix-answer.ts";
import { postfixPath } from "../check/verification/postfix-path.ts";
import { servicesByMailer } from "../check/verification/services.ts";
import { type Verification, verify } from "../check/verification/verify.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import { coveringSet } from "../sendmail/probe/covering.ts";
import { exerciseRules } from "../sendmail/probe/exercise.ts";
import { neverMatching, neverRunning } from "../sendmail/probe/never-matching.ts";
import { noOtherConstants, type OtherConstants, type Probe } from "../sendmail/probe/probe.ts";
import { probesOfCount } from "../sendmail/probe/random.ts";
import type { Site } from "../source/site.ts";
import { asksLogin } from "./login-required.ts";
import type { OpenedPostfix } from "./postfix.ts";
import { postfixConstants } from "./postfix-constants.ts";
import type { LoadedSendmail } from "./sendmail-source.ts";

/** Which probes are asked: all that the configuration needs, a number of them, or those that a person gives. */
export type ProbeChoice =
  | { readonly kind: "covering" }
  | { readonly kind: "count"; readonly count: number; readonly seed: number }
  | { readonly kind: "given"; readonly probes: readonly Probe[] };

/** Both programs run on the same machine: its addresses are those that sendmail puts into class w. */
export function withOwnAddresses(
  facts: ReadonlyMap<string, string>,
  { config }: Pick<LoadedSendmail, "config">,
): ReadonlyMap<string, string> {
  if (facts.has("addresses")) return facts;
  const members = config.classes.get("w")?.members ?? [];
  const addresses = members.flatMap(({ text }) => /^\[([0-9.]+)\]$/.exec(text)?.[1] ?? []);
  return new Map([...facts, ["addresses", [...new Set(["127.0.0.1", ...addresses])].join(" ")]]);
}

/** What a conversion says of the source: it predicts differences. */
export interface Said {
  readonly claims: readonly Claim[];
  readonly expandedClaims: readonly Claim[];
  readonly directives: readonly DirectiveAccount[];
}

/** The old side, ready to be asked. */
export type AskedSendmail = Pick<LoadedSendmail, "config" | "engine" | "placeOf">;

/** How both sides are asked. */
export interface Asking {
  readonly choice: ProbeChoice;
  /** Whether it is found out which rules can run at all. */
  readonly exercised?: boolean;
  /** What a directory should name. */
  readonly expected?: OtherConstants | undefined;
  /** Texts of DNS and answer files. */
  readonly outside?: readonly string[];
  /** Whether every probe is followed, also where one of its shape was (docs/adr/0013). */
  readonly stepByStep?: boolean;
}

/** Both sides asked the same. */
export function verified(
  sendmail: AskedSendmail,
  postfix: OpenedPostfix,
  said: Said,
  site: Site,
  { choice, exercised = false, expected = noOtherConstants, outside = [], stepByStep = false }: Asking,
): Verification {
  const { config, engine } = sendmail;
  const { resolver } = postfix;
  const others = bothConstants(postfixConstants(postfix.config), expected);
  const listeners = postfix.config.services.filter(({ type, command }) => type === "inet" && command === "smtpd");
  // What other hosts speak to, not the port for users.
  const listener = listeners.find(({ name }) => /(?:^|:)(?:smtp|25)$/.test(name)) ?? listeners[0];
  const services = new Map<string, string>();
  const side: PostfixSide = {
    resolver,
    decider: postfix.decider(listener),
    rewritesForStrangers: postfix.config.settings.words("local_header_rewrite_clients").includes("static:all"),
    asksLogin: asksLogin(config),
    serviceFor: (mailer) => services.get(mailer.toLowerCase()),
  };
  const covering = coveringSet(config, engine, others, (probe, sender) => postfixPath(side, probe, sender));
  // Which rules can run at all is asked of nobody but a person who wants to know: it takes as long as all else.
  const never = exercised ? neverRunning(engine.program) : neverMatching(engine.program);
  const supposed = exercised ? exerciseRules(config, engine, covering.fresh, covering.fired, never) : new Set<number>();
  if (!submitsHere(config)) {
    for (const [mailer, service] of servicesByMailer(engine, resolver, covering)) services.set(mailer, service);
  }
  return verify({
    config,
    engine,
    covering,
    supposed: supposed.size,
    never,
    postfix: side,
    probes: chosen(choice, covering.probes, (count, seed) => probesOfCount(covering, count, seed)),
    counted: choice.kind !== "covering",
    outside,
    stepByStep,
    predictions: [
      ...said.claims.map(predictionOf),
      ...said.expandedClaims.map(predictionOf),
      ...said.directives.flatMap((one) => ofRows(one, site)),
    ],
    placeOf: (file, line) => {
      const place = sendmail.placeOf({ file, line, column: 1, endLine: line, endColumn: 1 });
      return place && { file: place.file, line: place.line };
    },
  });
}

function bothConstants(a: OtherConstants, b: OtherConstants): OtherConstants {
  const both = (key: keyof OtherConstants): readonly string[] => [...new Set([...a[key], ...b[key]])];
  return { addresses: both("addresses"), domains: both("domains"), users: both("users"), networks: both("networks") };
}

function chosen(
  choice: ProbeChoice,
  covering: readonly Probe[],
  counted: (count: number, seed: number) => readonly Probe[],
): readonly Probe[] {
  if (choice.kind === "count") return counted(choice.count, choice.seed);
  return choice.kind === "given" ? choice.probes : covering;
}

function predictionOf({ at, disposition, code, note, form, names, differences }: Claim): Prediction {
  const about = { ...(form ? { form } : {}), ...(names ? { names } : {}), ...(differences ? { differences } : {}) };
  return { file: at.file, line: at.line, disposition, code, note, ...about };
}

/** What the dispositions of a table's rows say beforehand, and that of a line which nobody knows. */
function ofRows(directive: DirectiveAccount, site: Site): readonly Prediction[] {
  const { file, line, disposition, code, note, inexact } = directive;
  if (disposition === "unknown" && !inexact) return [{ file, line, disposition, code, note }];
  if (!inexact || inexact.length === 0) return [];
  const byLine = new Map(inexact.map((row) => [row.line, row]));
  const rows: Prediction[] = [];
  for (const { number, text } of site.lines(`/${file}`)) {
    const row = byLine.get(number);
    const key = /^"?([^\s":]+(?::[^\s":]+)?)/.exec(text)?.[1];
    if (!row || key === undefined) continue;
    const { disposition, code, note } = row;
    rows.push({ file, line: number, disposition, code, note, key: key.toLowerCase() });
  }
  return rows;
}
