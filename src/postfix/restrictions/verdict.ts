import type { Reply } from "./session.ts";

/** What one restriction says. */
export type Verdict =
  | { readonly kind: "dunno" }
  | { readonly kind: "permit" }
  | { readonly kind: "discard" }
  /** `final`: warn_if_reject does not hold it back; smtpd(8) leaves all lists at once. */
  | { readonly kind: "reject"; readonly reply: Reply; readonly final?: true }
  /** Permits that would follow become this. */
  | { readonly kind: "defer-if-permit"; readonly reply: Reply }
  | { readonly kind: "defer-if-reject"; readonly reply: Reply };

export const dunno: Verdict = { kind: "dunno" };
export const permit: Verdict = { kind: "permit" };

export function reject(code: number, enhanced: string, text: string): Verdict {
  return { kind: "reject", reply: replyOf(code, enhanced, text) };
}

/** The first digit of the enhanced code follows the reply code (src/smtpd/smtpd_check.c). */
export function replyOf(code: number, enhanced: string, text: string): Reply {
  if (code < 400 || code > 599) return { code: 450, enhanced: "4.7.1", text: "Service unavailable" };
  return { code, enhanced: `${Math.floor(code / 100)}${enhanced.slice(1)}`, text };
}

/** reject_server_error (src/smtpd/smtpd_check.c). */
export const serverError: Verdict = {
  kind: "reject",
  reply: replyOf(451, "4.3.5", "Server configuration error"),
  final: true,
};

/** reject_dict_retry: a table could not answer (src/smtpd/smtpd_check.c). */
export function temporaryFailure(name: string): Verdict {
  return { kind: "reject", reply: replyOf(451, "4.3.0", `<${name}>: Temporary lookup failure`), final: true };
}

/** An enhanced status code in front of a text, or the given one. */
export function splitStatus(text: string, byDefault: string): { readonly enhanced: string; readonly text: string } {
  const parts = /^([245]\.\d{1,3}\.\d{1,3})(?:\s+(.*))?$/s.exec(text);
  return parts ? { enhanced: parts[1] ?? byDefault, text: parts[2] ?? "" } : { enhanced: byDefault, text };
}
