import type { VerificationResult } from "./check/verification/result.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { ExpandRequest, ExpandResult } from "./expand/expand-files.ts";
import type { CheckOutcome, CheckRequest, CheckTarget, StarterOutcome } from "./pipeline/check.ts";
import type { Conversion, ConvertRequest, FileSink } from "./pipeline/convert.ts";
import type { Diffing, DiffRequest } from "./pipeline/diff.ts";
import type { Explanation } from "./pipeline/explain.ts";
import type { PostfixFlags } from "./pipeline/postfix.ts";
import type { PostfixTracing } from "./pipeline/postfix-trace.ts";
import type { LoadedSendmail, SendmailSource } from "./pipeline/sendmail-source.ts";
import type { AddressQuestion, AddressTrace } from "./pipeline/trace.ts";
import type { VerifyAnswer, VerifyRequest } from "./pipeline/verify.ts";
import type { LocatedSource } from "./source/locate.ts";

export type { CheckRequest } from "./pipeline/check.ts";
export type { Conversion, ConvertRequest, FileSink } from "./pipeline/convert.ts";
export type { DiffInput } from "./pipeline/diff.ts";
export type { PostfixAddressTrace, PostfixRole } from "./pipeline/postfix-trace.ts";
export type { LoadedSendmail, SendmailSource } from "./pipeline/sendmail-source.ts";
export type { AddressTrace, RewriteRole } from "./pipeline/trace.ts";
export type { GivenProbe } from "./pipeline/verify.ts";

// The program as a table of contents. Every stage is loaded when asked for: a command pays for what it uses.

/** `convert`: text -> syntax -> sendmail's symbols -> policy -> Postfix configuration -> files, and the account. */
export async function convert(request: ConvertRequest, sink: FileSink): Promise<Conversion> {
  return (await import("./pipeline/convert.ts")).convert(request, sink);
}

/** `expand`: the m4 machine alone. */
export async function expand(request: ExpandRequest): Promise<ExpandResult> {
  const { expandFiles } = await import("./expand/expand-files.ts");
  return expandFiles(request);
}

/** `explain`: what an option, feature, parameter or code means on both sides. */
export async function explain(topic: string): Promise<readonly Explanation[]> {
  return (await import("./pipeline/explain.ts")).explain(topic);
}

/** A sendmail SOURCE of any notation, read into a configuration and its ruleset engine. */
export async function loadSendmail(request: SendmailSource): Promise<LoadedSendmail> {
  return (await import("./pipeline/sendmail-source.ts")).loadSendmail(request);
}

/** `trace`: a sendmail configuration's rulesets, asked what they do with an address. */
export async function openTracer(loaded: LoadedSendmail): Promise<(question: AddressQuestion) => AddressTrace> {
  const { traceAddress } = await import("./pipeline/trace.ts");
  return (question) => traceAddress(loaded, question);
}

/** `trace` of a Postfix directory: what cleanup, trivial-rewrite and local do with an address. */
export async function openPostfixTracer(path: string, flags: PostfixFlags): Promise<PostfixTracing> {
  return (await import("./pipeline/postfix-trace.ts")).openPostfixTracer(path, flags);
}

/** `check`: what is wrong with a configuration of either program, and whether it does what is expected of it. */
export async function check(request: CheckRequest): Promise<CheckOutcome> {
  return (await import("./pipeline/check.ts")).check(request);
}

/** `verify`: a sendmail configuration and a Postfix directory, asked the same probes. */
export async function verifyDirectory(request: VerifyRequest): Promise<VerifyAnswer> {
  return (await import("./pipeline/verify.ts")).verifyDirectory(request);
}

/** The same of what convert is about to write. */
export async function verifyConversion(
  source: SendmailSource,
  conversion: Conversion,
  mapType: ConvertRequest["mapType"],
): Promise<VerificationResult> {
  return (await import("./pipeline/verify.ts")).verifyConversion(source, conversion, mapType);
}

/** `check --init`: an expectations file that says what a configuration does now. */
export async function starterFor(target: CheckTarget, title: string): Promise<StarterOutcome> {
  return (await import("./pipeline/check.ts")).starterFor(target, title);
}

/** `diff`: what two configurations of any kind say, or do, differently. */
export async function diff(request: DiffRequest): Promise<Diffing> {
  return (await import("./pipeline/diff.ts")).diff(request);
}

/** The static checks of `check`, on what convert is about to write. */
export async function checkConversion(
  source: LocatedSource,
  facts: ReadonlyMap<string, string>,
  conversion: Conversion,
  mapType: ConvertRequest["mapType"],
): Promise<readonly Diagnostic[]> {
  return (await import("./pipeline/self-check.ts")).checkConversion(source, facts, conversion, mapType);
}
