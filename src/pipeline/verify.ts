import type { DirectiveAccount } from "../check/accounting.ts";
import type { Prediction } from "../check/verification/dispositions.ts";
import { submitsHere } from "../check/verification/handover.ts";
import type { PostfixSide } from "../check/verification/postfix-answer.ts";
import { postfixPath } from "../check/verification/postfix-path.ts";
import { type VerificationResult, verificationResult } from "../check/verification/result.ts";
import { servicesByMailer } from "../check/verification/services.ts";
import { type Verification, verify } from "../check/verification/verify.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { IndexedType } from "../postfix/config.ts";
import { coveringSet } from "../sendmail/probe/covering.ts";
import { exerciseRules } from "../sendmail/probe/exercise.ts";
import { neverMatching, neverRunning } from "../sendmail/probe/never-matching.ts";
import { noOtherConstants, type OtherConstants, type Probe } from "../sendmail/probe/probe.ts";
import { probesOfCount } from "../sendmail/probe/random.ts";
import type { Site } from "../source/site.ts";
import { type Conversion, type ConvertRequest, convert } from "./convert.ts";
import { emittedFiles } from "./emitted-files.ts";
import { loadPostfix, type OpenedPostfix, openPostfix, type PostfixFlags } from "./postfix.ts";
import { postfixConstants } from "./postfix-constants.ts";
import { type LoadedSendmail, loadSendmail, type SendmailSource } from "./sendmail-source.ts";

/** Differences of each sort that migration.json holds; `verify` lists all. */
const REPORTED = 20;

export type GivenProbe = Probe;

/** Which probes are asked: all that the configuration needs, a number of them, or those that a person gives. */
export type ProbeChoice =
  | { readonly kind: "covering" }
  | { readonly kind: "count"; readonly count: number; readonly seed: number }
  | { readonly kind: "given"; readonly probes: readonly Probe[] };

export interface VerifyRequest {
  readonly source: SendmailSource;
  /** The Postfix directory, as the command line names it. */
  readonly directory: string;
  readonly postfix: PostfixFlags;
  readonly choice: ProbeChoice;
  /** False where nobody asks which rules can run: `coverage` then counts only what probes fired. */
  readonly coverage?: boolean;
  /** Severities and ignores of the settings. */
  readonly findings: ConvertRequest["findings"];
}

export type VerifyAnswer =
  | {
      readonly ok: true;
      readonly result: VerificationResult;
      readonly remarks: readonly string[];
    }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** `verify`: a sendmail configuration and a Postfix directory, asked the same probes. */
export async function verifyDirectory(request: VerifyRequest): Promise<VerifyAnswer> {
  return (await openVerification(request.source, request.findings))(request);
}

/** The part of a request that may differ from one verification of a configuration to the next. */
export type DirectoryRequest = Pick<VerifyRequest, "directory" | "postfix" | "choice" | "coverage">;

/** Reads a sendmail configuration once, to hold several Postfix directories against it. */
export async function openVerification(
  from: SendmailSource,
  findings: ConvertRequest["findings"],
): Promise<(request: DirectoryRequest) => VerifyAnswer> {
  const sendmail = await loadWithEmptyTables(from);
  const ownFacts = withOwnAddresses(from.facts, sendmail);
  const { source, file, facts, cfDir } = from;
  // What its conversion would say of every directive is what predicts differences, whoever wrote the directory.
  const options = { mapType: "hash", postfixVersion: "3.7", mailbox: undefined, claimsOnly: true } as const;
  const conversion = sendmail.read
    ? await convert({ source, file, facts, cfDir, findings, ...options }, { write: () => undefined })
    : undefined;
  // What it would name is asked as well: where a directory lacks a row, the row is what shows it.
  const expected =
    conversion &&
    postfixConstants(
      openPostfix(emittedFiles(conversion.config, options.mapType, source.site), source.site, {
        facts: ownFacts,
        version: options.postfixVersion,
      }).config,
    );
  return ({ directory, postfix: flags, choice, coverage = true }) => {
    const postfix = loadPostfix(directory, { ...flags, facts: ownFacts });
    if (!postfix.ok) return postfix;
    if (!conversion) return { ok: false, path: file.path, reason: "it holds no sendmail configuration" };
    const verification = verified(sendmail, postfix, conversion, source.site, choice, coverage, expected);
    return { ok: true, result: verificationResult(verification), remarks: [...sendmail.remarks, ...postfix.remarks] };
  };
}

