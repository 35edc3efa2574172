import { dirname, resolve } from "node:path";
import { type Expectation, type ExpectationsFile, parseExpectations } from "../check/expectations.ts";
import { applyFindingRules, type FindingRules } from "../check/ignores.ts";
import { type ExpectationResult, judgeExpectation } from "../check/judge.ts";
import type { Side } from "../check/side.ts";
import type { Starter } from "../check/starter.ts";
import { type Diagnostic, diagnose, sortDiagnostics } from "../diagnostics/diagnostic.ts";
import { readWholeFile } from "../source/site.ts";
import { lineSpan, type SourceFile } from "../source/source-file.ts";
import type { CheckedTarget } from "./checked-target.ts";
import type { PostfixFlags } from "./postfix.ts";
import type { SendmailSource } from "./sendmail-source.ts";

/** What PATH is: a directory for Postfix, or a sendmail configuration of any notation. */
export type CheckTarget =
  | { readonly kind: "postfix"; readonly path: string; readonly flags: PostfixFlags }
  | { readonly kind: "sendmail"; readonly request: SendmailSource };

export interface CheckRequest {
  readonly target: CheckTarget;
  /** The configuration that a Postfix directory was made from. */
  readonly source: SendmailSource | undefined;
  /** Their paths lead to them from the working directory. */
  readonly expectations: readonly SourceFile[];
  /** Severities and ignores of the settings. */
  readonly findings: FindingRules;
}

export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  readonly expectations: readonly ExpectationResult[];
  readonly limits: readonly string[];
  located(file: string): string;
}

export type CheckOutcome =
  | { readonly ok: true; readonly checked: Checked }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Static checks, then every expectation asked of the target, and of its source where there is one. */
export async function check(request: CheckRequest): Promise<CheckOutcome> {
  const target = await openTarget(request.target);
  if (!target.ok) return target;
  const source = request.source && (await openTarget({ kind: "sendmail", request: request.source }));
  if (source && !source.ok) return source;
  const files = request.expectations.map((file) => ({ path: file.path, ...parseExpectations(file) }));
  const unreadable = files.find((file) => !file.read);
  if (unreadable) {
    const [first] = unreadable.diagnostics;
    const at = first?.at ? `${unreadable.path}:${first.at.line}:${first.at.column}` : unreadable.path;
    return { ok: false, path: at, reason: first?.message ?? "it is no YAML" };
  }
  const agreement = await agreementWith(request, target.target);
  const judged: Judged[] = [];
  for (const file of files) judged.push(await judgeFile(file, target.target, source?.target));
  const found = [...target.target.diagnostics, ...agreement, ...judged.flatMap((one) => one.diagnostics)];
  return {
    ok: true,
    checked: {
      diagnostics: sortDiagnostics(applyFindingRules(found, target.target.files, request.findings)),
      expectations: judged.flatMap((one) => one.results),
      limits: target.target.limits,
      located: target.target.located,
    },
  };
}

/** Where a Postfix directory behaves otherwise than the configuration that it was made from (design.md section 3). */
async function agreementWith(
  { target, source, findings }: CheckRequest,
  { placeOf }: CheckedTarget,
): Promise<readonly Diagnostic[]> {
  if (!source || target.kind !== "postfix") return [];
  const { verifyDirectory } = await import("./verify.ts");
  const { path, flags } = target;
  const choice = { kind: "covering" } as const;
  const answer = await verifyDirectory({ source, directory: path, postfix: flags, choice, coverage: false, findings });
  if (!answer.ok) return [];
  const { disagreements } = await import("../check/disagreements.ts");
  return disagreements(answer.result, placeOf);
}

export type StarterOutcome =
  | { readonly ok: true; readonly starter: Starter }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** `check --init`: an expectations file that says what the target does now. */
export async function starterFor(target: CheckTarget, title: string): Promise<StarterOutcome> {
  const opened = await openTarget(target);
  if (!opened.ok) return opened;
  const { questionsFrom } = await import("../check/starter-questions.ts");
  const { starterExpectations } = await import("../check/starter.ts");
  const questions = questionsFrom(opened.target.material());
  const sideWith = (users: readonly string[]): Promise<Side> => opened.target.side({ users });
  return { ok: true, starter: await starterExpectations(questions, sideWith, title) };
}

type Opened = { readonly ok: true; readonly target: CheckedTarget } | Exclude<CheckOutcome, { readonly ok: true }>;

async function openTarget(target: CheckTarget): Promise<Opened> {
  if (target.kind === "sendmail") return (await import("./check-sendmail.ts")).openSendmailTarget(target.request);
  return (await import("./check-postfix.ts")).openPostfixTarget(target.path, target.flags);
}

interface Judged {
  readonly results: readonly ExpectationResult[];
  readonly diagnostics: readonly Diagnostic[];
}

async function judgeFile(
  file: ExpectationsFile & { readonly path: string },
  target: CheckedTarget,
  source: CheckedTarget | undefined,
): Promise<Judged> {
  const dns = await dnsOf(file);
  if (!dns.ok) return { results: [], diagnostics: [...file.diagnostics, dns.finding] };
  const surroundings = { dns: dns.value, users: file.users };
  const side = await target.side(surroundings);
  const other = await source?.side(surroundings);
  return {
    results: file.expectations.map((expectation: Expectation) => judgeExpectation(expectation, side, other)),
    diagnostics: file.diagnostics,
  };
}

type DnsOfFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly finding: Diagnostic };

/** The DNS answers that an expectations file brings: written in it, or in a file beside it. */
async function dnsOf({ dns, path }: ExpectationsFile & { readonly path: string }): Promise<DnsOfFile> {
  if (typeof dns !== "string") return { ok: true, value: dns };
  const read = readWholeFile(resolve(dirname(path), dns), dns);
  const fail = (reason: string): DnsOfFile => {
    return {
      ok: false,
      finding: diagnose("CK5010", lineSpan(path, 1), `The DNS file ${dns} cannot be read: ${reason}`),
    };
  };
  if (!read.ok) return fail(read.failure.reason);
  try {
    // Not `import("yaml")` itself: in the bundle a CommonJS package has no names of its own.
    const { yamlValue } = await import("../source/yaml-value.ts");
    return { ok: true, value: yamlValue(Buffer.from(read.file.text, "latin1").toString("utf8")) };
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error));
  }
}
