import type { RewriteRole, RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { Step } from "../sendmail/ruleset/steps.ts";
import type { LoadedSendmail } from "./sendmail-source.ts";

export type { RewriteRole } from "../sendmail/ruleset/engine.ts";

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
  readonly steps?: readonly PlacedStep[];
}

/** A step, with the place in the .mc where the rule's line of the expanded file comes from. */
export type PlacedStep = Step & { readonly from?: { readonly file: string; readonly line: number } };

/** Answers any number of addresses from a configuration that has been read once. */
export function traceAddress(loaded: LoadedSendmail, question: AddressQuestion): AddressTrace {
  const answer = traced(loaded.engine, question);
  return answer.steps ? { ...answer, steps: answer.steps.map((step) => placedStep(loaded, step)) } : answer;
}

function placedStep({ cf, expansion, placeOf }: LoadedSendmail, step: Step): PlacedStep {
  if (!expansion || step.step !== "rule" || step.file !== cf.path) return step;
  const at = placeOf({ file: step.file, line: step.line, column: 1, endLine: step.line, endColumn: 1 });
  return at ? { ...step, from: { file: at.file, line: at.line } } : step;
}

/** `sendmail -bt` is no message: it has no flags of a daemon, and none of a user's either. */
const testMode = { daemon_flags: "" } as const;

function traced(engine: RulesetEngine, question: AddressQuestion): AddressTrace {
  const { address, as } = question;
  const resolution = engine.resolve(address, { steps: question.steps, macros: testMode });
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
  const rewriting = engine.rewrite(address, { as, mailer, steps: question.steps, macros: testMode });
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
