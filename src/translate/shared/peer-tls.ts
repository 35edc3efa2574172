import type { AccessEntry } from "../../model/access.ts";

export type TlsEntry = Extract<AccessEntry, { kind: "tls" }>;

/** `none`, `encrypt` or `verify`; undefined for what has no counterpart. */
export function serverLevel({ peer, subject, text }: TlsEntry): string | undefined {
  if (peer === "client" || (subject.kind !== "domain" && subject.kind !== "below")) return undefined;
  if (peer === "try") return /^no$/i.test(text.trim()) ? "none" : undefined;
  const requirement = text.trim().replace(/^(PERM|TEMP)\+/i, "");
  if (/^VERIFY/i.test(requirement)) return "verify match=hostname";
  return /^ENCR/i.test(requirement) ? "encrypt" : undefined;
}

/** A client by name or IPv4 network that must use TLS. */
export function requiresTls({ peer, subject, text }: TlsEntry): boolean {
  if (peer !== "client" || !/(VERIFY|ENCR)/i.test(text)) return false;
  return subject.kind === "domain" || (subject.kind === "network" && subject.network.family === "ipv4");
}

/** Whether a row became something; what did not needs a person. */
export function hasTlsRow(entry: TlsEntry): boolean {
  return serverLevel(entry) !== undefined || requiresTls(entry);
}
