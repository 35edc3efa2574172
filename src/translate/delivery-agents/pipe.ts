import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Claim } from "../../diagnostics/disposition.ts";
import type { AgentProgram, AgentTrait, Argument, ArgumentPart, DeliveryAgent } from "../../model/agents.ts";
import type { Fact } from "../../model/fact.ts";
import type { Parameter, Service } from "../../postfix/config.ts";
import { primarySpan } from "../../source/origin.ts";
import type { TranslateContext, Translated } from "../context.ts";
import { safeAccount } from "../shared/account.ts";
import { ownName } from "../shared/agent-transport.ts";
import { claimsFor, timeText } from "../shared/setting.ts";
import { agentCodes } from "./codes.ts";
import { flagRemarksOf, lostSettings } from "./remarks.ts";

/** A program that takes mail on its standard input: an entry of pipe(8), which never runs it as root. */
export function pipeParts(
  fact: Fact<DeliveryAgent>,
  program: AgentProgram,
  context: TranslateContext,
): Partial<Translated> {
  const agent = fact.value;
  const name = ownName(agent.name);
  const { account, finding, remark } = accountOf(fact, context);
  const differences = [remark, ...argumentRemarks(program), ...traitRemarks(agent)].filter((text) => text !== "");
  const service: Service = {
    name,
    type: "unix",
    private: "-",
    unprivileged: "n",
    chroot: "n",
    wakeup: "-",
    processLimit: "-",
    command: "pipe",
    options: [],
    args: pipeArguments(agent, program, account).map((word) => asTold(word, agent.name, context)),
    origins: fact.origins,
  };
  const note = `The program runs as ${account} by the service ${name}. ${differences.join(" ")}`.trim();
  return {
    services: [service],
    parameters: pipeParameters(fact, name),
    claims: [
      ...claimsFor(fact.origins, differences.length > 0 ? "approximate" : "exact", agentCodes, note),
      ...(agent.used ? shownClaims(fact, context) : []),
    ],
    diagnostics: finding ? [finding] : [],
  };
}

/** What the program is shown of addresses that is not what its mailer showed it. */
function shownClaims(fact: Fact<DeliveryAgent>, { policy }: TranslateContext): readonly Claim[] {
  if (fact.value.rewrites) return ownRules(fact);
  return [
    ...(fact.value.traits.has("shows-bare-addresses") ? bareAddresses(fact) : []),
    ...(policy.addressSyntax.loopbackIsOwn.value ? loopbackNames(fact) : []),
  ];
}

/** cleanup(8) completes every address (ADDRESS_REWRITING_README), also for a program whose rules did not. */
function bareAddresses(fact: Fact<DeliveryAgent>): readonly Claim[] {
  const note = "Its rules left addresses without a domain as they were; Postfix gives them this host's.";
  return claimsFor(fact.origins, "approximate", agentCodes, note).map((claim) => ({ ...claim, form: "bare-address" }));
}

/** The official name is put into their place by the SMTP client (own-names.ts); pipe(8) rewrites nothing. */
function loopbackNames(fact: Fact<DeliveryAgent>): readonly Claim[] {
  const note = "Senders at localhost and at this host's own addresses are shown to the program as they are.";
  return claimsFor(fact.origins, "approximate", agentCodes, note).map((claim) => ({ ...claim, form: "loopback-name" }));
}

/** Postfix rewrites addresses when a message is queued, for all that takes it the same (ADDRESS_REWRITING_README). */
function ownRules({ value: agent, origins }: Fact<DeliveryAgent>): readonly Claim[] {
  const note = `The address rules of mailer ${agent.name} alone (S=, R=) are not applied: its program sees senders and headers as all mail shows them.`;
  const claims = claimsFor(origins, "approximate", agentCodes, note);
  return claims.map((claim) => ({ ...claim, form: "agent-rewriting" as const, names: [agent.name] }));
}

/** Rules may take the domain away before a program is told the recipient: `${mailbox}` is the whole local part. */
function asTold(word: string, agent: string, { policy }: TranslateContext): string {
  return policy.behaviour.userOnlyAgents.includes(agent) ? word.replaceAll("${recipient}", "${mailbox}") : word;
}

function accountOf(
  fact: Fact<DeliveryAgent>,
  { policy }: TranslateContext,
): { readonly account: string; readonly finding: Diagnostic | undefined; readonly remark: string } {
  const agent = fact.value;
  const byName = usualAccounts[agent.name.split("-")[0] ?? ""];
  // Without U= the program ran as the default user, with F=S under the daemon's own account: root.
  const wanted =
    agent.account ??
    (agent.traits.has("keeps-privileges") ? (byName ?? "root") : (byName ?? policy.localDelivery.defaultUser?.value));
  const { account, refused } = safeAccount(wanted ?? "nobody");
  if (!refused) {
    const recipient = agent.traits.has("runs-as-recipient");
    return {
      account,
      finding: undefined,
      remark: recipient ? "It ran as the recipient; pipe(8) has one account for all." : "",
    };
  }
  const message = `Mailer ${agent.name} ran as root; Postfix refuses that, so its program runs as ${account}.`;
  const at = fact.origins.map(primarySpan).find((span) => span !== undefined);
  const finding = diagnose("TR3175", at, message, {
    suggestions: [{ kind: "help", text: "give the program an account of its own and name it in user= of master.cf" }],
  });
  return { account, finding, remark: "It ran as root." };
}

