/**
 * result — a verification as plain data: the JSON of `verify` and what every renderer shows
 */
import type { Probe } from "../../sendmail/probe/probe.ts";
import { probeText } from "../../sendmail/probe/probe.ts";
import type { Coverage } from "./coverage.ts";
import { type Answer, outcomeText } from "./outcome.ts";
import type { Proof } from "./proof.ts";
import type { Difference, Verification } from "./verify.ts";

export interface ReportedAnswer {
  /** Leaves, the rewritten address or the decision: what was compared. */
  readonly answer: string;
  readonly [detail: string]: string | readonly string[];
}

export interface ReportedDifference {
  /** The recipient, or the sender that was rewritten. */
  readonly address: string;
  readonly question: Probe["question"];
  readonly mailer?: string;
  readonly client?: string;
  readonly sender?: string;
  /** The whole question in one line. */
  readonly asked: string;
  readonly sendmail: ReportedAnswer;
  readonly postfix: ReportedAnswer;
  /** The code of the disposition that predicted it. */
  readonly explained_by: string | null;
  /** Where that disposition stands, and its sentence. */
  readonly explanation?: { readonly file: string; readonly line: number; readonly note: string };
}

/** probes = agree + explained + unexplained; rules = fired + unreachable + silent. */
export interface VerificationResult {
  readonly probes: number;
  readonly agree: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly differ: readonly ReportedDifference[];
  readonly coverage: Coverage;
  readonly proof: Proof;
}

/** `most`: differences of each sort that are kept; all of them when it is undefined. */
export function verificationResult(verification: Verification, most = Number.POSITIVE_INFINITY): VerificationResult {
  const { probes, agree, explained, differ, coverage, proof } = verification;
  const open = differ.filter((one) => one.explained === undefined);
  const known = differ.filter((one) => one.explained !== undefined);
  return {
    probes,
    agree,
    explained,
    unexplained: open.length,
    differ: [...open.slice(0, most), ...known.slice(0, most)].map(reported),
    coverage,
    proof,
  };
}

function reported({ probe, sendmail, postfix, explained }: Difference): ReportedDifference {
  return {
    ...questionOf(probe),
    asked: probeText(probe),
    sendmail: answerOf(sendmail),
    postfix: answerOf(postfix),
    explained_by: explained?.code ?? null,
    ...(explained ? { explanation: { file: explained.file, line: explained.line, note: explained.note } } : {}),
  };
}

function questionOf(probe: Probe): Pick<ReportedDifference, "address" | "question" | "mailer" | "client" | "sender"> {
  const { question } = probe;
  if (question === "recipient" || question === "limit") return { address: probe.address, question };
  if (question !== "decision") return { address: probe.address, question, mailer: probe.mailer };
  const { client, sender, recipient } = probe;
  return { address: recipient, question, client: `${client.name ?? "unknown"}[${client.address}]`, sender };
}

function answerOf({ outcome, detail }: Answer): ReportedAnswer {
  return { answer: outcomeText(outcome), ...detail };
}