/** What convert is about to write, verified over the covering set before anybody uses it. */
export async function verifyConversion(
  source: SendmailSource,
  conversion: Conversion,
  mapType: IndexedType,
): Promise<VerificationResult> {
  const sendmail = await loadWithEmptyTables(source);
  const { site } = source.source;
  const facts = withOwnAddresses(source.facts, sendmail);
  const flags = { facts, dns: source.dns, answers: source.answers, version: conversion.config.version };
  const postfix = openPostfix(emittedFiles(conversion.config, mapType, site), site, flags);
  return verificationResult(verified(sendmail, postfix, conversion, site, { kind: "covering" }, false), REPORTED);
}

/** Map classes whose answers lie in a file of the site. */
const FILED: ReadonlySet<string> = new Set(["hash", "btree", "dbm", "ndbm", "cdb", "text", "implicit"]);

/**
 * A table whose file is not there makes sendmail put off all mail, and so does a map of a class that only a patched one
 * had (mysql). On the host that the configuration comes from it was there: for the comparison both sides take it for
 * empty, and say so.
 */
async function loadWithEmptyTables(source: SendmailSource): Promise<LoadedSendmail> {
  const loaded = await loadSendmail(source);
  const { site } = source.source;
  const given = typeof source.answers === "object" && source.answers !== null ? source.answers : {};
  const missing = [...loaded.config.maps.values()].filter(({ name, mapClass, spec }) => {
    if (loaded.engine.program.maps.get(name) === undefined) return !(name in given);
    if (!FILED.has(mapClass.toLowerCase()) || spec === undefined) return false;
    const path = spec.replace(/\.(?:db|dir|pag)$/, "");
    return ![path, `${path}.db`, `${path}.dir`].some((one) => site.exists(one));
  });
  if (missing.length === 0) return loaded;
  const empty = Object.fromEntries(missing.map(({ name }) => [name, {}]));
  const again = await loadSendmail({ ...source, answers: { ...empty, ...given } });
  const named = missing.map(({ name, mapClass, spec }) =>
    FILED.has(mapClass.toLowerCase()) ? `${spec} (map ${name})` : `map ${name} (${mapClass})`,
  );
  const remark = `not there, taken for empty: ${named.join(", ")}`;
  return { ...again, remarks: [...again.remarks, remark] };
}

/** Both programs run on the same machine: its addresses are those that sendmail puts into class w. */
function withOwnAddresses(facts: ReadonlyMap<string, string>, { config }: LoadedSendmail): ReadonlyMap<string, string> {
  if (facts.has("addresses")) return facts;
  const members = config.classes.get("w")?.members ?? [];
  const addresses = members.flatMap(({ text }) => /^\[([0-9.]+)\]$/.exec(text)?.[1] ?? []);
  return new Map([...facts, ["addresses", [...new Set(["127.0.0.1", ...addresses])].join(" ")]]);
}

function verified(
  sendmail: LoadedSendmail,
  postfix: OpenedPostfix,
  conversion: Conversion,
  site: Site,
  choice: ProbeChoice,
  exercised: boolean,
  expected: OtherConstants = noOtherConstants,
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
    predictions: [
      ...conversion.claims.map(predictionOf),
      ...conversion.expandedClaims.map(predictionOf),
      ...conversion.directives.flatMap((one) => ofRows(one, site)),
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

function predictionOf({ at, disposition, code, note, form, names }: Claim): Prediction {
  const about = { ...(form ? { form } : {}), ...(names ? { names } : {}) };
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
