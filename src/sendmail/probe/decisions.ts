/**
 * decisions — client, sender and recipient triples that cover what a client may do
 *
 * From a stranger who writes to a user of the host and to somewhere else, one part at a time is varied over what the
 * configuration names; then parts of different kinds are combined in pairs.
 */
import type { Client } from "../ruleset/hooks.ts";
import { spread } from "./material.ts";
import { clientSeen, type Probe } from "./probe.ts";
import type { Search } from "./search.ts";

/** Constants of one part that are each asked alone, whatever their path: each may be a row of a table of its own. */
const ALONE = 80;
/** Kinds of one part that are combined with kinds of another. */
const COMBINED = 16;

interface Triple {
  readonly client: Client;
  readonly sender: string;
  readonly recipient: string;
}

const decision = (triple: Triple): Probe => ({ question: "decision", ...triple });

export function decisionProbes(search: Search): void {
  const { fresh, home } = search;
  const stranger = strangerOf(search);
  const local: Client = { name: "localhost", address: LOOPBACK };
  const user = localUser(search);
  const sender = `${fresh.otherUser}@${fresh.otherDomain}`;
  const bases: readonly Triple[] = [
    { client: stranger, sender, recipient: welcomeRecipient(search, stranger, sender, user) },
    { client: stranger, sender, recipient: `${fresh.user}@${fresh.domain}` },
    { client: local, sender, recipient: `${fresh.user}@${fresh.domain}` },
    { client: stranger, sender: `${user}@${home}`, recipient: `${fresh.user}@${fresh.domain}` },
  ];
  for (const base of bases) search.keep(decision(base));
  const [first, second] = bases as readonly [Triple, Triple];
  const clients = clientsOf(search, stranger);
  // No DNS knows a name below .invalid (RFC 2606).
  const senders = ["", fresh.user, `${fresh.user}@${fresh.label}.invalid`, `${fresh.user}@${home}`, ...named(search)];
  // What the two programs take differently whatever is configured is asked, and not put together with everything.
  const literals = [`${fresh.user}@[${stranger.address}]`, `${fresh.user}@[IPv6:2001:db8::7]`];
  const recipients = [
    `${fresh.user}@${home}`,
    `postmaster@${home}`,
    `${fresh.user}%${fresh.domain}@${home}`,
    `"${fresh.user}@${fresh.domain}"@${home}`,
    `${fresh.label}!${fresh.user}@${home}`,
    ...spread(search.material.domains, COMBINED).flatMap((domain) => [
      `${fresh.user}%${fresh.domain}@${domain}`,
      `${fresh.label}!${fresh.user}@${domain}`,
    ]),
    ...named(search),
  ];
  // Without a ruleset that is asked, no word of the old side can decide: only the new side's are tried.
  if (!decides(search)) {
    for (const one of search.othersAddresses) search.keep(decision({ ...second, recipient: one }));
    for (const one of search.othersAddresses) search.keep(decision({ ...first, sender: one }));
    for (const client of clientsAlone(search, stranger)) search.keep(decision({ ...second, client }));
    return;
  }
  const vary = (base: Triple): void => {
    for (const client of clients) search.keep(decision({ ...base, client }), "ifNew");
    for (const one of [...senders, ...literals]) search.keep(decision({ ...base, sender: one }), "ifNew");
    for (const recipient of ["postmaster", ...recipients]) search.keep(decision({ ...base, recipient }), "ifNew");
  };
  alone(search, [first, second]);
  vary(first);
  vary(second);
  combine(search, first, {
    clients: kinds(search, clients, (client) => ({ ...first, client })),
    senders: kinds(search, senders, (one) => ({ ...first, sender: one })),
    recipients: kinds(search, [fresh.user, ...recipients], (recipient) => ({ ...first, recipient })),
  });
}

const LOOPBACK = "127.0.0.1";
const LOOPBACK6 = "::1";

const loopback6: Client = { name: "localhost", address: LOOPBACK6 };

const HOOKS = ["check_relay", "check_mail", "check_rcpt", "check_compat", "checkrcpt", "checkmail", "checkrelay"];

