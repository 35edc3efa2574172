/**
 * sendmail-answer — a probe asked of the ruleset engine
 */
import type { SendmailConfig } from "../../sendmail/config.ts";
import { type KnownAnswers, noKnownAnswers } from "../../sendmail/probe/paths.ts";
import { clientSeen, type LimitName, type Probe } from "../../sendmail/probe/probe.ts";
import type { Decision } from "../../sendmail/ruleset/check.ts";
import type { Resolution, RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { Mailer } from "../../sendmail/ruleset/program.ts";
import type { Leaf } from "../../sendmail/ruleset/recipients.ts";
import {
  type Answer,
  comparableAddress,
  comparableHost,
  hopText,
  leavesOutcome,
  limitOutcome,
  type Outcome,
  outcomeText,
} from "./outcome.ts";

/** Recipients are asked as a user of the host itself would send to them. */
export const ownClient = { name: "localhost", address: "127.0.0.1" } as const;

/**
 * What sendmail does with a probe. `sender` is the sender that recipients are asked with; what is `known` is not asked
 * again.
 */
export function sendmailAnswer(
  engine: RulesetEngine,
  probe: Exclude<Probe, { question: "limit" }>,
  sender: string,
  known: KnownAnswers = noKnownAnswers,
): Answer {
  if (probe.question === "recipient") {
    return recipientAnswer(engine, probe.address, sender, known.resolution(probe));
  }
  if (probe.question === "decision") {
    const { stage, decision } =
      known.decision(probe) ?? engine.decide({ ...probe, client: clientSeen(engine, probe.client) });
    return { outcome: decided(decision), detail: { stage, ...reply(decision) } };
  }
  const asked = { as: probe.question, mailer: probe.mailer };
  const { text } = known.rewriting(probe) ?? engine.rewrite(probe.address, asked);
  return { outcome: { kind: "rewritten", address: comparableAddress(text ?? "") }, detail: { written: text ?? "" } };
}

/** Who has not logged in is answered 530 at MAIL, unless the connection was refused (srvrsmtp.c, SRV_REQ_AUTH). */
export function withoutLogin(answer: Answer): Answer {
  const isRefused = answer.detail.stage === "connect" && outcomeText(answer.outcome) !== "accept";
  if (isRefused) return answer;
  const detail = { stage: "mail", reply: "530 5.7.0 Authentication required" };
  return { outcome: { kind: "decision", answer: "reject" }, detail };
}

/** Hosts that a message may have passed where no option says it (conf.h, MAXHOP). */
const MAXHOP = 25;

/** A limit by its option, whether it is written with a letter (`Oh17`) or a name. */
export function limitAnswer({ options }: SendmailConfig, limit: LimitName): Answer {
  const most = options.get(limitOptions[limit])?.value ?? (limit === "hosts on the way" ? MAXHOP : 0);
  return { outcome: limitOutcome(Number(most)), detail: {} };
}

const limitOptions: Readonly<Record<LimitName, string>> = {
  "message size": "MaxMessageSize",
  "recipients of a message": "MaxRecipientsPerMessage",
  "hosts on the way": "MaxHopCount",
};

/** Sendmail answers RCPT first; only then do its leaves matter. */
function recipientAnswer(
  engine: RulesetEngine,
  address: string,
  sender: string,
  known: Resolution | undefined,
): Answer {
  const { decision } = engine.decide({ client: ownClient, sender, recipient: address });
  if (decision.kind === "reject" || decision.kind === "tempfail") {
    return { outcome: leavesOutcome([decision.kind]), detail: reply(decision) };
  }
  if (decision.kind === "discard") return { outcome: leavesOutcome(["discard"]), detail: {} };
  const resolution = known ?? engine.resolve(address);
  const triple = [resolution.mailer ?? "", resolution.host ?? "", resolution.user ?? ""];
  const leaves = resolution.leaves.map((leaf) => leafText(engine, leaf));
  return { outcome: leavesOutcome(leaves), detail: { triple } };
}

function decided(decision: Decision): Outcome {
  return { kind: "decision", answer: decision.kind === "quarantine" ? "hold" : decision.kind };
}

function reply(decision: Decision): Readonly<Record<string, string>> {
  if (decision.kind !== "reject" && decision.kind !== "tempfail") return {};
  return { reply: [decision.code, decision.enhanced, decision.text].filter(Boolean).join(" ") };
}

/** Where a leaf ends (deliver.c: what the mailer's path and argument vector mean). */
function leafText(engine: RulesetEngine, leaf: Leaf): string {
  const { mailer: name, user } = leaf;
  const host = leaf.host ?? "";
  if (leaf.error) return leaf.error.code.startsWith("4") ? "tempfail" : "reject";
  if (leaf.waits) return "tempfail";
  if (name === "*error*" || name === "error") return "reject";
  if (name === "discard") return "discard";
  if (name === "*file*") return `file ${withoutQuotes(user)}`;
  if (name === "*include*") return `include ${user}`;
  if (name === "prog" || user.startsWith("|")) return `command ${withoutQuotes(user).replace(/^\|/, "").trim()}`;
  const mailer = engine.program.mailers.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (mailer && /^\[(?:IPC|TCP)\]/i.test(mailer.path)) return networkLeaf(mailer, host, user);
  // The local mailer's host is a detail, or what "local:" in a table left.
  if (name.toLowerCase() === "local" || host === "" || host.startsWith("+")) return localLeaf(user);
  return `pipe ${name.toLowerCase()} ${comparableHost(host)} ${comparableAddress(user)}`;
}

function localLeaf(user: string): string {
  return `local ${comparableAddress(user).toLowerCase().replace(/^\\/, "")}`;
}

function withoutQuotes(text: string): string {
  return text.replace(/^"(.*)"$/s, "$1");
}

/** `A=TCP $h 25`, `A=FILE /socket`: host, port or socket of a mailer that speaks SMTP or LMTP. */
function networkLeaf(mailer: Mailer, host: string, user: string): string {
  const [protocol = "", where = "", port = "25"] = mailer.argv;
  const kind = mailer.flags.has("z") ? "lmtp" : "smtp";
  const isFile = protocol.toUpperCase() === "FILE";
  // F=l and F=A: the mailer that fills the mailboxes of this host, by whatever server (cf/README, confLOCAL_MAILER).
  if (isFile && mailer.flags.has("l") && mailer.flags.has("A")) return localLeaf(user);
  if (isFile) return `unix ${where} ${comparableAddress(user)}`;
  const named = where === "" || /[\x80-\x9f$]/.test(where) ? host : where;
  const hosts = named.match(/\[[^\]]*\]|[^:]+/g) ?? [named];
  return hopText(
    kind,
    hosts.map((one) => [one, port] as const),
    user,
  );
}
