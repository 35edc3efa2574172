import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { PostfixDirectory } from "../read/directory.ts";
import { type Account, accountLookup } from "./accounts.ts";
import { type Cleaned, cleanupOf } from "./cleanup.ts";
import { addressContext, type Outside, originOf, type PostfixEnvironment, postfixEnvironment } from "./environment.ts";
import { usualKeys } from "./find-address.ts";
import { serviceCommand, transportLeaf } from "./leaves.ts";
import { expandLocal, type LocalNeeds } from "./local.ts";
import { mapAddress } from "./map-address.ts";
import type { Expansion, Leaf, Resolution, Step } from "./resolution.ts";
import { type ResolveSettings, resolveAddress } from "./resolve-address.ts";
import { type RewriteContext, rewriteAddress } from "./rewrite.ts";

/** What a Postfix directory does with addresses, without running Postfix. */
export interface Resolver {
  readonly environment: PostfixEnvironment;
  /** trivial-rewrite(8) "rewrite": quoted form in and out. */
  rewrite(address: string, context?: "local" | "remote"): string;
  /** trivial-rewrite(8) "resolve": unquoted form in and out. */
  resolve(address: string, sender?: string, steps?: Step[]): Resolution;
  /** An envelope sender after cleanup(8); `""` is the null sender. */
  cleanSender(address: string, steps?: Step[]): Cleaned;
  /** An envelope recipient after cleanup(8), virtual aliases expanded, each once. */
  cleanRecipient(address: string, steps?: Step[]): Cleaned;
  /**
   * A header address (quoted form) after cleanup(8). `remote`: the client is not in local_header_rewrite_clients, so
   * only remote_header_rewrite_domain is appended, or nothing at all is rewritten.
   */
  cleanHeader(address: string, role: "header_sender" | "header_recipient", remote?: boolean, steps?: Step[]): string;
  /** smtp_generic_maps of a service on the way out (unquoted form). */
  generic(address: string, service?: string, steps?: Step[]): string;
  /** cleanup(8) and trivial-rewrite(8): where queue manager sends a recipient. */
  resolveRecipient(address: string, sender?: string): Omit<Expansion, "leaves">;
  /** The same, followed through local(8) to the end. */
  expandRecipient(address: string, sender?: string): Expansion;
  /** local(8) alone: what is delivered for an address that resolved to a local service. */
  expandLocal(resolution: Resolution, steps?: Step[]): readonly Leaf[];
  account(name: string): Account | undefined;
}

/** Messages forwarded from one local user to the next, at most; Postfix ends loops by Delivered-To: and hop count. */
const FORWARD_LIMIT = 50;

/** Builds the resolver of a directory; tables are opened when they are first asked. */
export function createResolver(directory: PostfixDirectory, outside: Outside = {}): Resolver {
  const environment = postfixEnvironment(directory, outside);
  const account = accountLookup(directory.files, outside);
  const with_ = resolveSettings(environment);
  const { settings } = with_;
  const remoteDomain = settings.text("remote_header_rewrite_domain");
  const remote: RewriteContext = { origin: remoteDomain, domain: remoteDomain };
  const rewrite = (address: string, context: "local" | "remote" = "local"): string =>
    rewriteAddress(address, with_.rewrite, context === "local" ? with_.local : remote);
  const cleanup = cleanupOf(environment, rewrite);
  const canonical = (address: string): string => unquoteLocal(rewrite(quoteLocal(address)));

  const cleanSender: Resolver["cleanSender"] = (address, steps = []) => {
    let clean = address === "" ? "" : canonical(address);
    if (clean.toLowerCase() === canonical("MAILER-DAEMON").toLowerCase()) clean = "";
    return clean === "" ? { ok: true, addresses: [""] } : cleanup.rewrite(clean, "envelope_sender", steps);
  };
  const cleanRecipient: Resolver["cleanRecipient"] = (address, steps = []) => {
    const from = address === "" ? settings.text("empty_address_recipient") : address;
    const cleaned = cleanup.rewrite(canonical(from), "envelope_recipient", steps);
    if (!cleaned.ok) return cleaned;
    const expanded = cleanup.expand(cleaned.addresses[0] ?? "", steps);
    return expanded.ok ? { ok: true, addresses: unique(expanded.addresses) } : expanded;
  };
  const resolve: Resolver["resolve"] = (address, sender = "", steps = []) =>
    resolveAddress(address, sender, with_, steps);
  const resolveRecipient: Resolver["resolveRecipient"] = (address, sender = "") => {
    const steps: Step[] = [];
    const cleaned = cleanRecipient(address, steps);
    if (!cleaned.ok) {
      const { code, enhanced, text } = cleaned;
      return { recipients: [], steps, error: { code, enhanced, text } };
    }
    const from = cleanSender(sender);
    const clean = from.ok ? (from.addresses[0] ?? "") : sender;
    return { recipients: cleaned.addresses.map((each) => resolve(each, clean, steps)), steps };
  };

  const leavesOf = (resolution: Resolution, delivered: ReadonlySet<string>, steps: Step[]): readonly Leaf[] => {
    if (resolution.error === undefined && serviceCommand(environment, resolution.transport) === "local") {
      return expandLocal(resolution, delivered, needs, steps);
    }
    return [transportLeaf(resolution, environment, steps)];
  };
  const needs: LocalNeeds = {
    environment,
    account,
    rewrite,
    resolve: (address, steps) => resolve(address, "", steps),
    pass: (transport, nexthop, address, steps) =>
      leavesOf({ recipient: address, class: "local", transport, nexthop, isRouted: false }, new Set(), steps),
    forward: (address, delivered, steps) => {
      if (delivered.size > FORWARD_LIMIT) return [loopLeaf(address)];
      const cleaned = cleanRecipient(address, steps);
      if (!cleaned.ok) return [{ kind: "defer", code: cleaned.code, enhanced: cleaned.enhanced, text: cleaned.text }];
      return cleaned.addresses.flatMap((each) => leavesOf(resolve(each, "", steps), delivered, steps));
    },
  };
  return {
    environment,
    rewrite,
    resolve,
    cleanSender,
    cleanRecipient,
    resolveRecipient,
    account,
    cleanHeader: (address, role, isRemote = false, steps = []) => {
      if (isRemote && remoteDomain === "") return address;
      const rewritten = unquoteLocal(rewrite(address, isRemote ? "remote" : "local"));
      const cleaned = cleanup.rewrite(rewritten, role, steps);
      return quoteLocal(cleaned.ok ? (cleaned.addresses[0] ?? rewritten) : rewritten);
    },
    generic: (address, service = "smtp", steps = []) => generic(address, service, environment, rewrite, steps),
    expandLocal: (resolution, steps = []) => leavesOf(resolution, new Set(), steps),
    expandRecipient: (address, sender) => {
      const resolved = resolveRecipient(address, sender);
      const steps: Step[] = [...resolved.steps];
      const leaves = resolved.recipients.flatMap((each) => leavesOf(each, new Set(), steps));
      return { ...resolved, leaves: uniqueLeaves(leaves), steps };
    },
  };
}