function decides({ engine }: Search): boolean {
  const { rulesets, rulesetNumbers } = engine.program;
  return HOOKS.some((name) => (rulesets[rulesetNumbers.get(name) ?? -1]?.rules.length ?? 0) > 0);
}

/** A client on each edge of every network that is named. */
function clientsAlone(search: Search, stranger: Client): readonly Client[] {
  const addresses = spread(search.material.networks, ALONE).flatMap(addressesAround);
  return addresses.map((address) => clientAt(search, address, stranger));
}

/** A name under `.domain` and the name itself may be two rows; so may what a table says of clients, senders, recipients. */
function alone(search: Search, [inward, outward]: readonly [Triple, Triple]): void {
  const { fresh, home, material } = search;
  const clients = clientsAlone(search, outward.client);
  for (const client of clients) search.keep(decision({ ...outward, client }));
  for (const client of clients) search.keep(decision({ ...inward, client }));
  for (const domain of spread(clientDomains(search), ALONE)) {
    for (const name of [domain, `${fresh.label}.${domain}`]) {
      const client = { name, address: outward.client.address };
      search.keep(decision({ ...outward, client }));
      search.keep(decision({ ...inward, client }));
    }
  }
  // A host of a domain that is this host's own has an address of its own.
  for (const domain of spread(material.domains, ALONE)) {
    const client = { name: `${fresh.label}.${domain}`, address: outward.client.address };
    search.keep(decision({ ...outward, client }));
  }
  const senders = [
    ...spread(material.domains, ALONE).map((domain) => `${fresh.user}@${domain}`),
    ...spread(material.addresses, ALONE),
  ];
  for (const sender of senders) search.keep(decision({ ...inward, sender }));
  const recipients = [
    ...senders,
    ...spread(material.domains, ALONE).map((domain) => `${fresh.user}@${fresh.label}.${domain}`),
    ...spread(material.users, ALONE).map((user) => `${user}@${home}`),
  ];
  for (const recipient of recipients) search.keep(decision({ ...outward, recipient }));
}

interface Kinds {
  readonly clients: readonly Client[];
  readonly senders: readonly string[];
  readonly recipients: readonly string[];
}

function combine(search: Search, base: Triple, kinds: Kinds): void {
  for (const client of kinds.clients) {
    for (const recipient of kinds.recipients) search.keep(decision({ ...base, client, recipient }), "ifNew");
    for (const sender of kinds.senders) search.keep(decision({ ...base, client, sender }), "ifNew");
  }
  for (const sender of kinds.senders) {
    for (const recipient of kinds.recipients) search.keep(decision({ ...base, sender, recipient }), "ifNew");
  }
}

/** One of each kind, told apart by the path of its triple. */
function kinds<T>(search: Search, all: readonly T[], tripleOf: (one: T) => Triple): readonly T[] {
  const first = new Map<string, T>();
  for (const one of all) {
    const path = search.pathOf(decision(tripleOf(one)));
    if (!first.has(path)) first.set(path, one);
  }
  return spread([...first.values()], COMBINED);
}

/** A recipient that a stranger may write to: only there it shows who may not. */
function welcomeRecipient(search: Search, client: Client, sender: string, user: string): string {
  const { engine, fresh, home, material } = search;
  const candidates = [`${user}@${home}`, ...material.domains.map((domain) => `${fresh.user}@${domain}`)];
  const isWelcome = (recipient: string): boolean => {
    const { decision } = engine.decide({ client, sender, recipient });
    return decision.kind === "accept" && engine.resolve(recipient).leaves.some((leaf) => leaf.error === undefined);
  };
  return candidates.slice(0, ALONE).find(isWelcome) ?? `${user}@${home}`;
}

/** A client that no table names. */
function strangerOf({ fresh, material }: Search): Client {
  const documentation = ["203.0.113.77", "198.51.100.77", "192.0.2.77"];
  const isNamed = (address: string): boolean => material.networks.some((network) => address.startsWith(network));
  const address = documentation.find((each) => !isNamed(each)) ?? "100.64.77.77";
  return { name: `${fresh.label}.${fresh.otherDomain}`, address };
}

