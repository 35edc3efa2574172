import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { Settings } from "../read/settings.ts";
import type { MapList } from "../tables/maps.ts";
import type { MatchList } from "../tables/match-list.ts";
import { addressContext, type PostfixEnvironment } from "./environment.ts";
import { type AddressContext, usualKeys } from "./find-address.ts";
import { type MapOptions, mapAddress } from "./map-address.ts";
import { masqueraded } from "./masquerade.ts";
import type { Stage, Step } from "./resolution.ts";

/** Which address of a message is rewritten; the words of canonical_classes and masquerade_classes. */
export type AddressRole = "envelope_sender" | "envelope_recipient" | "header_sender" | "header_recipient";

/** What cleanup(8) makes of an address. */
export type Cleaned =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly code: number; readonly enhanced: string; readonly text: string };

export interface Cleanup {
  /** Canonical and masquerade rewriting of one address (unquoted form in and out). */
  rewrite(address: string, role: AddressRole, steps: Step[]): Cleaned;
  /** Virtual alias expansion of a recipient. */
  expand(address: string, steps: Step[]): Cleaned;
}

/** Rounds of canonical mapping (src/cleanup/cleanup_map11.c); then the message is refused for now. */
const CANONICAL_ROUNDS = 10;

const lookupProblem: Cleaned = { ok: false, code: 451, enhanced: "4.3.0", text: "Error: queue file write error" };
const expansionProblem: Cleaned = { ok: false, code: 451, enhanced: "4.6.0", text: "Alias expansion error" };

interface Parts {
  readonly settings: Settings;
  readonly context: AddressContext;
  readonly canonical: (quoted: string) => string;
  readonly extensions: readonly string[];
}

/** cleanup(8)'s address rewriting; `canonical` is trivial-rewrite(8)'s rewriting in the local context. */
export function cleanupOf(environment: PostfixEnvironment, canonical: (quoted: string) => string): Cleanup {
  const settings = environment.settingsFor(environment.directory.settings.text("cleanup_service_name"));
  const parts: Parts = {
    settings,
    context: addressContext(environment, settings),
    canonical,
    extensions: settings.words("propagate_unmatched_extensions"),
  };
  const sender = environment.maps(settings, "sender_canonical_maps");
  const recipient = environment.maps(settings, "recipient_canonical_maps");
  const common = environment.maps(settings, "canonical_maps");
  const virtual = environment.maps(settings, "virtual_alias_maps");
  const exceptions = environment.matchList(settings, "masquerade_exceptions");
  const canonicalMaps = (role: AddressRole): readonly MapList[] => {
    const own = role === "envelope_sender" || role === "header_sender" ? sender : recipient;
    const classes = settings.words(own === sender ? "sender_canonical_classes" : "recipient_canonical_classes");
    return [
      ...(classes.includes(role) ? [own] : []),
      ...(settings.words("canonical_classes").includes(role) ? [common] : []),
    ];
  };
  return {
    rewrite: (address, role, steps) => {
      let current = address;
      for (const maps of canonicalMaps(role)) {
        const mapped = mapOnce(maps, current, parts, steps);
        if (mapped === undefined) return lookupProblem;
        current = mapped;
      }
      if (!settings.words("masquerade_classes").includes(role)) return { ok: true, addresses: [current] };
      return masquerade(current, settings, exceptions, steps);
    },
    expand: (address, steps) => expandVirtual(virtual, address, parts, steps),
  };
}

/** One-to-one mapping until nothing changes; undefined when a lookup failed. */
function mapOnce(maps: MapList, address: string, parts: Parts, steps: Step[]): string | undefined {
  const options = mapOptions(parts, parts.extensions.includes("canonical"));
  let current = address;
  for (let round = 0; round < CANONICAL_ROUNDS; round += 1) {
    const mapped = lookUp(maps, current, parts, options, "canonical", steps);
    if (mapped.kind === "failed") return undefined;
    const [first] = mapped.kind === "mapped" ? mapped.addresses : [];
    if (first === undefined) return current;
    const before = current;
    current = first;
    if (before !== current) steps.push({ kind: "changed", stage: "canonical", before, after: [current] });
    if (before.toLowerCase() === current.toLowerCase()) return current;
  }
  return current;
}

function masquerade(address: string, settings: Settings, exceptions: MatchList, steps: Step[]): Cleaned {
  // As in canonical mapping, the quoted form is what the domain is cut from.
  const masked = masqueraded(quoteLocal(address), settings.words("masquerade_domains"), exceptions);
  if (masked === "failed") return lookupProblem;
  if (masked === undefined) return { ok: true, addresses: [address] };
  const after = unquoteLocal(masked);
  steps.push({ kind: "changed", stage: "masquerade", before: address, after: [after] });
  return { ok: true, addresses: [after] };
}

/**
 * virtual(5): each address is looked up again until it has no entry or expands to itself; results are appended
 * (src/cleanup/cleanup_map1n.c). The limits are virtual_alias_recursion_limit, _expansion_limit and
 * _address_length_limit.
 */
function expandVirtual(maps: MapList, address: string, parts: Parts, steps: Step[]): Cleaned {
  if (maps.tables.length === 0) return { ok: true, addresses: [address] };
  const { settings } = parts;
  const options = mapOptions(parts, parts.extensions.includes("virtual"));
  const expanded = [address];
  const done = new Set<string>();
  for (let index = 0; index < expanded.length; index += 1) {
    if (expanded.length > settings.int("virtual_alias_expansion_limit")) return expansionProblem;
    for (let round = 0; ; round += 1) {
      const current = expanded[index] ?? "";
      if (done.has(current.toLowerCase())) break;
      if (round >= settings.int("virtual_alias_recursion_limit")) return expansionProblem;
      const mapped = lookUp(maps, current, parts, options, "virtual", steps);
      if (mapped.kind === "failed") return lookupProblem;
      if (mapped.kind === "none") break;
      const limit = settings.int("virtual_alias_address_length_limit");
      if (mapped.addresses.some((each) => each.length > limit)) return expansionProblem;
      steps.push({ kind: "changed", stage: "virtual", before: current, after: mapped.addresses });
      expanded[index] = mapped.addresses[0] ?? current;
      expanded.push(...mapped.addresses.slice(1));
      if (mapped.addresses.some((each) => each.toLowerCase() === current.toLowerCase()))
        done.add(current.toLowerCase());
    }
  }
  return { ok: true, addresses: expanded };
}

function mapOptions(parts: Parts, propagate: boolean): MapOptions {
  // Tables are asked with quoted addresses only, unlike the maps of trivial-rewrite(8).
  return { forms: { ...usualKeys, unquotedToo: false }, propagate, canonical: parts.canonical };
}

function lookUp(
  maps: MapList,
  address: string,
  parts: Parts,
  options: MapOptions,
  stage: Stage,
  steps: Step[],
): ReturnType<typeof mapAddress> {
  return mapAddress(maps, address, parts.context, options, (note) => steps.push({ kind: "lookup", stage, note }));
}
