import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { PostfixDirectory } from "../read/directory.ts";
import { type Account, accountLookup } from "./accounts.ts";
import { classSettings } from "./class-route.ts";
import { type Cleaned, cleanupOf } from "./cleanup.ts";
import { type Outside, originOf, type PostfixEnvironment, postfixEnvironment } from "./environment.ts";
import { genericAddress } from "./generic.ts";
import { isAddressLiteral, isHostname } from "./hostname.ts";
import { serviceCommand, transportLeaf } from "./leaves.ts";
import { expandLocal } from "./local/deliver.ts";
import type { LocalNeeds } from "./local/state.ts";
import { remembered } from "./remembered.ts";
import type { Expansion, Leaf, Resolution, Step } from "./resolution.ts";
import { type ResolveSettings, resolveAddress } from "./resolve-address.ts";
import { type RewriteContext, rewriteAddress } from "./rewrite.ts";
import { transportTable } from "./transport.ts";

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
  resolveRecipient(address: string, sender?: string, steps?: Step[]): Omit<Expansion, "leaves">;
  /** The same, followed through local(8) to the end. Steps are written down unless `wantsSteps` is false. */
  expandRecipient(address: string, sender?: string, wantsSteps?: boolean): Expansion;
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
  const { settings } = directory;
  const remoteDomain = environment
    .settingsFor(settings.text("rewrite_service_name"))
    .text("remote_header_rewrite_domain");
  const remote: RewriteContext = { origin: remoteDomain, domain: remoteDomain };
  const rewrite = (address: string, context: "local" | "remote" = "local"): string =>
    rewriteAddress(address, with_.rewrite, context === "local" ? with_.local : remote);
  const cleanup = cleanupOf(environment, rewrite);
  const canonical = (address: string): string => unquoteLocal(rewrite(quoteLocal(address)));
  const daemon = canonical("MAILER-DAEMON").toLowerCase();

  const cleanSender: Resolver["cleanSender"] = (address, steps) => {
    const clean = address === "" ? "" : canonical(address);
    if (clean === "" || clean.toLowerCase() === daemon) return { ok: true, addresses: [""] };
    return cleanup.rewrite(clean, "envelope_sender", steps);
  };
  const cleanRecipient: Resolver["cleanRecipient"] = (address, steps) => {
    const from = address === "" ? with_.emptyRecipient : address;
    const cleaned = cleanup.rewrite(canonical(from), "envelope_recipient", steps);
    if (!cleaned.ok) return cleaned;
    const expanded = cleanup.expand(cleaned.addresses[0] ?? "", steps);
    return expanded.ok ? { ok: true, addresses: unique(expanded.addresses) } : expanded;
  };
  const resolve: Resolver["resolve"] = (address, sender = "", steps) => resolveAddress(address, sender, with_, steps);
  const resolveRecipient: Resolver["resolveRecipient"] = (address, sender = "", steps) => {
    const cleaned = cleanRecipient(address, steps);
    if (!cleaned.ok) {
      const { code, enhanced, text } = cleaned;
      return { recipients: [], steps: steps ?? [], error: { code, enhanced, text } };
    }
    const from = cleanSender(sender);
    const clean = from.ok ? (from.addresses[0] ?? "") : sender;
    return { recipients: cleaned.addresses.map((each) => resolve(each, clean, steps)), steps: steps ?? [] };
  };

  const leavesOf = (resolution: Resolution, delivered: ReadonlySet<string>, steps?: Step[]): readonly Leaf[] => {
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
      leavesOf({ recipient: address, class: "local", transport, nexthop, isRouted: false }, nobody, steps),
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
    cleanHeader: (address, role, isRemote = false, steps) => {
      if (isRemote && remoteDomain === "") return address;
      const rewritten = unquoteLocal(rewrite(address, isRemote ? "remote" : "local"));
      const cleaned = cleanup.rewrite(rewritten, role, steps);
      return quoteLocal(cleaned.ok ? (cleaned.addresses[0] ?? rewritten) : rewritten);
    },
    generic: (address, service = "smtp", steps) => genericAddress(address, service, environment, rewrite, steps),
    expandLocal: (resolution, steps) => leavesOf(resolution, nobody, steps),
    expandRecipient: (address, sender, wantsSteps = true) => {
      const steps: Step[] | undefined = wantsSteps ? [] : undefined;
      const resolved = resolveRecipient(address, sender, steps);
      const leaves = resolved.recipients.flatMap((each) => leavesOf(each, nobody, steps));
      return { ...resolved, leaves: uniqueLeaves(leaves) };
    },
  };
}

const nobody: ReadonlySet<string> = new Set();

function resolveSettings(environment: PostfixEnvironment): ResolveSettings {
  const settings = environment.settingsFor(environment.directory.settings.text("rewrite_service_name"));
  const context = environment.context(settings);
  const noSubstitution = { substitution: false };
  const lists = {
    virtualAlias: environment.matchList(settings, "virtual_alias_domains"),
    virtualMailbox: environment.matchList(settings, "virtual_mailbox_domains"),
    relay: environment.matchList(settings, "relay_domains"),
  };
  return {
    context,
    rewrite: {
      swapBangpath: settings.bool("swap_bangpath"),
      percentHack: settings.bool("allow_percent_hack"),
      appendAtMyorigin: settings.bool("append_at_myorigin"),
      appendDotMydomain: settings.bool("append_dot_mydomain"),
    },
    local: { origin: originOf(environment, settings), domain: settings.text("mydomain") },
    myhostname: settings.text("myhostname"),
    emptyRecipient: settings.text("empty_address_recipient"),
    resolveNullDomain: settings.bool("resolve_null_domain"),
    resolveNumericDomain: settings.bool("resolve_numeric_domain"),
    resolveDequoted: settings.bool("resolve_dequoted_address"),
    allowMinUser: settings.bool("allow_min_user"),
    isDomain: remembered((name) =>
      name.startsWith("[") ? isAddressLiteral(name) : isHostname(name, environment.utf8),
    ),
    classes: classSettings(settings, context, lists, {
      senderTransports: environment.maps(settings, "sender_dependent_default_transport_maps", noSubstitution),
      senderRelays: environment.maps(settings, "sender_dependent_relayhost_maps", noSubstitution),
    }),
    transports: transportTable(environment.maps(settings, "transport_maps", noSubstitution), settings),
    relocated: environment.maps(settings, "relocated_maps"),
  };
}

/** cleanup(8) drops repeated recipients without regard to case. */
function unique(addresses: readonly string[]): readonly string[] {
  if (addresses.length < 2) return addresses;
  const seen = new Map(addresses.map((address) => [address.toLowerCase(), address] as const).reverse());
  return addresses.filter(
    (address) => seen.get(address.toLowerCase()) === address && seen.delete(address.toLowerCase()),
  );
}

function uniqueLeaves(leaves: readonly Leaf[]): readonly Leaf[] {
  if (leaves.length < 2) return leaves;
  const seen = new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf]));
  return [...seen.values()];
}

function loopLeaf(address: string): Leaf {
  return { kind: "reject", code: 550, enhanced: "5.4.6", text: `mail forwarding loop for ${address}` };
}
