/**
 * handover — a submission program (FEATURE msp) gives all mail to the mail system of its own host
 *
 * What that one does with it is not in its configuration: the host runs Postfix now. Old and new way lead to the same
 * place when Postfix does with what it is given (the address as the submission program writes it) what it does with the
 * address as the user wrote it.
 */
import type { SendmailConfig } from "../../sendmail/config.ts";
import type { Probe } from "../../sendmail/probe/probe.ts";
import { type Answer, leavesOutcome } from "./outcome.ts";
import { type PostfixSide, postfixAnswer } from "./postfix-answer.ts";

/** True where the configuration only submits to this host (op.me, UseMSP; cf/feature/msp.m4, `D{MTAHost}`). */
export function submitsHere({ options, macros }: SendmailConfig): boolean {
  const host = macros.get("MTAHost")?.value.trim() ?? "";
  return /^t/i.test(options.get("UseMSP")?.value ?? "") && /^\[?(127\.[\d.]+|IPv6:::1|::1|localhost)\]?$/i.test(host);
}

const HANDED = /^smtp (?:\[127\.[\d.]+\]|\[::1\]|localhost):25 (.+)$/;

/** The answer of a submission program, with what Postfix does with the mail that it is handed. */
export function handedOver(answer: Answer, probe: Probe, side: PostfixSide, sender: string): Answer {
  const { outcome, detail } = answer;
  if (outcome.kind === "leaves") {
    const leaves = outcome.leaves.flatMap((leaf) => {
      const address = HANDED.exec(leaf)?.[1];
      if (address === undefined) return [leaf];
      const here = postfixAnswer(side, { question: "recipient", address }, sender).outcome;
      return here.kind === "leaves" ? here.leaves : [leaf];
    });
    return { outcome: leavesOutcome(leaves), detail: { ...detail, handed: outcome.leaves } };
  }
  if (outcome.kind !== "rewritten" || probe.question === "decision" || probe.question === "limit") return answer;
  const { outcome: here } = postfixAnswer(side, { ...probe, address: outcome.address }, sender);
  return { outcome: here, detail: { ...detail, handed: outcome.address } };
}
