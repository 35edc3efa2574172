import { envelopeAddress, quoteLocal, unquoteLocal } from "../postfix/address/quote.ts";
import type { Service } from "../postfix/config.ts";
import type { Step } from "../postfix/resolve/resolution.ts";
import type { Resolver } from "../postfix/resolve/resolver.ts";
import type { Decider } from "../postfix/restrictions/decide.ts";
import type { DecisionStage } from "../postfix/restrictions/session.ts";
import type { Leaf } from "./leaf.ts";
import { leafText } from "./leaf.ts";
import { leafOfPostfix } from "./postfix-leaf.ts";
import type { ClientAnswer, ClientQuestion, SenderQuestion, Side, Traced } from "./side.ts";

/** A Postfix directory, asked through its resolver and its restriction evaluator. */
export function postfixSide(resolver: Resolver, deciderOf: (service?: Service) => Decider): Side {
  let decider: Decider | undefined;
  return {
    name: "Postfix",
    leaves: (recipient) => leaves(resolver, recipient),
    answer: (question) => {
      decider ??= deciderOf(mainSmtpService(resolver));
      return answer(decider, question);
    },
    becomes: (question) => becomes(resolver, question),
  };
}

/** The smtpd(8) that other hosts talk to: on port 25, behind postscreen(8), or the first one there is. */
function mainSmtpService({ environment }: Resolver): Service | undefined {
  const services = environment.directory.services.filter(({ command }) => command === "smtpd");
  const isMain = ({ name, type }: Service): boolean =>
    (type === "inet" && /(?:^|:)(?:smtp|25)$/.test(name)) || type === "pass";
  return services.find(isMain) ?? services[0];
}

function leaves(resolver: Resolver, recipient: string): Traced<readonly Leaf[]> {
  const expansion = resolver.expandRecipient(unquoteLocal(recipient));
  const found: readonly Leaf[] = expansion.error
    ? [{ kind: "reject", code: `${expansion.error.code} ${expansion.error.enhanced}` }]
    : expansion.leaves.map(leafOfPostfix);
  const ends = expansion.recipients.map(
    ({ recipient: each, class: class_, transport, nexthop }) => `${each} (${class_}) by ${transport}:${nexthop}`,
  );
  return {
    value: found,
    trace: [...expansion.steps.flatMap(stepText), ...ends, ...found.map((leaf) => leafText(leaf))],
  };
}

const stages: readonly DecisionStage[] = ["connect", "helo", "mail", "rcpt", "data", "end-of-data"];

function answer(decider: Decider, question: ClientQuestion): Traced<ClientAnswer> {
  const { client, helo, sender, recipient } = question;
  const trace: string[] = [];
  const session = {
    client,
    helo: helo ?? client.name,
    sender: envelopeAddress(sender),
    recipient: envelopeAddress(recipient),
  };
  for (const stage of stages) {
    const { answer: kind, reply, decidedBy, steps } = decider.decide(stage, session);
    trace.push(...steps);
    if (kind === "accept") continue;
    // A discarded message is taken from the client.
    if (kind === "discard") break;
    const text = reply ? `${reply.code} ${reply.enhanced} ${reply.text}` : kind;
    trace.push(`${stage}: ${text}${decidedBy ? ` (${decidedBy})` : ""}`);
    return {
      value: { kind, code: reply?.code ?? 550, enhanced: reply?.enhanced, text: reply?.text ?? "" },
      trace,
    };
  }
  return { value: { kind: "accept", code: 250, enhanced: "2.1.5", text: "Ok" }, trace };
}

/** cleanup(8)'s rewriting, then generic(5) where the message leaves by smtp(8) or lmtp(8). */
function becomes(resolver: Resolver, { sender, where, via }: SenderQuestion): Traced<string | undefined> {
  const service = carrierOf(resolver, via);
  if (service === undefined) return { value: undefined, trace: [`there is no service ${via}`] };
  const steps: Step[] = [];
  const generic = (address: string): string => {
    const program = service && serviceNamed(resolver, service)?.command;
    return program === "smtp" || program === "lmtp" ? resolver.generic(address, service, steps) : address;
  };
  const value =
    where === "envelope"
      ? generic(cleanSender(resolver, unquoteLocal(sender), steps))
      : quoteLocal(generic(unquoteLocal(resolver.cleanHeader(sender, "header_sender", false, steps))));
  return { value, trace: steps.flatMap(stepText) };
}

function cleanSender(resolver: Resolver, sender: string, steps: Step[]): string {
  const cleaned = resolver.cleanSender(sender, steps);
  return cleaned.ok ? (cleaned.addresses[0] ?? "") : sender;
}

function serviceNamed({ environment }: Resolver, name: string): Service | undefined {
  return environment.directory.services.find((service) => service.name === name && service.type === "unix");
}

/** sendmail's names of its SMTP mailers mean the service that does their work (cf/README, MAILER(smtp)). */
const smtpMailers: ReadonlySet<string> = new Set(["esmtp", "smtp8", "dsmtp", "ether", "tcp", "ddn", "inet"]);

/** The service that carries the message; undefined when nothing of that name is there. */
function carrierOf(resolver: Resolver, via: string | undefined): string | undefined {
  if (via === undefined) return "smtp";
  if (serviceNamed(resolver, via)) return via;
  return smtpMailers.has(via.toLowerCase()) ? "smtp" : undefined;
}

/** A step for people. Lookups without an answer are left out: they say only what a table does not hold. */
function stepText(step: Step): readonly string[] {
  if (step.kind === "decided") return [`${step.stage}: ${step.text}`];
  if (step.kind === "changed") return [`${step.stage}: ${step.before} -> ${step.after.join(", ") || "(nothing)"}`];
  const { parameter, table, key, answer: said } = step.note;
  if (said.kind === "none") return [];
  return [`${step.stage}: ${parameter} ${table} (${key}): ${said.kind === "found" ? said.value : said.reason}`];
}
