import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { Listener } from "../model/listeners.ts";
import type { Parameter, Service } from "../postfix/config.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { loginWaits, serviceOptions } from "./listeners/service-options.ts";
import { claimsFor } from "./shared/setting.ts";
import { somePortTakesUnqualified, unqualifiedSenders } from "./shared/unqualified-senders.ts";

const listenerCodes = {
  exact: "TR3160",
  default: "TR3161",
  approximate: "TR3162",
  manual: "TR3163",
  unsupported: "TR3164",
} as const;

/** Ports by the names that services(5) gives them. */
const portNames: Readonly<Record<string, string>> = { "25": "smtp", "587": "submission", "465": "smtps" };

/** Sockets of one port that ask for the same: one service, on all their addresses. */
interface Socket {
  readonly port: string;
  readonly listener: Listener;
  readonly facts: readonly Fact<Listener>[];
}

/** Where the server listens: smtpd services of master.cf, inet_interfaces, inet_protocols (master(5), postconf(5)). */
export function translateListeners(context: TranslateContext): Partial<Translated> {
  const facts = context.policy.listeners.sockets;
  const reachable = facts.filter((fact) => fact.value.family !== "local");
  const { opened, refused } = openedInTurn(reachable);
  const sockets = socketsOf(opened);
  const shared = sharedAddresses(opened);
  const services = sockets.flatMap((socket) => servicesOf(socket, addressesOf(socket, shared, sockets), context));
  const families = protocols(opened);
  const onMailPort = services.some((service) => service.name === "smtp");
  return {
    services,
    omittedServices: onMailPort ? [] : ["smtp/inet"],
    parameters: [...interfaces(shared, opened), ...families, ...unqualified(context)],
    claims: [
      ...facts.flatMap((fact) => (refused.has(fact) ? [] : listenerClaims(fact, families.length > 0, context))),
      ...[...refused].flatMap(takenClaims),
      ...commandLineClaims(context),
    ],
  };
}

function portName(port: string): string {
  return portNames[port] ?? port.toLowerCase();
}

/**
 * A line whose place an earlier one listens at already never got its socket (daemon.c, opendaemonsocket: "Address already
 * in use"), so the earlier one counts. Lines that ask for the same twice are one.
 */
function openedInTurn(facts: readonly Fact<Listener>[]): {
  readonly opened: readonly Fact<Listener>[];
  readonly refused: ReadonlySet<Fact<Listener>>;
} {
  const opened: Fact<Listener>[] = [];
  const refused = new Set<Fact<Listener>>();
  for (const fact of facts) {
    if (opened.some((before) => samePlace(before.value, fact.value) && wishes(before.value) !== wishes(fact.value))) {
      refused.add(fact);
    } else opened.push(fact);
  }
  return { opened, refused };
}

function samePlace(one: Listener, other: Listener): boolean {
  const [family, another] = [one, other].map((listener) => listener.family ?? "ipv4");
  return portName(one.port) === portName(other.port) && one.address === other.address && family === another;
}

function takenClaims({ origins, value }: Fact<Listener>): readonly Claim[] {
  const note = `An earlier line listens on port ${value.port} already: the old program could not open it twice. Left out.`;
  return claimsFor(origins, "manual", listenerCodes, note);
}

/** What is asked of a socket, whatever its address and family. */
function wishes(listener: Listener): string {
  const { name: _, address: __, family: ___, optional: ____, ...rest } = listener;
  return JSON.stringify({ ...rest, port: portName(listener.port) });
}

/** Lines for one port that differ in address and family only are one socket (`MTA-v4`, `MTA-v6`). */
function socketsOf(facts: readonly Fact<Listener>[]): readonly Socket[] {
  const found = new Map<string, Socket>();
  for (const fact of facts) {
    const key = wishes(fact.value);
    const before = found.get(key);
    const socket = { port: portName(fact.value.port), listener: before?.listener ?? fact.value };
    found.set(key, { ...socket, facts: [...(before?.facts ?? []), fact] });
  }
  return [...found.values()];
}

/**
 * The addresses when every port listens on the same ones (empty: everywhere): then they are inet_interfaces, and
 * services have plain names. undefined: each service needs its own address.
 */
function sharedAddresses(facts: readonly Fact<Listener>[]): readonly string[] | undefined {
  const byPort = new Map<string, Set<string>>();
  for (const { value } of facts) {
    const port = portName(value.port);
    const set = byPort.get(port) ?? new Set();
    byPort.set(port, set.add(value.address ?? ""));
  }
  const sets = [...byPort.values()].map((set) => [...set].sort());
  const [first = []] = sets;
  if (sets.some((set) => set.join() !== first.join())) return undefined;
  return first.includes("") ? (first.length === 1 ? [] : undefined) : first;
}

/** What stands before the port in master.cf; empty: nothing, all the addresses of inet_interfaces. */
function addressesOf(
  socket: Socket,
  shared: readonly string[] | undefined,
  sockets: readonly Socket[],
): readonly string[] {
  // Both families of one port with wishes of their own: each service has the wildcard of its family (inet(5)).
  const crowded = sockets.some((other) => other !== socket && other.port === socket.port);
  if (shared !== undefined && !crowded) return [""];
  const everywhere = ({ family }: Listener): string => (!crowded ? "" : family === "ipv6" ? "::" : "0.0.0.0");
  return [...new Set(socket.facts.map(({ value }) => value.address ?? everywhere(value)))];
}

