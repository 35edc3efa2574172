import type { Refusal } from "../../model/refusal.ts";

/** `550 5.7.1 text`, the right-hand side of an access table (access(5)). */
export function accessReply(refusal: Refusal): string {
  return `${refusal.code} ${refusal.status} ${oneLine(refusal.text)}`;
}

/** `error:5.1.1 text` or `retry:4.3.0 text`, the right-hand side of a transport table (error(8)). */
export function errorTransport(refusal: Refusal): string {
  return `${refusal.temporary ? "retry" : "error"}:${refusal.status} ${oneLine(refusal.text)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