function resolveSettings(environment: PostfixEnvironment): ResolveSettings {
  const settings = environment.settingsFor(environment.directory.settings.text("rewrite_service_name"));
  const noSubstitution = { substitution: false };
  return {
    settings,
    context: addressContext(environment, settings),
    rewrite: {
      swapBangpath: settings.bool("swap_bangpath"),
      percentHack: settings.bool("allow_percent_hack"),
      appendAtMyorigin: settings.bool("append_at_myorigin"),
      appendDotMydomain: settings.bool("append_dot_mydomain"),
    },
    local: { origin: originOf(environment, settings), domain: settings.text("mydomain") },
    utf8: environment.utf8,
    virtualAliasDomains: environment.matchList(settings, "virtual_alias_domains"),
    virtualMailboxDomains: environment.matchList(settings, "virtual_mailbox_domains"),
    relayDomains: environment.matchList(settings, "relay_domains"),
    senderTransports: environment.maps(settings, "sender_dependent_default_transport_maps", noSubstitution),
    senderRelays: environment.maps(settings, "sender_dependent_relayhost_maps", noSubstitution),
    transports: environment.maps(settings, "transport_maps", noSubstitution),
    relocated: environment.maps(settings, "relocated_maps"),
  };
}

/** generic(5): one lookup, not repeated; smtp(8) and lmtp(8) read their own parameter. */
function generic(
  address: string,
  service: string,
  environment: PostfixEnvironment,
  rewrite: (quoted: string) => string,
  steps: Step[],
): string {
  const settings = environment.settingsFor(service, "unix");
  const program = serviceCommand(environment, service) === "lmtp" ? "lmtp" : "smtp";
  const maps = environment.maps(settings, `${program}_generic_maps`);
  if (maps.tables.length === 0 || address === "") return address;
  const propagate = settings.words("propagate_unmatched_extensions").includes("generic");
  const options = { forms: { ...usualKeys, unquotedToo: false }, propagate, canonical: rewrite };
  const mapped = mapAddress(maps, address, addressContext(environment, settings), options, (note) =>
    steps.push({ kind: "lookup", stage: "generic", note }),
  );
  const first = mapped.kind === "mapped" ? mapped.addresses[0] : undefined;
  if (first !== undefined) steps.push({ kind: "changed", stage: "generic", before: address, after: [first] });
  return first ?? address;
}

/** cleanup(8) drops repeated recipients without regard to case. */
function unique(addresses: readonly string[]): readonly string[] {
  const seen = new Map(addresses.map((address) => [address.toLowerCase(), address] as const).reverse());
  return addresses.filter(
    (address) => seen.get(address.toLowerCase()) === address && seen.delete(address.toLowerCase()),
  );
}

function uniqueLeaves(leaves: readonly Leaf[]): readonly Leaf[] {
  const seen = new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf]));
  return [...seen.values()];
}

function loopLeaf(address: string): Leaf {
  return { kind: "reject", code: 550, enhanced: "5.4.6", text: `mail forwarding loop for ${address}` };
}
