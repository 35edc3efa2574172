import type { Difference } from "../pipeline/diff.ts";

type Witness = Difference["witnesses"][number];

/** A witness as JSON has it: the question's parts, then what each side answers. */
export function witnessJson({ question, a, b }: Witness): Readonly<Record<string, unknown>> {
  const answers = { a: a.shown, b: b.shown };
  if (question.kind === "recipient") return { address: question.address, ...answers };
  if (question.kind === "sender") return { address: question.address, as: `${question.where}-sender`, ...answers };
  const { service, client, sender, recipient } = question;
  const asked = service === undefined ? {} : { service };
  return { client: `${client.name}[${client.address}]`, sender, recipient, ...asked, ...answers };
}

/** The question in words. */
export function witnessText({ question }: Witness): string {
  if (question.kind === "recipient") return question.address;
  if (question.kind === "sender") return `${question.address} as ${question.where} sender`;
  const { service, client, sender, recipient } = question;
  const by = service === undefined ? "" : ` by ${service}`;
  return `${client.name}[${client.address}] from <${sender}> to <${recipient}>${by}`;
}

/** An answer on one line. */
export function answerText(shown: Readonly<Record<string, unknown>>): string {
  return Object.entries(shown)
    .map(([name, value]) => `${name} ${partText(value)}`)
    .join("; ");
}

function partText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(partText).join(", ");
  if (value === null || value === undefined) return "-";
  if (typeof value !== "object") return `${value as string | number}`;
  return Object.values(value).map(partText).join(" ");
}
