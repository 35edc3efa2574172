import type { Claim } from "../diagnostics/disposition.ts";
import type { AgentWork, DeliveryAgent } from "../model/agents.ts";
import type { Fact } from "../model/fact.ts";
import type { MailerSymbol, SendmailConfig } from "../sendmail/config.ts";
import type { Site } from "../source/site.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { readArgv, readProgram } from "./delivery-agents/argv.ts";
import { agentTraits, otherFlags } from "./delivery-agents/traits.ts";
import { localMailer, namedMailers } from "./delivery-agents/use.ts";
import { claimsAt } from "./shared/option-catalogue.ts";
import { readNumber, readTime } from "./shared/option-value.ts";
import { hasRuleset, mailerRulesets } from "./shared/ruleset-evidence.ts";

/**
 * Programs that do nothing but append to mailbox files: mail.local, the mail of old systems, and Debian's chooser.
 */
const mailboxPrograms = new Set([
  "mail.local",
  "mail",
  "binmail",
  "lmail",
  "sensible-mda",
  "rmail.local",
  "mail-local",
]);

const roles: Readonly<Record<string, DeliveryAgent["role"]>> = {
  prog: "commands",
  "*file*": "files",
  "*include*": "lists",
};

/** M lines: how mail leaves (op.me, "M -- Define Mailer"; readcf.c, makemailer). */
export function liftDeliveryAgents({ config, site }: LiftContext): Lifted<readonly Fact<DeliveryAgent>[]> {
  const named = namedMailers(config, site);
  const local = localMailer(config, named);
  const claims: Claim[] = [];
  const value = [...config.mailers].map(([name, mailer]): Fact<DeliveryAgent> => {
    const role = name === local ? "local" : (roles[name] ?? "other");
    const used = role !== "other" || named.has(name);
    const found = agentOf(name, mailer, role, used, site);
    const agent = showsBare(config, name)
      ? { ...found, traits: new Set([...found.traits, "shows-bare-addresses" as const]) }
      : found;
    if (agent.work.kind === "broken") claims.push(...claimsAt([mailer.origin], "manual", "LI2140", agent.work.why));
    return { value: agent, origins: [mailer.origin], certainty: "stated" };
  });
  return { value, claims, diagnostics: [] };
}

/** No ruleset of its own touches the sender (S=), so that one without a domain keeps none. */
function showsBare(config: SendmailConfig, name: string): boolean {
  const own = mailerRulesets(config, name, "S");
  return own === undefined || !(hasRuleset(config, [own.envelope]) || hasRuleset(config, [own.header]));
}

function agentOf(
  name: string,
  mailer: MailerSymbol,
  role: DeliveryAgent["role"],
  used: boolean,
  site: Site,
): DeliveryAgent {
  const text = (field: string): string | undefined => mailer.equates.get(field)?.value.text.trim() || undefined;
  const number = (field: string): number | undefined => {
    const written = text(field);
    const value = written === undefined ? undefined : readNumber(written);
    return value !== undefined && value > 0 ? value : undefined;
  };
  const wait = text("W");
  return {
    name,
    work: workOf(name, mailer, role),
    role,
    used,
    traits: agentTraits(mailer.flags),
    rewrites: [text("S"), text("R")].some((rules) => rules !== undefined && !/^[0/]+$/.test(rules)),
    otherFlags: otherFlags(mailer.flags),
    account: accountName(text("U"), site),
    messageSize: number("M"),
    lineLength: number("L"),
    lineEnd: text("E"),
    directories: (text("D") ?? "")
      .split(":")
      .map((directory) => directory.replace(/\$\{?z\}?/g, "{home}"))
      .filter((directory) => directory !== ""),
    root: text("/"),
    timeLimit: wait === undefined ? undefined : readTime("s")(wait),
    recipientsPerDelivery: number("r"),
    messagesPerConnection: number("m"),
    nice: number("N"),
    characterSet: text("C"),
    queueGroup: text("Q"),
  };
}

/** What P= and A= make of a mailer (deliver.c: `[IPC]`, `[TCP]`, `[LPC]`, `[FILE]`, else a program). */
function workOf(name: string, mailer: MailerSymbol, role: DeliveryAgent["role"]): AgentWork {
  if (role === "files" || role === "lists") return { kind: role };
  if (name === "error") return { kind: "refuse" };
  if (name === "discard") return { kind: "discard" };
  if (mailer.path === "")
    return { kind: "broken", why: `Mailer ${mailer.name} has no P=: it cannot deliver anything.` };
  if (/^\[(IPC|TCP|LPC)\]$/i.test(mailer.path)) return networkWork(mailer);
  if (mailer.path.startsWith("[")) {
    return { kind: "broken", why: `Mailer ${mailer.name} delivers by ${mailer.path}, which is not known.` };
  }
  const program = readProgram(mailer);
  if (role === "commands") return { kind: "commands", shell: program };
  if (role !== "local") return { kind: "program", program };
  const file = mailer.path.split(/[/\\]/).at(-1) ?? "";
  return { kind: "local", mailbox: mailboxPrograms.has(file) ? "files" : program };
}

/** `TCP $h 587`, `IPC hub`, `FILE /var/run/lmtp` (deliver.c, sendmail's view of A= for `[IPC]`). */
function networkWork(mailer: MailerSymbol): AgentWork {
  const [kind = "", host = "", port] = readArgv(mailer.argv);
  if (/^FILE$/i.test(kind)) return { kind: "lmtp-socket", path: host };
  return {
    kind: "smtp",
    port: port === undefined || port === "25" || port === "smtp" ? undefined : port,
    host: /\$&?\{?[hu]\}?/.test(host) || host === "" ? undefined : host,
    lmtp: mailer.flags.has("z"),
  };
}

/** U= may name numbers; the new host wants names (`user` or `user:group`), taken from the old host's own files. */
function accountName(text: string | undefined, site: Site): string | undefined {
  if (text === undefined) return undefined;
  const [user = "", group] = text.split(/[:/]/);
  const name = nameOfNumber(user, "/etc/passwd", site);
  return group ? `${name}:${nameOfNumber(group, "/etc/group", site)}` : name;
}

function nameOfNumber(text: string, file: string, site: Site): string {
  if (!/^\d+$/.test(text)) return text;
  for (const line of site.lines(file)) {
    const [name = "", , number] = line.text.split(":");
    if (number === text) return name;
  }
  return text;
}