/** A name that mail can be delivered to: an account where they are known. */
function localUser({ engine, fresh, home, material }: Search): string {
  const isFine = (user: string): boolean =>
    engine.resolve(`${user}@${home}`).leaves.some((leaf) => leaf.error === undefined);
  return material.users.find((user) => /^[a-z]\w*$/.test(user) && isFine(user)) ?? fresh.user;
}

function clientsOf(search: Search, stranger: Client): readonly Client[] {
  const { material, fresh } = search;
  return [
    { name: undefined, address: stranger.address },
    { name: "localhost", address: LOOPBACK },
    // Where both sides know such clients at all.
    ...(material.networks.includes(LOOPBACK6) && clientSeen(search.engine, loopback6) === loopback6
      ? [{ name: stranger.name, address: "2001:db8::77" }]
      : []),
    ...material.networks.flatMap((network) => addressIn(network)).map((address) => clientAt(search, address, stranger)),
    ...clientDomains(search).flatMap((domain) => [
      { name: domain, address: stranger.address },
      { name: `${fresh.label}.${domain}`, address: stranger.address },
    ]),
  ];
}

/** Who comes from an address: the host itself from its own, by its own name (main.c fills class w with both). */
function clientAt({ engine, home }: Search, address: string, stranger: Client): Client {
  if (address === LOOPBACK || address === LOOPBACK6) return { name: "localhost", address };
  const own = engine.program.classes.byId.get("w".charCodeAt(0))?.words;
  return { name: own?.has(`[${address}]`) ? home : stranger.name, address };
}

/** A client with one of the host's own names has one of its addresses: those names are not combined with others. */
function clientDomains({ engine, material, home }: Search): readonly string[] {
  const own = engine.program.classes.byId.get("w".charCodeAt(0))?.words ?? new Set();
  return material.domains.filter((domain) => !own.has(domain) && domain !== home);
}

/** First, last and one of a network's addresses, and its neighbours outside (`10.1`, `10.1.0.0/16`, `192.0.2.7`). */
function addressesAround(network: string): readonly string[] {
  const [prefix = "", bits] = network.split("/");
  const parts = prefix.split(".").filter((part) => part !== "");
  if (prefix.includes(":") || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255))
    return addressIn(network);
  const length = bits === undefined ? 8 * parts.length : Number(bits);
  if (length < 1 || length > 32) return addressIn(network);
  const size = 2 ** (32 - length);
  const number = parts.reduce((sum, part, at) => sum + Number(part) * 256 ** (3 - at), 0);
  const first = number - (number % size);
  const last = first + size - 1;
  return [...new Set([first, last, Math.floor(first + size / 3), first - 1, last + 1])]
    .filter((one) => one > 0 && one < 2 ** 32 - 1)
    .map((one) => (Math.floor(one / 2 ** 24) === 127 ? 0x7f000001 : one))
    .map((one) => [24, 16, 8, 0].map((shift) => Math.floor(one / 2 ** shift) % 256).join("."));
}

/** An address inside a prefix as access maps write it, and the prefix itself where it is whole. */
function addressIn(network: string): readonly string[] {
  const [prefix = ""] = network.split("/");
  if (prefix.includes(":")) return /^[0-9a-f:]+$/i.test(prefix) && prefix.includes("::") ? [prefix] : [];
  const parts = prefix.split(".").filter((part) => part !== "");
  if (parts.length === 0 || parts.length > 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    return [];
  }
  // No client comes from another loopback address than this one.
  if (parts[0] === "127") return [LOOPBACK];
  return [[...parts, "7", "7", "7"].slice(0, 4).join(".")];
}

/** Addresses for what tables name: constant domains with a fresh user, constant users, whole addresses. */
function named({ material, fresh, home }: Search): readonly string[] {
  return [
    ...material.domains.flatMap((domain) => [`${fresh.user}@${domain}`, `${fresh.user}@${fresh.label}.${domain}`]),
    ...material.users.flatMap((user) => [`${user}@${home}`, `${user}@${fresh.domain}`]),
    ...material.addresses,
  ];
}
