// What the real programs are asked so that they answer the questions of a probe.
import type { Probe } from "../../../src/sendmail/probe/probe.ts";

const SENDER = "another@nowhere.land";

/** Commands for one `sendmail -bt` with the ruleset `translate` of test/support/peers. */
export function testModeCommands(probe: Probe): readonly string[] {
  if (probe.question === "limit") return [];
  if (probe.question === "decision") {
    const { client, sender, recipient } = probe;
    return dialogue(client.name ?? `[${client.address}]`, client.address, sender, recipient);
  }
  if (probe.question === "recipient") {
    return [...dialogue("localhost", "127.0.0.1", SENDER, probe.address), `/parse ${probe.address}`];
  }
  const kind = probe.question === "header-recipient" ? "R" : "S";
  return [
    `/tryflags ${probe.question.startsWith("header") ? "H" : "E"}${kind}`,
    `/try ${probe.mailer} ${probe.address}`,
  ];
}

function dialogue(name: string, address: string, sender: string, recipient: string): readonly string[] {
  return [
    `.D{client_name}${name}`,
    `.D{client_addr}${address}`,
    `translate,check_relay ${name} $| ${address}`,
    `check_mail <${sender}>`,
    `check_rcpt <${recipient}>`,
  ];
}

/** Addresses that smtpd(8) and cleanup(8) have trivial-rewrite(8) write in full and resolve for a probe. */
export function rewrittenAddresses(probe: Probe): readonly string[] {
  if (probe.question === "limit") return [];
  if (probe.question === "decision") return [probe.sender, probe.recipient].filter((address) => address !== "");
  return [probe.address];
}
