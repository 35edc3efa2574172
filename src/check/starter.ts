import { type Expectation, parseExpectations } from "./expectations.ts";
import { answerWord, judgeExpectation } from "./judge.ts";
import { leafText, parseLeaf } from "./leaf.ts";
import type { ClientQuestion, SenderQuestion, Side } from "./side.ts";

/** Questions made from a configuration's own addresses. */
export interface StarterQuestions {
  readonly recipients: readonly string[];
  readonly clients: readonly ClientQuestion[];
  readonly senders: readonly SenderQuestion[];
}

export interface Starter {
  /** The text of an expectations file (YAML, UTF-8). */
  readonly text: string;
  /** How many expectations it holds. */
  readonly count: number;
  /** Questions that found no room, or whose answer cannot be written down. */
  readonly left: number;
}

/** Questions of one kind that are asked: a file that nobody reads tests nothing. */
const LIMIT = 40;

/**
 * An expectations file that says what the configuration does now. `sideWith` gives the configuration with only these
 * local users besides its own: the file names the users it stands on, so that it holds on other machines too. An
 * expectation that is not met when it is asked again is left out.
 */
export async function starterExpectations(
  questions: StarterQuestions,
  sideWith: (users: readonly string[]) => Promise<Side>,
  title: string,
): Promise<Starter> {
  const first = await sideWith([]);
  const users = localUsers(questions, first);
  const side = await sideWith(users);
  const kinds = [
    take(questions.recipients.filter(isPlain)).flatMap((recipient) => recipientLine(recipient, side)),
    take(questions.clients.filter(({ sender, recipient }) => isPlain(sender) && isPlain(recipient))).map((question) =>
      clientLine(question, side),
    ),
    take(questions.senders.filter(({ sender }) => isPlain(sender))).flatMap((question) => senderLine(question, side)),
  ];
  const headings = ["where mail for an address ends", "what a client is told", "what a sender becomes"];
  const kept = kinds.map((lines) => lines.filter((line) => isMet(line, side)));
  const sections = kept.flatMap((lines, index) => (lines.length > 0 ? [`  # ${headings[index]}`, ...lines] : []));
  const count = kept.reduce((sum, lines) => sum + lines.length, 0);
  const asked = questions.recipients.length + questions.clients.length + questions.senders.length;
  const head = [
    `# What ${title} does now, asked of its own addresses. Keep what must stay so, correct what is wrong.`,
    "# cf2postfix check PATH --expect THIS-FILE",
    ...(users.length > 0 ? [`users: [${users.map((user) => JSON.stringify(user)).join(", ")}]`] : []),
  ];
  const body = count > 0 ? ["expect:", ...sections] : ["expect: []"];
  return { text: `${[...head, ...body].join("\n")}\n`, count, left: asked - count };
}

function take<T>(items: readonly T[]): readonly T[] {
  return items.slice(0, LIMIT);
}

/** Addresses that a YAML file can hold as they are. */
function isPlain(address: string): boolean {
  return /^[\x21-\x7e]*$/.test(address);
}

/** The local users at which mail for the asked addresses ends. */
function localUsers({ recipients, clients }: StarterQuestions, side: Side): readonly string[] {
  const asked = [...take(recipients), ...take(clients).map((question) => question.recipient)];
  const found = asked.flatMap((recipient) =>
    side.leaves(recipient).value.flatMap((leaf) => (leaf.kind === "local" ? [leaf.user] : [])),
  );
  return [...new Set(found)].filter((user) => /^[A-Za-z0-9_][\w.-]*$/.test(user)).sort();
}

function recipientLine(recipient: string, side: Side): readonly string[] {
  const leaves = side.leaves(recipient).value;
  const texts = leaves.map(leafText);
  if (!texts.every((text, index) => sameForm(text, leaves[index]))) return [];
  return [`  - {recipient: ${quoted(recipient)}, leaves: [${[...new Set(texts)].map(quoted).join(", ")}]}`];
}

function sameForm(text: string, leaf: Parameters<typeof leafText>[0] | undefined): boolean {
  const again = parseLeaf(text);
  return again !== undefined && leaf !== undefined && leafText(again) === leafText(leaf);
}

function clientLine(question: ClientQuestion, side: Side): string {
  const { client, helo, sender, recipient } = question;
  const parts = [
    `client: ${quoted(`${client.name}[${client.address}]`)}`,
    ...(helo === undefined ? [] : [`helo: ${quoted(helo)}`]),
    `sender: ${quoted(sender)}`,
    `recipient: ${quoted(recipient)}`,
    `answer: ${quoted(answerWord(side.answer(question).value))}`,
  ];
  return `  - {${parts.join(", ")}}`;
}

function senderLine(question: SenderQuestion, side: Side): readonly string[] {
  const { value } = side.becomes(question);
  if (value === undefined || !isPlain(value)) return [];
  const via = question.via === undefined ? "" : `, via: ${quoted(question.via)}`;
  return [`  - {sender: ${quoted(question.sender)}, becomes: ${quoted(value)}, in: ${question.where}${via}}`];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Whether a line, read as an expectations file would be, is met. */
function isMet(line: string, side: Side): boolean {
  const { expectations, diagnostics } = parseExpectations({ path: "", text: `expect:\n${line}\n` });
  return diagnostics.length === 0 && expectations.every((one: Expectation) => judgeExpectation(one, side).ok);
}
