import type { Answer } from "../tables/table.ts";
import { accessResult, clientAnswer, domainAnswer, mailAnswer, type Subject } from "./access.ts";
import { listChecks, olderNames, plainChecks } from "./checks.ts";
import { serversOf } from "./dns-checks.ts";
import type { DecisionStage, Reply, Session } from "./session.ts";
import { dunno, permit, serverError, type Verdict } from "./verdict.ts";
import type { RestrictionWorld } from "./world.ts";

/** How one list ends: a permit ends this list only, a reject the whole command. */
export type ListEnd =
  | { readonly kind: "dunno" | "permit" | "discard"; readonly by?: string }
  | { readonly kind: "reject"; readonly reply: Reply; readonly by: string; readonly final?: true };

/** What is carried from list to list of one command (src/smtpd/smtpd_check.c). */
export interface Carried {
  deferIfPermit: { readonly reply: Reply; readonly by: string } | undefined;
  deferIfReject: { readonly reply: Reply; readonly by: string } | undefined;
  readonly steps: string[];
  readonly actions: { readonly action: string; readonly text: string }[];
}

export interface ListQuestion {
  readonly session: Session;
  readonly world: RestrictionWorld;
  readonly stage: DecisionStage;
  /** What the list is about, and the access check that a bare `type:table` stands for. */
  readonly subject: Subject;
  readonly defaultCheck: string;
}

const DEPTH_LIMIT = 100;

/** Goes through a restriction list until one restriction permits or rejects. */
export function askList(list: string, question: ListQuestion, carried: Carried, depth = 0): ListEnd {
  const words = [...question.world.words(list)];
  let warnOnly = false;
  while (words.length > 0) {
    const word = words.shift() ?? "";
    if (word.toLowerCase() === "warn_if_reject") {
      warnOnly = true;
      continue;
    }
    const asked = askOne(word, words, question, carried, depth);
    const { name } = asked;
    carried.steps.push(`${name}: ${describe(asked.end)}`);
    const end = settled(asked.end, name, warnOnly, question, carried);
    warnOnly = false;
    if (end.kind !== "dunno") return end;
    if (carried.deferIfPermit && carried.deferIfReject) return end;
  }
  return { kind: "dunno" };
}

/** Turns a verdict into the end of the list, or into something that is remembered. */
function settled(
  verdict: Verdict | ListEnd,
  name: string,
  warnOnly: boolean,
  question: ListQuestion,
  carried: Carried,
): ListEnd {
  switch (verdict.kind) {
    case "defer-if-permit":
      if (!warnOnly) carried.deferIfPermit ??= { reply: verdict.reply, by: name };
      return { kind: "dunno" };
    case "defer-if-reject":
      carried.deferIfReject ??= { reply: verdict.reply, by: name };
      return { kind: "dunno" };
    case "reject": {
      if (warnOnly && verdict.final !== true) return { kind: "dunno" };
      const by = "by" in verdict && verdict.by !== undefined ? verdict.by : name;
      const end = { kind: "reject" as const, ...refusal(verdict.reply, by, question, carried) };
      return verdict.final ? { ...end, final: true } : end;
    }
    default:
      return { kind: verdict.kind, by: "by" in verdict && verdict.by !== undefined ? verdict.by : name };
  }
}

/** A permanent refusal becomes a temporary one after DEFER_IF_REJECT and with soft_bounce. */
export function refusal(
  reply: Reply,
  by: string,
  question: Pick<ListQuestion, "world">,
  carried: Carried,
): { readonly reply: Reply; readonly by: string } {
  if (reply.code >= 500 && carried.deferIfReject) return carried.deferIfReject;
  if (reply.code < 500 || !question.world.settings.bool("soft_bounce")) return { reply, by };
  return { reply: { ...reply, code: reply.code - 100, enhanced: `4${reply.enhanced.slice(1)}` }, by };
}

function askOne(
  word: string,
  rest: string[],
  question: ListQuestion,
  carried: Carried,
  depth: number,
): { readonly name: string; readonly end: Verdict | ListEnd } {
  const { session, world, stage } = question;
  const isTable = word.includes(":");
  const lower = word.toLowerCase();
  const name = isTable ? question.defaultCheck : (olderNames[lower] ?? lower);
  const take = (): string => (isTable ? word : (rest.shift() ?? ""));
  const subject = `<${question.subject.name}>: ${question.subject.kind}`;
  const plain = plainChecks[name];
  if (plain) return { name, end: plain({ session, world, stage, argument: "", subject }) };
  const listed = listChecks[name];
  if (listed) {
    const argument = take();
    return { name: `${name} ${argument}`, end: listed({ session, world, stage, argument, subject }) };
  }
  if (name === "sleep") return { name: `${name} ${take()}`, end: dunno };
  if (name === "check_policy_service") {
    const service = take();
    const action = world.needs.policy?.(service, session);
    const end =
      action === undefined ? dunno : act({ kind: "found", value: action }, question.subject, question, carried, depth);
    return { name: `${name} ${service}`, end };
  }
  if (name.startsWith("check_") && name.endsWith("_access")) {
    const reference = take();
    return { name: `${name} ${reference}`, end: checkAccess(name, reference, question, carried, depth) };
  }
  if (world.settings.words("smtpd_restriction_classes").includes(word)) {
    const end = askList(world.settings.text(word), question, carried, depth + 1);
    return { name: word, end };
  }
  return { name: word, end: serverError };
}

