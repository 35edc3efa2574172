import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { lineSpan } from "../source/source-file.ts";
import type { Side } from "./side.ts";

const question = {
  client: { name: "mail.stranger.example", address: "203.0.113.77" },
  helo: "mail.stranger.example",
  sender: "stranger@outside.example",
  recipient: "victim@elsewhere.example",
};

/**
 * Asks the rulesets as a stranger with mail for strangers. Before 8.9 sendmail relayed for everybody unless check_rcpt
 * was written by hand; FEATURE(promiscuous_relay) does it since (cf/README, "ANTI-SPAM CONFIGURATION CONTROL").
 */
export function checkSendmailRelay(side: Side, file: string): readonly Diagnostic[] {
  if (side.answer(question).value.kind !== "accept") return [];
  const leadsOut = side
    .leaves(question.recipient)
    .value.some((leaf) => leaf.kind === "smtp" && leaf.address.toLowerCase() === question.recipient);
  if (!leadsOut) return [];
  const { client, sender, recipient } = question;
  const story = `Open relay: ${client.name}[${client.address}] may send mail from <${sender}> to <${recipient}>`;
  return [diagnose("CK5030", lineSpan(file, 1), `${story}: no ruleset refuses it`)];
}
