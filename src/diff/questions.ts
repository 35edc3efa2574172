import type { Material } from "./material.ts";

/** What a configuration is asked. */
export type Question =
  | { readonly kind: "recipient"; readonly address: string }
  | { readonly kind: "sender"; readonly address: string; readonly where: "envelope" | "header" }
  | DecisionQuestion;

export interface DecisionQuestion {
  readonly kind: "decision";
  /** `submission/inet`: another service than the one on port 25. */
  readonly service?: string;
  readonly client: Client;
  readonly sender: string;
  readonly recipient: string;
}

export interface Client {
  readonly name: string;
  readonly address: string;
}

const stranger: Client = { name: "client.stranger.example", address: "192.0.2.77" };
const strangersAddress = "a@stranger.example";

/** Of what changed, this many words are combined with each other. */
const COMBINED = 8;
/** Domains that several users are asked at; addresses that are asked as senders, and in decisions. */
const [PAIRED, SENDERS, DECIDED] = [30, 60, 150];

/** Addresses worth asking, the likeliest to differ first; `home` is a domain of the host's own. */
export function addressesOf(material: Material, home: string): readonly string[] {
  const users = ["a", "postmaster", ...material.users.slice(0, 3)];
  const found = new Set<string>(material.addresses);
  for (const [index, domain] of material.domains.entries()) {
    for (const user of index < PAIRED ? users : ["a"]) found.add(`${user}@${domain}`);
    if (index < PAIRED) found.add(`a@b.${domain}`);
  }
  for (const [index, user] of material.users.entries()) {
    found.add(user);
    found.add(`${user}@${home}`);
    if (index < COMBINED) found.add(`${user}+b@${home}`);
  }
  for (const address of material.addresses.slice(0, COMBINED)) {
    const at = address.lastIndexOf("@");
    found.add(`${address.slice(0, at)}+b${address.slice(at)}`);
  }
  // Each user and domain of what changed, together: patterns look at both.
  for (const user of material.users.slice(0, COMBINED)) {
    for (const domain of material.domains.slice(0, COMBINED)) found.add(`${user}@${domain}`);
  }
  const odd = ["a", `a@${home}`, strangersAddress, "a@b", `a%b.example@${home}`, "b.example!a", `a-b@${home}`];
  for (const address of odd) found.add(address);
  return [...found].filter((address) => address.length < 200 && !/[\s<>]/.test(address));
}

/** Recipients, and the first of them as senders. */
export function* addressQuestions(addresses: readonly string[]): Generator<Question> {
  for (const address of addresses) yield { kind: "recipient", address };
  for (const address of addresses.slice(0, SENDERS)) {
    yield { kind: "sender", address, where: "envelope" };
    yield { kind: "sender", address, where: "header" };
  }
}

/** Client, sender and recipient: each varied alone, and the first words of what changed with each other. */
export function* decisionQuestions(
  material: Material,
  addresses: readonly string[],
  home: string,
  service?: string,
): Generator<DecisionQuestion> {
  const clients = clientsOf(material).slice(0, DECIDED);
  const asked = addresses.slice(0, DECIDED);
  const recipients = [`a@${home}`, `postmaster@${home}`, strangersAddress, ...asked];
  const senders = ["", strangersAddress, "a", ...asked];
  const [local, foreign] = [`postmaster@${home}`, "b@else.example"];
  const decision = (client: Client, sender: string, recipient: string): DecisionQuestion => {
    return { kind: "decision", ...(service === undefined ? {} : { service }), client, sender, recipient };
  };
  for (const recipient of recipients) yield decision(stranger, strangersAddress, recipient);
  for (const client of clients) {
    for (const recipient of [local, foreign]) yield decision(client, strangersAddress, recipient);
  }
  for (const sender of senders) {
    for (const recipient of [local, foreign]) yield decision(stranger, sender, recipient);
  }
  for (const client of clients.slice(0, COMBINED)) {
    for (const sender of senders.slice(0, COMBINED)) {
      for (const recipient of recipients.slice(0, COMBINED)) yield decision(client, sender, recipient);
    }
  }
}

function clientsOf(material: Material): readonly Client[] {
  const { name, address } = stranger;
  return [
    stranger,
    { name: "localhost", address: "127.0.0.1" },
    { name: "unknown", address },
    ...material.hosts.map((host) => ({ name, address: host })),
    ...material.domains.flatMap((domain) => [
      { name: domain, address },
      { name: `b.${domain}`, address },
    ]),
  ];
}

/** Simpler questions than one, the simplest first: a shorter user, a domain with fewer labels, the stranger. */
export function simpler(question: Question): readonly Question[] {
  if (question.kind !== "decision") {
    return shorterAddresses(question.address).map((address) => ({ ...question, address }));
  }
  const { client, sender, recipient } = question;
  return [
    ...(client === stranger ? [] : [{ ...question, client: stranger }]),
    ...(sender === ""
      ? []
      : ["", strangersAddress, ...shorterAddresses(sender)].map((each) => ({ ...question, sender: each }))),
    ...shorterAddresses(recipient).map((each) => ({ ...question, recipient: each })),
  ].filter((each) => size(each) < size(question));
}

function shorterAddresses(address: string): readonly string[] {
  const at = address.lastIndexOf("@");
  const local = at === -1 ? address : address.slice(0, at);
  const domain = at === -1 ? "" : address.slice(at + 1);
  const shorter = [
    ...(local === "a" ? [] : [`a${address.slice(local.length)}`]),
    ...(domain.split(".").length > 2 ? [`${local}@${domain.slice(domain.indexOf(".") + 1)}`] : []),
    ...(at === -1 ? [] : [local]),
  ];
  return shorter.filter((each) => each.length < address.length && each !== "");
}

/** The addresses, users, domains and hosts of a question, the most telling first. */
export function wordsOf(question: Question): readonly string[] {
  if (question.kind !== "decision") return partsOf(question.address);
  const { client, sender, recipient } = question;
  const { name, address } = client;
  return [...partsOf(recipient), ...partsOf(sender), ...(client === stranger ? [] : [name, address])];
}

function partsOf(address: string): readonly string[] {
  const at = address.lastIndexOf("@");
  return at === -1 ? [address] : [address, address.slice(0, at), address.slice(at + 1)];
}

/** How much there is to read. */
export function size(question: Question): number {
  if (question.kind !== "decision") return question.address.length;
  const { client, sender, recipient } = question;
  return (client === stranger ? 0 : client.name.length + 10) + sender.length + recipient.length;
}
