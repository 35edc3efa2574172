import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Service } from "../../postfix/config.ts";
import type { Settings } from "../../postfix/read/settings.ts";
import type { Decider } from "../../postfix/restrictions/decide.ts";
import type { DecisionStage, Session } from "../../postfix/restrictions/session.ts";
import { restrictionLists, settingsFor, smtpServices } from "./restriction-lists.ts";
import { isGuarded } from "./restrictions.ts";
import { type CheckedPostfix, placeOf, serviceSpan } from "./subject.ts";
import { namedTables } from "./tables.ts";

/** A client, sender and recipient with which a stranger's mail for strangers is taken. */
interface RelayWitness {
  readonly session: Session & { readonly helo: string; readonly sender: string; readonly recipient: string };
  /** The restrictions that were asked, with what they said. */
  readonly steps: readonly string[];
}

/** Nobody has these addresses (RFC 5737, RFC 3849): only a list that takes everybody holds them. */
const strangers: readonly Session["client"][] = [
  { name: "unknown", address: "203.0.113.77" },
  { name: "mail.stranger.example", address: "198.51.100.23" },
  { name: "unknown", address: "2001:db8:dead::77" },
];

/** Domains that no configuration means, so that a `*` or `.tld` of it is all that can match. */
const victims = ["victim@elsewhere.example", "victim@elsewhere.invalid-domain.com"];

/**
 * Asks every smtpd(8) as a stranger whether it takes mail for strangers: by all addresses and names that a stranger
 * can have, and with every sender that the configuration's own tables know, since a sender is easily forged.
 */