function servicesOf(socket: Socket, addresses: readonly string[], context: TranslateContext): readonly Service[] {
  const processes = socket.listener.processes ?? context.policy.limits.serverProcesses?.value ?? 0;
  return addresses.map((address) => ({
    name: address === "" ? socket.port : `${address.includes(":") ? `[${address}]` : address}:${socket.port}`,
    type: "inet",
    private: "n",
    unprivileged: "-",
    chroot: "n",
    wakeup: "-",
    processLimit: processes > 0 ? String(processes) : "-",
    command: "smtpd",
    options: serviceOptions(socket.listener, socket.port, context.policy),
    args: [],
    origins: socket.facts.flatMap((fact) => fact.origins),
    ...(loginWaits(socket.listener, socket.port, context.policy) ? { comment: loginComment } : {}),
  }));
}

const loginComment = "Take smtpd_sasl_auth_enable=no away once smtpd has SASL mechanisms: without any it ends at once.";

function interfaces(shared: readonly string[] | undefined, facts: readonly Fact<Listener>[]): readonly Parameter[] {
  if (shared === undefined || shared.length === 0) return [];
  const loopback = shared.every((address) => address.startsWith("127.") || address === "::1");
  const value = loopback ? "loopback-only" : shared.join(", ");
  const origins = facts.flatMap((fact) => fact.origins);
  return [{ name: "inet_interfaces", value, origins, group: "listeners" }];
}

/**
 * Only when every line names IPv4: the setting holds for outgoing connections, too. Lines of IPv6 alone say nothing:
 * their sockets take IPv4 clients as well (ip(7), IPV6_V6ONLY), and mail must be able to leave by IPv4.
 */
function protocols(facts: readonly Fact<Listener>[]): readonly Parameter[] {
  const families = new Set(facts.map((fact) => fact.value.family));
  if (families.size !== 1 || !families.has("ipv4")) return [];
  const origins = facts.flatMap((fact) => fact.origins);
  return [{ name: "inet_protocols", value: "ipv4", origins, group: "listeners" }];
}

/** The restriction that services with the modifier u leave out. */
function unqualified({ policy }: TranslateContext): readonly Parameter[] {
  const { refusesUnqualifiedSenders: refuses } = policy.access;
  if (!refuses.value || !somePortTakesUnqualified(policy)) return [];
  return [{ ...unqualifiedSenders, origins: refuses.origins, group: "access" }];
}

function listenerClaims(fact: Fact<Listener>, oneFamily: boolean, context: TranslateContext): readonly Claim[] {
  const { value, origins } = fact;
  if (value.family === "local") {
    const note = "Postfix does not take SMTP on a file socket; let programs of this host use sendmail(1) or port 25.";
    return claimsFor(origins, "unsupported", listenerCodes, note);
  }
  const missing = missingFilters(value, context);
  if (missing.length > 0) {
    const note = `No line defines ${missing.map((name) => `filter ${name}`).join(", ")}, which this listener names.`;
    return claimsFor(origins, "manual", listenerCodes, note);
  }
  const differences = [
    ...differencesOf(value),
    context.policy.heloNames && (value.requireQualified || value.requireQualifiedRecipients)
      ? "the names that clients greet with are not looked at on this port"
      : "",
    oneFamily ? "outgoing connections use that family only, too (inet_protocols)" : "",
  ].filter((text) => text !== "");
  if (differences.length === 0) return claimsFor(origins, "exact", listenerCodes, sameNote(value));
  const [first = "", ...more] = differences;
  const note = `${first.charAt(0).toUpperCase()}${first.slice(1)}${more.map((text) => `; ${text}`).join("")}.`;
  return claimsFor(origins, "approximate", listenerCodes, note);
}

/** Filters that the old program refused to start for (milter.c, setup_daemon_milters). */
function missingFilters(listener: Listener, { policy }: TranslateContext): readonly string[] {
  const { active, inactive } = policy.filters;
  const defined = new Set([...active, ...inactive].map((filter) => filter.value.name));
  return (listener.filters ?? []).filter((name) => !defined.has(name));
}

function differencesOf(value: Listener): readonly string[] {
  const { address } = value;
  return [
    ...value.others.map((setting) => `there is no counterpart for ${setting}`),
    value.bindOutgoing ? "mail that came in here leaves from smtp_bind_address, not from the same address" : "",
    value.heloFromInterface ? "the name in EHLO is smtp_helo_name, not that of the interface (modifier h)" : "",
    value.canonicalHosts === "always" ? "host names are not replaced by their canonical ones (modifier c)" : "",
    value.requireQualified ? "senders without a full domain get 504, also on this host (modifier f)" : "",
    value.requireQualifiedRecipients ? "recipients need a domain with a dot, or get 504 (modifier r)" : "",
    value.optional && address !== undefined ? `Postfix does not start without the address ${address} (modifier O)` : "",
  ];
}

function sameNote(value: Listener): string {
  const said = [
    value.canonicalHosts === "never" ? "Postfix leaves host names as they are, as modifier C asks." : "",
    value.allowUnqualified ? "Senders without a domain are taken here (modifier u)." : "",
    value.family === "ipv6" && value.address === undefined
      ? "The old socket for IPv6 took clients by IPv4 as well (ip(7)); Postfix listens for both."
      : "",
    value.optional ? "Where the system lacks the address family Postfix goes on without (modifier O)." : "",
  ].filter((text) => text !== "");
  return ["smtpd listens at the same place.", ...said].join(" ");
}

function commandLineClaims({ policy }: TranslateContext): readonly Claim[] {
  const { commandLine } = policy.listeners;
  if (!commandLine) return [];
  const note = "Mail from the command line is taken by pickup(8), which completes addresses as Postfix is told to.";
  return claimsFor(commandLine.origins, "default", listenerCodes, note);
}
