import { outcomeText } from "../../src/check/verification/outcome.ts";
import { type PostfixSide, postfixAnswer } from "../../src/check/verification/postfix-answer.ts";
import { type LoadedPostfix, loadPostfix } from "../../src/pipeline/postfix.ts";
import { postfixConstants } from "../../src/pipeline/postfix-constants.ts";
import { spread } from "../../src/sendmail/probe/material.ts";
import type { OtherConstants, Probe } from "../../src/sendmail/probe/probe.ts";
import { probeText } from "../../src/sendmail/probe/probe.ts";

/** What a wide search for a difference of two Postfix directories came to. */
export interface ToldApart {
  readonly asked: number;
  /** The first question that both answer differently; undefined: none did. */
  readonly witness: string | undefined;
}

/**
 * Asks a Postfix directory and a changed copy of it whatever their own words can be put together to, far more than
 * verification asks: when nothing tells the copy apart, the change decides nothing (an equivalent mutant). No sendmail
 * side takes part, so what verification happens to ask has no say in it.
 */
export function toldApart(root: string, directory: string): (changed: string) => ToldApart {
  const load = (path: string): LoadedPostfix => {
    const loaded = loadPostfix(path, { root });
    if (!loaded.ok) throw new Error(loaded.reason);
    return loaded;
  };
  const original = load(directory);
  return (path) => {
    const changed = load(path);
    const [one, other] = [sideOf(original), sideOf(changed)];
    let asked = 0;
    for (const probe of questions(original, changed)) {
      asked += 1;
      const [a, b] = [one, other].map((side) => answerOf(side, probe));
      if (a !== b) return { asked, witness: `${probe.question} ${probeText(probe)}: ${a} / ${b}` };
    }
    return { asked, witness: undefined };
  };
}

const sender = "another@nowhere.land";

function sideOf(loaded: LoadedPostfix): PostfixSide {
  const { services, settings } = loaded.config;
  const listeners = services.filter(({ type, command }) => type === "inet" && command === "smtpd");
  return {
    resolver: loaded.resolver,
    decider: loaded.decider(listeners[0]),
    rewritesForStrangers: settings.words("local_header_rewrite_clients").includes("static:all"),
    serviceFor: (mailer) => mailer,
  };
}

function answerOf(side: PostfixSide, probe: Probe): string {
  const { outcome, detail } = postfixAnswer(side, probe, sender);
  return `${outcomeText(outcome)} ${detail.reply ?? ""}`;
}

function* questions(original: LoadedPostfix, changed: LoadedPostfix): Generator<Probe> {
  const words = merged(postfixConstants(original.config), postfixConstants(changed.config));
  const { settings, services } = original.config;
  const home = settings.text("myhostname");
  const domains = [...new Set([home, settings.text("mydomain"), "localhost", "elsewhere.land", ...words.domains])];
  const users = [...new Set(["someone", "postmaster", "root", "mailer-daemon", ...words.users])];
  const literals = [...settings.words("mynetworks"), ...words.networks].flatMap((word) => {
    const address = /^[\d.]+(?=\/32$|$)/.exec(word)?.[0];
    return address && address.split(".").length === 4 ? [`[${address}]`] : [];
  });
  const places = [
    ...new Set([...domains, ...domains.map((name) => name.replace(/\..*/, "")), "[127.0.0.1]", ...literals]),
  ];
  const addresses = [
    ...new Set([...addressesIn(places, users, home), ...words.addresses, ...withDetail(words.addresses)]),
  ];
  for (const question of ["message size", "recipients of a message", "hosts on the way"] as const)
    yield { question: "limit", address: question };
  for (const address of addresses) yield { question: "recipient", address };
  const mailers = services.filter(({ command }) => /^(smtp|lmtp|pipe|local)$/.test(command)).map(({ name }) => name);
  for (const mailer of new Set(mailers)) {
    for (const question of ["envelope-sender", "header-sender", "header-recipient"] as const) {
      for (const address of addresses) yield { question, address, mailer };
    }
  }
  yield* decisions(
    addresses,
    [...domains],
    [...words.networks, ...settings.words("mynetworks")],
    settings.text("inet_protocols"),
    home,
  );
}

