import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Claim } from "../../diagnostics/disposition.ts";
import type { AgentProgram, Argument, ArgumentPart, DeliveryAgent } from "../../model/agents.ts";
import type { Fact } from "../../model/fact.ts";
import type { Parameter } from "../../postfix/config.ts";
import { primarySpan } from "../../source/origin.ts";
import type { TranslateContext, Translated } from "../context.ts";
import { claimsFor } from "../shared/setting.ts";
import { agentCodes } from "./codes.ts";
import { pipeParts } from "./pipe.ts";
import { flagRemarksOf, lostSettings } from "./remarks.ts";

type Mailbox = "files" | AgentProgram | { readonly transport: string };

/** How local(8) puts mail into mailboxes: files of its own, a program of the site, or an LMTP server. */
export function translateLocalAgent(
  fact: Fact<DeliveryAgent>,
  mailbox: Mailbox,
  context: TranslateContext,
): Partial<Translated> {
  const { options } = context;
  const unknownUsers = acceptedUsers(fact);
  if (options.mailbox !== undefined) {
    const maildir = options.mailbox === "maildir";
    const note = maildir
      ? "Mail goes to Maildir in each home, as asked for."
      : "Mail goes to mailbox files, as asked for.";
    const home = parameter(fact, "home_mailbox", "Maildir/");
    const disposition = mailbox === "files" && !maildir ? "exact" : "approximate";
    return {
      parameters: [...(maildir ? [home] : []), ...unknownUsers],
      claims: claimsWithRemarks(fact, disposition, note),
    };
  }
  if (mailbox === "files") {
    const note = "local(8) writes the same mailbox files, with its own locks.";
    return { parameters: unknownUsers, claims: claimsWithRemarks(fact, "exact", note) };
  }
  if ("transport" in mailbox) {
    const transport = parameter(fact, "mailbox_transport", mailbox.transport);
    const note = "Aliases and .forward files work as before; mailboxes are filled by the same server.";
    return {
      parameters: [transport, ...unknownUsers],
      claims: claimsWithRemarks(fact, "exact", note),
    };
  }
  if (fact.value.account !== undefined) return ownAccount(fact, mailbox, unknownUsers, context);
  const command = parameter(fact, "mailbox_command", mailboxCommand(mailbox));
  const lost = lostArguments(mailbox);
  if (lost.length > 0) {
    const names = lost.join(", ");
    const note = `${names} of the program's arguments has no counterpart and is left out: see what it needs in mailbox_command.`;
    return {
      parameters: [command, ...unknownUsers],
      claims: claimsFor(fact.origins, "manual", agentCodes, note),
    };
  }
  const note = "The program runs as the recipient, never as root: root's mail needs an alias.";
  return {
    parameters: [command, ...unknownUsers],
    claims: claimsWithRemarks(fact, "approximate", note),
  };
}

/** A claim that also names what the mailer asked for and local(8) has no place for, but for `placed`. */
function claimsWithRemarks(
  fact: Fact<DeliveryAgent>,
  disposition: "exact" | "approximate",
  note: string,
  placed = "",
): readonly Claim[] {
  const remarks = [...flagRemarksOf(fact.value), ...lostSettings(fact.value, placed)];
  const end = remarks.length > 0 ? "approximate" : disposition;
  return claimsFor(fact.origins, end, agentCodes, [note, ...remarks].join(" "));
}

/** A program that fills all mailboxes under one account (Cyrus deliver) is a service of pipe(8) behind local(8). */
function ownAccount(
  fact: Fact<DeliveryAgent>,
  program: AgentProgram,
  unknownUsers: readonly Parameter[],
  context: TranslateContext,
): Partial<Translated> {
  const parts = pipeParts(fact, program, context);
  const service = parts.services?.[0]?.name ?? fact.value.name;
  const transport = parameter(fact, "mailbox_transport", `${service}:`);
  return { ...parts, parameters: [...(parts.parameters ?? []), transport, ...unknownUsers] };
}

/** Without F=w a user need not exist: local(8) gets everything (postconf(5), local_recipient_maps). */
function acceptedUsers(fact: Fact<DeliveryAgent>): readonly Parameter[] {
  if (fact.value.traits.has("user-must-exist") || fact.value.traits.size === 0) return [];
  // Files before V6 have no F=w, and the old program looked every local user up (readcf.c, makemailer).
  const elsewhere = fact.value.work.kind !== "local" || fact.value.account !== undefined;
  return elsewhere ? [parameter(fact, "local_recipient_maps", "")] : [];
}

