import { type VerificationResult, verificationResult } from "../check/verification/result.ts";
import type { IndexedType } from "../postfix/config.ts";
import type { Probe } from "../sendmail/probe/probe.ts";
import { type Conversion, type ConvertRequest, convert } from "./convert.ts";
import { emittedFiles } from "./emitted-files.ts";
import { emptyTables } from "./empty-tables.ts";
import { loadPostfix, openPostfix, type PostfixFlags } from "./postfix.ts";
import { postfixConstants } from "./postfix-constants.ts";
import { type LoadedSendmail, loadSendmail, type SendmailSource } from "./sendmail-source.ts";
import { type ProbeChoice, verified, withOwnAddresses } from "./verified.ts";

/** Differences of each sort that migration.json holds; `verify` lists all. */
const REPORTED = 20;

export type GivenProbe = Probe;

export interface VerifyRequest {
  readonly source: SendmailSource;
  /** The Postfix directory, as the command line names it. */
  readonly directory: string;
  readonly postfix: PostfixFlags;
  readonly choice: ProbeChoice;
  /** False where nobody asks which rules can run: `coverage` then counts only what probes fired. */
  readonly coverage?: boolean;
  /** True where every probe is followed through both sides, also where one of its shape was (docs/adr/0013). */
  readonly stepByStep?: boolean;
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
export type DirectoryRequest = Pick<VerifyRequest, "directory" | "postfix" | "choice" | "coverage" | "stepByStep">;

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
  return ({ directory, postfix: flags, choice, coverage = true, stepByStep = false }) => {
    const postfix = loadPostfix(directory, { ...flags, facts: ownFacts });
    if (!postfix.ok) return postfix;
    if (!conversion) return { ok: false, path: file.path, reason: "it holds no sendmail configuration" };
    const verification = verified(sendmail, postfix, conversion, source.site, {
      choice,
      exercised: coverage,
      expected,
      outside: [from.dns, from.answers, flags.dns, flags.answers].map((value) => JSON.stringify(value) ?? ""),
      stepByStep,
    });
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
  return verificationResult(verified(sendmail, postfix, conversion, site, { choice: { kind: "covering" } }), REPORTED);
}

/** The source, with tables that are not there taken for empty. */
async function loadWithEmptyTables(source: SendmailSource): Promise<LoadedSendmail> {
  const loaded = await loadSendmail(source);
  const given = typeof source.answers === "object" && source.answers !== null ? source.answers : {};
  const { answers, remark } = emptyTables(loaded.config, loaded.engine, source.source.site, { ...given });
  if (remark === undefined) return loaded;
  const again = await loadSendmail({ ...source, answers: { ...answers, ...given } });
  return { ...again, remarks: [...again.remarks, remark] };
}
