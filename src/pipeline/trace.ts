import type { Answers } from "../sendmail/answers.ts";
import type { Dns } from "../sendmail/dns.ts";
import { machineFacts } from "../sendmail/machine-facts.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import { compileRulesets, type RewriteRole, type RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { Step } from "../sendmail/ruleset/steps.ts";
import type { LocatedSource } from "../source/locate.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";

export type { RewriteRole } from "../sendmail/ruleset/engine.ts";

export interface TraceRequest {
  readonly source: LocatedSource;
  readonly file: SourceFile;
  readonly facts: ReadonlyMap<string, string>;
  /** The values of the `--dns` and `--answers` files. */
  readonly dns: unknown;
  readonly answers: unknown;
}

export interface AddressQuestion {
  readonly address: string;
  readonly as: RewriteRole;
  readonly mailer: string | undefined;
  readonly steps: boolean;
}

/** design.md section 4: one object an address. */
export interface AddressTrace {
  readonly address: string;
  readonly as: RewriteRole;
  readonly mailer: string | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly leaves: readonly { readonly mailer: string; readonly host: string | null; readonly user: string }[];
  readonly error: { readonly code: string; readonly enhanced: string | null; readonly text: string } | null;
  readonly rewritten?: string | null;
  readonly steps?: readonly Step[];
}

export interface Tracer {
  readonly engine: RulesetEngine;
  trace(question: AddressQuestion): AddressTrace;
  /** Sentences about the answer files, and about what had to be assumed. */
  readonly remarks: readonly string[];
}

/** Reads a sendmail configuration once; the tracer then answers any number of addresses. */
export async function openTracer(request: TraceRequest): Promise<Tracer> {
  const { site } = request.source;
  const { config } = readSendmailConfig(parseCf(request.file).ast, site, machineFacts(request.facts, site));
  const { dns, answers, remarks } = await given(request);
  const engine = compileRulesets(config, site, { ...(dns ? { dns } : {}), ...(answers ? { answers } : {}) });
  return { engine, remarks, trace: (question) => traced(engine, question) };
}

interface Given {
  readonly dns: Dns | undefined;
  readonly answers: Answers | undefined;
  readonly remarks: readonly string[];
}

async function given(request: TraceRequest): Promise<Given> {
  const { readDnsAnswers } = await import("../sendmail/dns.ts");
  const { readAnswers } = await import("../sendmail/answers.ts");
  const dns = request.dns === undefined ? undefined : readDnsAnswers(request.dns);
  const answers = request.answers === undefined ? undefined : readAnswers(request.answers);
  return {
    dns: dns?.dns,
    answers: answers?.answers,
    remarks: [...(dns?.problems ?? []), ...(answers?.problems ?? [])],
  };
}

function traced(engine: RulesetEngine, question: AddressQuestion): AddressTrace {
  const { address, as } = question;
  const resolution = engine.resolve(address, { steps: question.steps });
  const answer = {
    address,
    as,
    mailer: resolution.mailer ?? null,
    host: resolution.host ?? null,
    user: resolution.user ?? null,
    leaves: resolution.leaves
      .filter((leaf) => leaf.error === undefined)
      .map(({ mailer, host, user }) => ({ mailer, host: host ?? null, user })),
    error: errorOf(resolution.error ?? resolution.leaves.find((leaf) => leaf.error)?.error),
  };
  const steps = question.steps ? { steps: resolution.steps ?? [] } : {};
  if (as === "recipient" && question.mailer === undefined) return { ...answer, ...steps };
  const mailer = question.mailer ?? usualMailer(engine);
  const rewriting = engine.rewrite(address, { as, mailer, steps: question.steps });
  const all = question.steps ? { steps: [...(resolution.steps ?? []), ...(rewriting.steps ?? [])] } : {};
  return { ...answer, rewritten: rewriting.text ?? null, ...all };
}

function errorOf(
  error: { readonly code: string; readonly enhanced: string | undefined; readonly text: string } | undefined,
): AddressTrace["error"] {
  return error ? { code: error.code, enhanced: error.enhanced ?? null, text: error.text } : null;
}

/** The mailer that carries mail to other hosts, when none is named. */
function usualMailer(engine: RulesetEngine): string {
  const { mailers } = engine.program;
  const named = ["esmtp", "smtp", "ether", "tcp"].find((name) => mailers.some((mailer) => mailer.name === name));
  return named ?? mailers.find((mailer) => mailer.path === "[IPC]")?.name ?? "local";
}