function parameter(fact: Fact<DeliveryAgent>, name: string, value: string): Parameter {
  return { name, value, origins: fact.origins, group: "delivery" };
}

/** What local(8) puts into the environment of the command (local(8), "EXTERNAL COMMAND DELIVERY"). */
const variables: Readonly<Record<Extract<ArgumentPart, { kind: "value" }>["value"], string>> = {
  recipient: '"$RECIPIENT"',
  "recipient-user": '"$LOGNAME"',
  "recipient-host": '"$EXTENSION"',
  sender: '"$SENDER"',
  "queue-id": "",
  "client-address": '"$CLIENT_ADDRESS"',
};

/** Macros in the arguments of which local(8) has nothing in the environment of the command. */
function lostArguments(program: AgentProgram): readonly string[] {
  return program.arguments.slice(1).flatMap((argument) =>
    argument.flatMap((part) => {
      if (part.kind === "unknown") return [part.text];
      return part.kind === "value" && variables[part.value] === "" ? ["$i"] : [];
    }),
  );
}

/**
 * The program's own command line for a shell. Dovecot's agent run as the user finds the user by itself: `-d` would
 * ask for a log-in service that it may not use (dovecot-lda(1)).
 */
function mailboxCommand(program: AgentProgram): string {
  const words = program.arguments
    .slice(1)
    .map(shellText)
    .filter((word) => word !== "");
  if (!/\/(dovecot-lda|deliver)$/.test(program.path)) return [program.path, ...words].join(" ");
  const at = words.indexOf("-d");
  const kept = at === -1 ? words : [...words.slice(0, at), ...words.slice(at + 2)];
  return [program.path, ...kept, '-f "$SENDER" -a "$RECIPIENT"'].join(" ");
}

function shellText(argument: Argument): string {
  return argument
    .map((part) => {
      if (part.kind === "text") return /^[\w@%+=:,./-]*$/.test(part.text) ? part.text : `'${part.text}'`;
      return part.kind === "value" ? variables[part.value] : "";
    })
    .join("");
}

const shells = new Set(["/bin/sh", "/usr/bin/sh", "/sbin/sh", "/bin/bsh"]);

/** Commands that aliases name: local(8) runs them with its own shell unless the site has a restricted one. */
export function translateShell(
  fact: Fact<DeliveryAgent>,
  shell: AgentProgram,
  { policy, options }: TranslateContext,
): Partial<Translated> {
  const note = "Commands of aliases run in the queue directory, not in the user's home.";
  const inHome = fact.value.directories.length > 0;
  if (shells.has(shell.path)) {
    const plain = "local(8) runs commands of aliases by the same shell.";
    return { claims: claimsWithRemarks(fact, inHome ? "approximate" : "exact", inHome ? note : plain, "D") };
  }
  const switches = shell.arguments
    .slice(1)
    .flatMap((argument) => (argument.every((part) => part.kind === "text") ? [shellText(argument)] : []));
  const restricted = parameter(fact, "local_command_shell", [shell.path, ...switches].join(" "));
  if (options.mailbox === undefined && policy.agents.some((agent) => hasMailboxCommand(agent.value))) {
    return unrestricted(fact, shell);
  }
  const same = `${note} The same restricted shell runs them: keep it when sendmail goes, for it is part of sendmail.`;
  return { parameters: [restricted], claims: claimsWithRemarks(fact, "approximate", same, "D") };
}

/** A program with an account of its own is a service of pipe(8): local(8) runs no command for it. */
function hasMailboxCommand({ work, account }: DeliveryAgent): boolean {
  return work.kind === "local" && work.mailbox !== "files" && account === undefined;
}

/**
 * local_command_shell runs mailbox_command, too (src/local/command.c): a restricted shell that does not know the site's
 * mailbox program would stop all local mail, so which of both counts is a person's choice. (A second local(8) behind
 * mailbox_transport would have both, but then whoever looks at the configuration no longer finds local users at the end
 * of local delivery.)
 */
function unrestricted(fact: Fact<DeliveryAgent>, shell: AgentProgram): Partial<Translated> {
  const message = `Commands of aliases and .forward files ran under ${shell.path}; now they run under the plain shell.`;
  const help = `make ${shell.path} know the program of mailbox_command (a link in its directory), then set local_command_shell = ${shell.path} -c`;
  const at = fact.origins.map(primarySpan).find((span) => span !== undefined);
  return {
    claims: claimsFor(fact.origins, "manual", agentCodes, `${message} To restrict them again: ${help}.`),
    diagnostics: [diagnose("TR3176", at, message, { suggestions: [{ kind: "help", text: help }] })],
  };
}
