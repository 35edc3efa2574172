/**
 * probe — one address, or one triple, asked one question
 */
import type { RulesetEngine } from "../ruleset/engine.ts";
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

/**
 * The client of a decision as sendmail sees it: where no rule and no class knows an IPv6 address, nobody listened for
 * one, and the host's own programs came from its other loopback address.
 */
export function clientSeen({ program }: RulesetEngine, client: Client): Client {
  if (client.address !== "::1") return client;
  return program.atoms.texts.some((text) => /^ipv6$/i.test(text)) ? client : { ...client, address: "127.0.0.1" };
}

/** A probe in words: `heike@widget.example`, `mx.example[192.0.2.1] a@b.example -> c@d.example`. */
export function probeText(probe: Probe): string {
  if (probe.question === "recipient" || probe.question === "limit") return probe.address;
  if (probe.question !== "decision") return `${probe.address} (${probe.question} by ${probe.mailer})`;
  const { client, sender, recipient } = probe;
  return `${client.name ?? "unknown"}[${client.address}] <${sender}> -> <${recipient}>`;
}