/** Accounts that well-known programs have always had (Postfix's own master.cf: uucp, cyrus; MAILER(usenet): news). */
const usualAccounts: Readonly<Record<string, string>> = {
  uucp: "uucp",
  suucp: "uucp",
  usenet: "news",
  cyrus: "cyrus:mail",
  cyrusbb: "cyrus:mail",
  fax: "fax",
};

/** pipe(8) flags by the trait that asks for them; those of `without` are set where the trait is missing. */
const withTrait: readonly (readonly [AgentTrait, string])[] = [
  ["blank-line-at-end", "B"],
  ["from-line", "F"],
  ["return-path", "R"],
  ["final-delivery", "X"],
  ["escapes-from", ">"],
  ["dot-stuffing", "."],
];
const withoutTrait: readonly (readonly [AgentTrait, string])[] = [
  ["keeps-host-case", "h"],
  ["strips-quotes", "q"],
  ["keeps-user-case", "u"],
];

function pipeArguments(agent: DeliveryAgent, program: AgentProgram, account: string): readonly string[] {
  const flags = [
    ...withTrait.flatMap(([trait, flag]) => (agent.traits.has(trait) ? [flag] : [])),
    ...withoutTrait.flatMap(([trait, flag]) => (agent.traits.has(trait) ? [] : [flag])),
  ].join("");
  const directory = agent.directories.find((path) => path.startsWith("/") && !/[${]/.test(path));
  return [
    `flags=${flags}`,
    `user=${account}`,
    ...(agent.messageSize === undefined ? [] : [`size=${agent.messageSize}`]),
    ...(agent.lineEnd === undefined ? [] : [`eol=${agent.lineEnd}`]),
    ...(directory === undefined ? [] : [`directory=${directory}`]),
    ...(agent.root === undefined ? [] : [`chroot=${agent.root}`]),
    `argv=${commandLine(agent, program)}`,
  ];
}

/** The path stands for the program's own name; `-f sender` and `-r sender` are added by F=f and F=r (deliver.c). */
function commandLine(agent: DeliveryAgent, program: AgentProgram): string {
  const nice = agent.nice === undefined ? [] : ["/usr/bin/nice", "-n", String(agent.nice)];
  const sender = agent.traits.has("sender-by-f")
    ? ["-f", "${sender}"]
    : agent.traits.has("sender-by-r")
      ? ["-r", "${sender}"]
      : [];
  const words = program.arguments.slice(1).map((argument) => argumentText(argument, agent.role === "local"));
  return [...nice, program.path, ...sender, ...words].join(" ");
}

const values: Readonly<Record<Extract<ArgumentPart, { kind: "value" }>["value"], string>> = {
  recipient: "${recipient}",
  "recipient-user": "${user}",
  "recipient-host": "${nexthop}",
  sender: "${sender}",
  "queue-id": "${queue_id}",
  "client-address": "${client_address}",
};

/** pipe(8): `$name` is filled in, `$$` is a dollar sign; what only the old program knew is left out. */
function argumentText(argument: Argument, local: boolean): string {
  return argument
    .map((part) => {
      if (part.kind === "text") return part.text.replaceAll("$", "$$$$");
      // The host of a local user is the text after the plus sign (cf/README, "+detail").
      if (part.kind === "value" && part.value === "recipient-host" && local) return "${extension}";
      return part.kind === "value" ? values[part.value] : "";
    })
    .join("");
}

function argumentRemarks(program: AgentProgram): readonly string[] {
  const unknown = program.arguments.flat().flatMap((part) => (part.kind === "unknown" ? [part.text] : []));
  return unknown.length > 0 ? [`${unknown.join(", ")} of its arguments has no counterpart and is left out.`] : [];
}

function traitRemarks(agent: DeliveryAgent): readonly string[] {
  const { traits } = agent;
  return [
    traits.has("remote-from-line") ? "Its From line has no `remote from`." : "",
    traits.has("looks-up-aliases") ? "Only local(8) looks up aliases." : "",
    traits.has("strips-comments") ? "Comments stay in header addresses." : "",
    agent.lineLength === undefined ? "" : "Long lines are not broken.",
    ...flagRemarksOf(agent),
    ...lostSettings(agent, "UMLED/WrN"),
    agent.directories.length > 1 ? "Of its directories the first fixed one is taken." : "",
  ];
}

function pipeParameters(fact: Fact<DeliveryAgent>, service: string): readonly Parameter[] {
  const agent = fact.value;
  const parameters: Parameter[] = [];
  const add = (name: string, value: string): void => {
    parameters.push({ name: `${service}_${name}`, value, origins: fact.origins, group: "delivery" });
  };
  // Without F=m the program is called once for each recipient.
  const recipients = agent.traits.has("many-recipients") ? agent.recipientsPerDelivery : 1;
  if (recipients !== undefined) add("destination_recipient_limit", String(recipients));
  if (agent.timeLimit !== undefined) add("time_limit", timeText(agent.timeLimit));
  return parameters;
}