export function checkRelay(subject: CheckedPostfix): readonly Diagnostic[] {
  const listed = smtpServices(subject);
  // Lists that nobody wrote: smtpd(8) does not start with them (PF4051), or they are fine.
  const isWritten = restrictionLists(subject).some(({ place }) => /relay|recipient/.test(place.parameter));
  const found: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const service of listed.length > 0 ? listed : [undefined]) {
    const own = settingsFor(subject, service);
    if (!isWritten && !isGuarded(own)) continue;
    if (service && isPrivate(service, own)) continue;
    const witness = relayWitness(subject, service, sendersOf(subject, own), own);
    if (!witness) continue;
    const by = culprit(subject, witness, service);
    const key = `${by.at?.line} ${JSON.stringify(witness.session)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(diagnose("PF4050", by.at, `${story(witness.session, service)}; ${by.text}`, { suggestions: [advice] }));
  }
  return found;
}

const advice = {
  kind: "help",
  text: "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination",
} as const;

/** A service that only this host reaches: `127.0.0.1:10025 inet`, or all of them by inet_interfaces. */
function isPrivate(service: Service, settings: Settings): boolean {
  const host = service.name.includes(":") ? service.name.slice(0, service.name.lastIndexOf(":")) : "";
  if (host !== "") return isLoopback(host);
  if (service.type === "pass") return false;
  const interfaces = settings.words("inet_interfaces");
  return interfaces.length > 0 && interfaces.every(isLoopback);
}

function isLoopback(host: string): boolean {
  return /^(?:loopback-only|localhost|127(?:\.\d+){3}|\[?::1\]?|\[127(?:\.\d+){3}\])$/i.test(host);
}

/** The first session that gets through; the plainest ones are tried first. */
function relayWitness(
  subject: CheckedPostfix,
  service: Service | undefined,
  senders: readonly string[],
  settings: Settings,
): RelayWitness | undefined {
  const decider = subject.decider(service);
  const [client = { name: "unknown", address: "203.0.113.77" }] = strangers;
  const [victim = ""] = victims;
  const from = "stranger@outside.example";
  const own = settings.text("myhostname");
  const routed = [`${victim.replace("@", "%")}@${own}`, `@${own}:${victim}`];
  const tries: RelayWitness["session"][] = [
    ...strangers.flatMap((each) => victims.map((recipient) => session(each, from, recipient))),
    ...senders.map((sender) => session(client, sender, victim)),
    { ...session(client, from, victim), helo: own },
    ...routed.map((recipient) => session(client, from, recipient)),
  ];
  for (const one of tries) {
    const steps = accepted(decider, one);
    if (steps && leadsOut(subject, one)) return { session: one, steps };
  }
  return undefined;
}

function session(client: Session["client"], sender: string, recipient: string): RelayWitness["session"] {
  return { client, helo: "mail.stranger.example", sender, recipient };
}

/** Whether the accepted message goes on to the victim: a host that keeps, refuses or discards it relays nothing. */
function leadsOut({ resolver, directory }: CheckedPostfix, { sender, recipient }: RelayWitness["session"]): boolean {
  const victim = recipient
    .replace(/^@.*:/, "")
    .replace(/%(.*)@.*$/, "@$1")
    .toLowerCase();
  return resolver
    .resolveRecipient(recipient, sender)
    .recipients.some(({ recipient: each, class: class_, transport }) => {
      const service = directory.services.find(({ name, type }) => name === transport && type === "unix");
      const isKept = service?.command === "error" || service?.command === "discard";
      return each.toLowerCase() === victim && (class_ === "default" || class_ === "relay") && !isKept;
    });
}

const stages: readonly DecisionStage[] = ["connect", "helo", "mail", "rcpt", "data", "end-of-data"];

/** What was asked when every stage accepts; undefined when one does not. */
function accepted(decider: Decider, session: Session): readonly string[] | undefined {
  const steps: string[] = [];
  for (const stage of stages) {
    const decision = decider.decide(stage, session);
    if (decision.answer !== "accept") return undefined;
    steps.push(...decision.steps);
  }
  return steps;
}

/** Senders that a table of the configuration may know: each key as an address, and the host's own ones. */
function sendersOf(subject: CheckedPostfix, settings: Settings): readonly string[] {
  const own = ["", `postmaster@${settings.text("mydomain")}`, `root@${settings.text("myhostname")}`];
  const keys: string[] = [];
  for (const { reference, place } of namedTables(subject)) {
    if (!/^smtpd_\w+_restrictions$/.test(place.parameter) && !isRestrictionClass(subject, place.parameter)) continue;
    const table = subject.resolver.environment.tables.open(reference);
    for (const key of table.keys?.() ?? []) {
      if (keys.length >= KEYS) break;
      keys.push(...asSender(key));
    }
  }
  return [...own, ...keys];
}

/** Keys that are tried as senders: more would cost time and show nothing new. */
const KEYS = 2000;

function isRestrictionClass({ directory }: CheckedPostfix, parameter: string): boolean {
  return directory.settings.words("smtpd_restriction_classes").includes(parameter);
}

function asSender(key: string): readonly string[] {
  if (/^[\d.:[\]]+$/.test(key) || key === "<>") return [];
  if (key.endsWith("@")) return [`${key}outside.example`];
  if (key.includes("@")) return [key];
  return [`forged@${key.replace(/^\./, "host.")}`];
}

function story({ client, sender, recipient }: RelayWitness["session"], service: Service | undefined): string {
  const where = service ? ` by ${service.name}/${service.type}` : "";
  return `Open relay: ${client.name}[${client.address}] may send mail from <${sender}> to <${recipient}>${where}`;
}

/** The restriction that let it through, and where it stands. */
function culprit(
  subject: CheckedPostfix,
  { steps }: RelayWitness,
  service: Service | undefined,
): { readonly at: ReturnType<typeof placeOf>; readonly text: string } {
  let parameter = "";
  let permit = "";
  for (const step of steps) {
    if (/^smtpd_\w+_restrictions:$/.test(step)) parameter = step.slice(0, -1);
    else if (/: permit$/.test(step) && /relay|recipient/.test(parameter)) {
      permit = `${step.replace(/: permit$/, "")} of ${parameter} permits it`;
      break;
    }
  }
  const name = parameter || "smtpd_relay_restrictions";
  const isOwn = service?.options.some(([option]) => option === name);
  const at =
    (isOwn && service ? serviceSpan(service) : undefined) ?? placeOf(subject, name) ?? placeOf(subject, "mynetworks");
  return { at, text: permit || "no restriction refuses it" };
}
