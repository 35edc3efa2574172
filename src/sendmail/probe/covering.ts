/**
 * covering — the probes that a configuration needs: every constant once, every path once
 *
 * Addresses are made from the configuration's own words and from fresh ones; each is asked of the ruleset engine, and
 * kept when it goes a way that no earlier one went. Nothing here is random: the same configuration gives the same
 * probes in the same order.
 */
import type { SendmailConfig } from "../config.ts";
import type { RulesetEngine } from "../ruleset/engine.ts";
import { decisionProbes } from "./decisions.ts";
import { type FreshWords, freshWords } from "./fresh.ts";
import { isAddress } from "./left-hand-side.ts";
import { type Material, materialOf } from "./material.ts";
import { type KnownAnswers, pathFinder } from "./paths.ts";
import { type LimitName, noOtherConstants, type OtherConstants, type Probe } from "./probe.ts";
import { recipientProbes } from "./recipients.ts";
import type { Search } from "./search.ts";
import { senderProbes } from "./senders.ts";

export interface CoveringSet {
  readonly probes: readonly Probe[];
  readonly material: Material;
  readonly fresh: FreshWords;
  /** By Rule.id: 1 where a probe fired the rule. */
  readonly fired: Uint8Array;
  /** What the engine answered to the probes. */
  readonly answers: KnownAnswers;
}

/** The way that a probe takes on the other side of a comparison: `sender` is the one that recipients are asked with. */
export type OtherPath = (probe: Probe, sender: string) => string;

export function coveringSet(
  config: SendmailConfig,
  engine: RulesetEngine,
  others: OtherConstants = noOtherConstants,
  otherPath: OtherPath = () => "",
): CoveringSet {
  const material = withOthers(materialOf(config, engine), others);
  const fresh = freshWords(material.words);
  const probes: Probe[] = [];
  const search = newSearch(config, engine, { material, fresh, probes, others, otherPath });
  recipientProbes(search);
  senderProbes(search, mailersUsed(search, probes));
  // A submission program listens nowhere (op.me, UseMSP).
  if (!/^t/i.test(config.options.get("UseMSP")?.value ?? "")) decisionProbes(search);
  probes.push(...limitProbes(config));
  return { probes, material, fresh, fired: search.paths.fired, answers: search.paths.answers };
}

interface Beginning {
  readonly material: Material;
  readonly fresh: FreshWords;
  /** What is kept goes here. */
  readonly probes: Probe[];
  readonly others: OtherConstants;
  readonly otherPath: OtherPath;
}

function newSearch(
  config: SendmailConfig,
  engine: RulesetEngine,
  { material, fresh, probes, others, otherPath }: Beginning,
): Search {
  const paths = pathFinder(engine);
  const sender = `${fresh.otherUser}@${fresh.otherDomain}`;
  const bothPaths = (probe: Probe): string => `${paths.path(probe)}\n${otherPath(probe, sender)}`;
  const seen = new Set<string>();
  const known = new Set<string>();
  return {
    engine,
    material,
    fresh,
    home: homeOf(config, engine),
    paths,
    pathOf: bothPaths,
    othersAddresses: [...others.addresses, ...others.domains.map((domain) => `${fresh.user}@${domain}`)],
    keep: (probe, ifNew) => {
      const text = JSON.stringify(probe);
      if (known.has(text) || !isAsked(probe)) return false;
      const path = bothPaths(probe);
      const isNew = !seen.has(path);
      seen.add(path);
      if (!isNew && ifNew) return false;
      known.add(text);
      probes.push(probe);
      return true;
    },
    representatives: (texts, probeOf) => {
      const first = new Map<string, string>();
      for (const text of texts) {
        const path = bothPaths(probeOf(text));
        if (!first.has(path)) first.set(path, text);
      }
      return [...first.values()];
    },
  };
}

/** Only what a client may write: the null sender, and addresses. */
function isAsked(probe: Probe): boolean {
  if (probe.question !== "decision") return isAddress(probe.address.replace(/^<(.*)>$/, "$1"));
  return (probe.sender === "" || isAddress(probe.sender)) && isAddress(probe.recipient);
}

/** Without a limit sendmail takes messages of any size, for any number; how far they have come it always looks at. */
function limitProbes(config: SendmailConfig): readonly Probe[] {
  const isSet = (option: string): boolean => Number(config.options.get(option)?.value ?? 0) > 0;
  const limits: readonly (LimitName | undefined)[] = [
    "message size",
    isSet("MaxRecipientsPerMessage") ? "recipients of a message" : undefined,
    "hosts on the way",
  ];
  return limits.flatMap((address): Probe[] => (address ? [{ question: "limit", address }] : []));
}

/** `$j`, else the host's name. */
function homeOf(config: SendmailConfig, engine: RulesetEngine): string {
  const own = config.macros.get("j")?.value ?? "";
  const candidates = [own, config.facts.hostname].filter((name) => /^[\w.-]+$/.test(name));
  const isLocal = (name: string): boolean =>
    engine.resolve(`postmaster@${name}`).leaves.some((leaf) => leaf.mailer === "local" || leaf.error);
  return candidates.find(isLocal) ?? candidates[0] ?? "localhost";
}

/** Mailers that the recipients found so far end in and that send a message on. */
function mailersUsed({ engine, paths }: Search, probes: readonly Probe[]): readonly string[] {
  const used = new Set<string>();
  for (const probe of probes) {
    if (probe.question !== "recipient") continue;
    const { leaves } = paths.answers.resolution(probe) ?? engine.resolve(probe.address);
    for (const leaf of leaves) if (!leaf.error) used.add(leaf.mailer);
  }
  return [...used].filter((name) => sendsOn(engine, name)).sort();
}

/** A mailer that takes the message to another place; the sender of what is put into a mailbox goes nowhere. */
function sendsOn(engine: RulesetEngine, name: string): boolean {
  const mailer = engine.program.mailers.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!mailer || name.startsWith("*") || ["error", "discard", "prog", "local", "procmail"].includes(name)) return false;
  return !mailer.flags.has("l") && !mailer.flags.has("w");
}

function withOthers(material: Material, others: OtherConstants): Material {
  const words = new Set(material.words);
  for (const text of [...others.addresses, ...others.domains, ...others.users]) {
    for (const [word] of text.toLowerCase().matchAll(/[a-z0-9_-]+/g)) words.add(word);
  }
  const merged = (own: readonly string[], more: readonly string[]): readonly string[] => [
    ...new Set([...own, ...more]),
  ];
  return {
    ...material,
    words,
    addresses: merged(material.addresses, others.addresses),
    domains: merged(material.domains, others.domains),
    users: merged(material.users, others.users),
    networks: merged(material.networks, others.networks),
  };
}