/** check_..._access: which keys of which table, and what the replies call it. */
function checkAccess(
  name: string,
  reference: string,
  question: ListQuestion,
  carried: Carried,
  depth: number,
): Verdict | ListEnd {
  const { session, world } = question;
  const maps = world.table(reference);
  const { client, helo, sender, recipient } = session;
  const reverse = client.reverseName ?? client.name;
  const decide = (answer: Answer, subject: string, kind: string): Verdict | ListEnd =>
    act(answer, { name: subject, kind }, question, carried, depth);
  const domain = (text: string | undefined, kind: string): Verdict | ListEnd =>
    text === undefined ? dunno : decide(domainAnswer(maps, text, world.accessParents), text, kind);
  const mail = (address: string | undefined, other: string, kind: string): Verdict | ListEnd => {
    if (address === undefined) return dunno;
    if (address === "") {
      const key = world.settings.text("smtpd_null_access_lookup_key");
      return kind === "Sender address" ? decide(maps.find(key), "", kind) : dunno;
    }
    const resolution = world.resolve(address, other);
    if (resolution.error === "failed") return serverError;
    const end = decide(mailAnswer(maps, resolution, world.context, world.accessParents), address, kind);
    // An OK for a recipient with routing characters is not believed.
    const isSuspicious =
      resolution.isRouted && kind === "Recipient address" && !world.settings.bool("allow_untrusted_routing");
    return end.kind === "permit" && isSuspicious ? dunno : end;
  };
  const clientName = `${client.name}[${client.address}]`;
  switch (name) {
    case "check_client_access":
      return decide(clientAnswer(maps, client.name, client.address, world.accessParents), clientName, "Client host");
    case "check_reverse_client_hostname_access":
      return guarded(
        decide(clientAnswer(maps, reverse, client.address, world.accessParents), reverse, "Unverified Client host"),
      );
    case "check_helo_access":
      return domain(helo, "Helo command");
    case "check_etrn_access":
      return domain(session.etrn, "Etrn command");
    case "check_sender_access":
      return mail(sender, recipient ?? "", "Sender address");
    case "check_recipient_access":
      return mail(recipient, sender ?? "", "Recipient address");
    case "check_sasl_access":
      return session.saslUser ? decide(maps.find(session.saslUser), session.saslUser, "SASL login name") : dunno;
    case "check_ccert_access":
      return decide(
        firstFound(session.fingerprints ?? [], (key) => maps.find(key)),
        clientName,
        "Client certificate",
      );
    default:
      return checkServers(name, question, carried, depth, (key) => clientAnswer(maps, key, key, world.accessParents));
  }
}

/** check_sender_mx_access and its like: each host and address of the servers is looked up. */
function checkServers(
  name: string,
  question: ListQuestion,
  carried: Carried,
  depth: number,
  find: (key: string) => Answer,
): Verdict | ListEnd {
  const parts = /^check_(client|reverse_client_hostname|helo|sender|recipient)_(mx|ns|a)_access$/.exec(name);
  if (!parts) return serverError;
  const { session, world } = question;
  const { client } = session;
  const domains: Readonly<Record<string, readonly [string | undefined, string]>> = {
    client: [client.name, "Client host"],
    reverse_client_hostname: [client.reverseName ?? client.name, "Unverified Client host"],
    helo: [session.helo, "Helo command"],
    sender: [session.sender, "Sender address"],
    recipient: [session.recipient, "Recipient address"],
  };
  const [text, kind] = domains[parts[1] ?? ""] ?? [undefined, ""];
  if (!text || text === "unknown") return dunno;
  const type = parts[2] === "mx" ? "MX" : parts[2] === "ns" ? "NS" : "A";
  const hosts = serversOf(text.slice(text.lastIndexOf("@") + 1), type, world.needs.dns);
  const subject = parts[1] === "client" ? `${client.name}[${client.address}]` : text;
  return guarded(act(firstFound(hosts, find), { name: subject, kind }, question, carried, depth));
}

/** Names that the client controls must not permit anything (forbid_allowlist). */
function guarded(end: Verdict | ListEnd): Verdict | ListEnd {
  return end.kind === "permit" ? serverError : end;
}

function firstFound(keys: readonly string[], find: (key: string) => Answer): Answer {
  for (const key of keys) {
    const answer = find(key);
    if (answer.kind !== "none") return answer;
  }
  return { kind: "none" };
}

function act(
  answer: Answer,
  subject: Subject,
  question: ListQuestion,
  carried: Carried,
  depth: number,
): Verdict | ListEnd {
  if (answer.kind === "none") return dunno;
  if (answer.kind === "failed") return serverError;
  const result = accessResult(answer.value, subject, question.world.settings);
  if (result.kind === "verdict") {
    if (result.action) carried.actions.push(result.action);
    return result.verdict;
  }
  if (result.list.includes(":") || depth > DEPTH_LIMIT) return serverError;
  // Restrictions from a table speak of what the table was asked about (src/smtpd/smtpd_check.c, check_table_result).
  return result.list.trim() === "" ? permit : askList(result.list, { ...question, subject }, carried, depth + 1);
}

function describe(end: Verdict | ListEnd): string {
  return "reply" in end ? `${end.kind} ${end.reply.code} ${end.reply.enhanced} ${end.reply.text}` : end.kind;
}
