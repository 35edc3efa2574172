/**
 * probe — one address, or one triple, asked one question
 */
import type { Client } from "../ruleset/hooks.ts";

export type Probe =
  | { readonly question: "recipient"; readonly address: string }
  | {
      readonly question: "envelope-sender" | "header-sender" | "header-recipient";
      readonly address: string;
      /** The sendmail mailer that carries the message. */
      readonly mailer: string;
    }
  /** How much is too much: the largest message, the most recipients of one, the most hosts that it passes. */
  | { readonly question: "limit"; readonly address: LimitName }
  | { readonly question: "decision"; readonly client: Client; readonly sender: string; readonly recipient: string };

export type LimitName = "message size" | "recipients of a message" | "hosts on the way";

/** Constants that only the other side of a comparison names. */
export interface OtherConstants {
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
  readonly users: readonly string[];
  /** Client addresses and prefixes. */
  readonly networks: readonly string[];
}

export const noOtherConstants: OtherConstants = { addresses: [], domains: [], users: [], networks: [] };

/** A probe in words: `heike@widget.example`, `mx.example[192.0.2.1] a@b.example -> c@d.example`. */
export function probeText(probe: Probe): string {
  if (probe.question === "recipient" || probe.question === "limit") return probe.address;
  if (probe.question !== "decision") return `${probe.address} (${probe.question} by ${probe.mailer})`;
  const { client, sender, recipient } = probe;
  return `${client.name ?? "unknown"}[${client.address}] <${sender}> -> <${recipient}>`;
}
