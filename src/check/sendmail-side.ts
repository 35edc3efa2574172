import type { Decision } from "../sendmail/ruleset/check.ts";
import type { RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { Step } from "../sendmail/ruleset/steps.ts";
import { type Leaf, leafText } from "./leaf.ts";
import { leafOfSendmail } from "./sendmail-leaf.ts";
import type { ClientAnswer, ClientQuestion, SenderQuestion, Side, Traced } from "./side.ts";

/** A sendmail configuration, asked through its rulesets. */
export function sendmailSide(engine: RulesetEngine): Side {
  return {
    name: "sendmail",
    leaves: (recipient) => leaves(engine, recipient),
    answer: (question) => answer(engine, question),
    becomes: (question) => becomes(engine, question),
  };
}

function leaves(engine: RulesetEngine, recipient: string): Traced<readonly Leaf[]> {
  const { leaves: ends, error, steps, mailer, host, user } = engine.resolve(recipient, { steps: true });
  const found: readonly Leaf[] =
    ends.length === 0 && error
      ? [{ kind: "reject", code: error.enhanced === undefined ? error.code : `${error.code} ${error.enhanced}` }]
      : ends.map((leaf) => leafOfSendmail(leaf, engine.program.mailers));
  const triple = mailer === undefined ? "no address" : `mailer ${mailer}, host ${host ?? ""}, user ${user ?? ""}`;
  const said = error ? [`${error.code} ${error.enhanced ?? ""} ${error.text}`] : [];
  return { value: found, trace: [...(steps ?? []).flatMap(stepText), triple, ...said, ...found.map(leafText)] };
}

function answer(engine: RulesetEngine, question: ClientQuestion): Traced<ClientAnswer> {
  const { client, helo, sender, recipient } = question;
  const { stage, decision } = engine.decide({
    client: { name: client.name === "unknown" ? undefined : client.name, address: client.address },
    ...(helo === undefined ? {} : { helo }),
    sender,
    recipient,
  });
  const value = answerOf(decision);
  return { value, trace: [`${stage}: ${value.code} ${value.enhanced ?? ""} ${value.text}`.trim()] };
}

/** A discarded or quarantined message is taken from the client. */
function answerOf(decision: Decision): ClientAnswer {
  if (decision.kind !== "reject" && decision.kind !== "tempfail") {
    const text = decision.kind === "accept" ? "Ok" : decision.kind;
    return { kind: "accept", code: 250, enhanced: "2.1.5", text };
  }
  return { kind: decision.kind, code: Number(decision.code), enhanced: decision.enhanced, text: decision.text };
}

function becomes(engine: RulesetEngine, { sender, where, via }: SenderQuestion): Traced<string | undefined> {
  const as = where === "envelope" ? "envelope-sender" : "header-sender";
  const { text, steps } = engine.rewrite(sender, { as, mailer: via ?? outgoingMailer(engine), steps: true });
  return { value: text, trace: (steps ?? []).flatMap(stepText) };
}

/** The mailer that carries mail to other hosts. */
function outgoingMailer({ program }: RulesetEngine): string {
  const named = ["esmtp", "smtp", "ether", "tcp"].find((name) => program.mailers.some((each) => each.name === name));
  return named ?? program.mailers.find((each) => /^\[(?:IPC|TCP)\]$/i.test(each.path))?.name ?? "local";
}

function stepText(step: Step): readonly string[] {
  switch (step.step) {
    case "rule":
      return [`${step.file}:${step.line} ${step.text.replace(/[\t\n]+/g, "  ")} -> ${step.workspace}`];
    case "map":
      return [`map ${step.map} (${step.key}): ${step.value ?? "no match"}`];
    case "message":
      return [step.text];
    default:
      return [];
  }
}