function* decisions(
  addresses: readonly string[],
  domains: readonly string[],
  networks: readonly string[],
  protocols: string,
  home: string,
): Generator<Probe> {
  const stranger = { name: "inner.nowhere.land", address: "203.0.113.77" };
  const local = { name: "localhost", address: "127.0.0.1" };
  const clients = [
    stranger,
    local,
    { name: undefined, address: stranger.address },
    ...(protocols === "ipv4"
      ? []
      : [
          { name: "localhost", address: "::1" },
          { name: stranger.name, address: "2001:db8::7" },
        ]),
    ...domains.flatMap((name) => [name, `inner.${name}`].map((each) => ({ name: each, address: stranger.address }))),
    ...networks.flatMap(edges).map((address) => ({ name: stranger.name, address })),
  ];
  const recipients = [`someone@${home}`, "someone@elsewhere.land", `someone@inner.${domains[0]}`];
  const senders = [
    sender,
    "",
    "someone@none.invalid",
    `someone@${home}`,
    "someone",
    "someone@localhost",
    "x@[127.0.0.1]",
  ];
  for (const client of clients) {
    for (const from of senders)
      for (const recipient of recipients) yield { question: "decision", client, sender: from, recipient };
  }
  for (const client of [stranger, local]) {
    for (const recipient of addresses) yield { question: "decision", client, sender, recipient };
    for (const from of addresses)
      for (const recipient of recipients) yield { question: "decision", client, sender: from, recipient };
  }
}

/** Every user alone and everywhere, and a user that nobody knows in every shape that rewriting looks at. */
function addressesIn(places: readonly string[], users: readonly string[], home: string): readonly string[] {
  const shapes = places.flatMap((place) => [
    `someone@${place}`,
    `SOMEONE@${place.toUpperCase()}`,
    `someone+detail@${place}`,
    `someone%elsewhere.land@${place}`,
    `someone%${place}@${home}`,
    `inner!someone@${place}`,
    `${place.replace(/[[\]]/g, "")}!someone`,
    `"some one"@${place}`,
    `"someone@elsewhere.land"@${place}`,
    ...(place.startsWith("[")
      ? []
      : [
          `someone@inner.${place}`,
          `someone@${place}.uucp`,
          `someone@${place}.redirect`,
          `someone@outer.inner.${place}`,
        ]),
  ]);
  // Every user in some places, some users in every place.
  const some = spread(places, 24);
  const known = users.flatMap((user, at) => [
    user,
    `${user}+detail`,
    ...(at % Math.ceil(users.length / 12) === 0 ? places : some).flatMap((place) => [
      `${user}@${place}`,
      `${user}+detail@${place}`,
      ...(place.startsWith("[") ? [] : [`${user}@inner.${place}`]),
    ]),
  ]);
  return [...shapes, ...known];
}

const withDetail = (addresses: readonly string[]): readonly string[] =>
  addresses.map((address) => address.replace(/@(?=[^@]*$)/, "+detail@"));

function merged(one: OtherConstants, other: OtherConstants): OtherConstants {
  const both = (key: keyof OtherConstants): readonly string[] => [...new Set([...one[key], ...other[key]])];
  return { addresses: both("addresses"), domains: both("domains"), users: both("users"), networks: both("networks") };
}

/** First and last address of a network, one inside, and its neighbours. */
function edges(network: string): readonly string[] {
  const [prefix = "", bits] = network.split("/");
  const parts = prefix.split(".").filter((part) => part !== "");
  if (parts.length === 0 || parts.some((part) => !/^\d{1,3}$/.test(part))) return [];
  const size = 2 ** (32 - (bits === undefined ? 8 * parts.length : Number(bits)));
  const number = parts.reduce((sum, part, at) => sum + Number(part) * 256 ** (3 - at), 0);
  const first = number - (number % size);
  return (
    [first, first + size - 1, first + Math.floor(size / 3), first - 1, first + size]
      .filter((one) => one > 0 && one < 2 ** 32 - 1)
      // Programs of this host speak from one loopback address; so does the model of every other check.
      .filter((one) => Math.floor(one / 2 ** 24) !== 127 || one === 0x7f000001)
      .map((one) => [24, 16, 8, 0].map((shift) => Math.floor(one / 2 ** shift) % 256).join("."))
  );
}
