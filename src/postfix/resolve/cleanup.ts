import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import type { MapList } from "../tables/maps.ts";
import type { MatchList } from "../tables/match-list.ts";
import type { PostfixEnvironment } from "./environment.ts";
import { type AddressContext, usualKeys } from "./find-address.ts";
import { type MapOptions, mapAddress } from "./map-address.ts";
import { masqueraded } from "./masquerade.ts";
import { noteInto, type Step } from "./resolution.ts";

/** Which address of a message is rewritten; the words of canonical_classes and masquerade_classes. */
export type AddressRole = "envelope_sender" | "envelope_recipient" | "header_sender" | "header_recipient";

/** What cleanup(8) makes of an address. */
export type Cleaned =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly code: number; readonly enhanced: string; readonly text: string };

export interface Cleanup {
  /** Canonical and masquerade rewriting of one address (unquoted form in and out). */
  rewrite(address: string, role: AddressRole, steps?: Step[]): Cleaned;
  /** Virtual alias expansion of a recipient. */
  expand(address: string, steps?: Step[]): Cleaned;
}

/** Rounds of canonical mapping (src/cleanup/cleanup_map11.c); then the message is refused for now. */
const CANONICAL_ROUNDS = 10;

const lookupProblem: Cleaned = { ok: false, code: 451, enhanced: "4.3.0", text: "Error: queue file write error" };
const expansionProblem: Cleaned = { ok: false, code: 451, enhanced: "4.6.0", text: "Alias expansion error" };

const roles: readonly AddressRole[] = ["envelope_sender", "envelope_recipient", "header_sender", "header_recipient"];

/** cleanup(8)'s address rewriting; `canonical` is trivial-rewrite(8)'s rewriting in the local context. */
export function cleanupOf(environment: PostfixEnvironment, canonical: (quoted: string) => string): Cleanup {
  const settings = environment.settingsFor(environment.directory.settings.text("cleanup_service_name"));
  const context = environment.context(settings);
  const propagate = settings.words("propagate_unmatched_extensions");
  // Tables are asked with quoted addresses only, unlike the maps of trivial-rewrite(8).
  const forms = { ...usualKeys, unquotedToo: false };
  const canonicalOptions: MapOptions = { forms, propagate: propagate.includes("canonical"), canonical };
  const masking: Masking = {
    domains: settings.words("masquerade_domains"),
    exceptions: environment.matchList(settings, "masquerade_exceptions"),
  };
  const masked = settings.words("masquerade_classes");
  const mapsOf = new Map(
    roles.map((role) => {
      const own = role.endsWith("sender") ? "sender_canonical" : "recipient_canonical";
      const used = [own, "canonical"].filter((name) => settings.words(`${name}_classes`).includes(role));
      const maps = used.map((name) => environment.maps(settings, `${name}_maps`));
      return [role, maps.filter((each) => each.tables.length > 0)];
    }),
  );
  const virtual: Virtual = {
    maps: environment.maps(settings, "virtual_alias_maps"),
    context,
    options: { forms, propagate: propagate.includes("virtual"), canonical },
    expansions: settings.int("virtual_alias_expansion_limit"),
    rounds: settings.int("virtual_alias_recursion_limit"),
    length: settings.int("virtual_alias_address_length_limit"),
  };
  return {
    rewrite: (address, role, steps) => {
      let current = address;
      for (const maps of mapsOf.get(role) ?? []) {
        const mapped = mapOnce(maps, current, context, canonicalOptions, steps);
        if (mapped === undefined) return lookupProblem;
        current = mapped;
      }
      if (masking.domains.length === 0 || !masked.includes(role)) return { ok: true, addresses: [current] };
      return masquerade(current, masking, steps);
    },
    expand: (address, steps) => expandVirtual(virtual, address, steps),
  };
}

/** One-to-one mapping until nothing changes; undefined when a lookup failed. */
function mapOnce(
  maps: MapList,
  address: string,
  context: AddressContext,
  options: MapOptions,
  steps: Step[] | undefined,
): string | undefined {
  const note = noteInto(steps, "canonical");
  let current = address;
  for (let round = 0; round < CANONICAL_ROUNDS; round += 1) {
    const mapped = mapAddress(maps, current, context, options, note);
    if (mapped.kind === "failed") return undefined;
    const first = mapped.kind === "mapped" ? mapped.addresses[0] : undefined;
    if (first === undefined) return current;
    const before = current;
    current = first;
    if (before !== current) steps?.push({ kind: "changed", stage: "canonical", before, after: [current] });
    if (before.toLowerCase() === current.toLowerCase()) return current;
  }
  return current;
}

interface Masking {
  readonly domains: readonly string[];
  readonly exceptions: MatchList;
}

function masquerade(address: string, { domains, exceptions }: Masking, steps: Step[] | undefined): Cleaned {
  // As in canonical mapping, the quoted form is what the domain is cut from.
  const masked = masqueraded(quoteLocal(address), domains, exceptions);
  if (masked === "failed") return lookupProblem;
  if (masked === undefined) return { ok: true, addresses: [address] };
  const after = unquoteLocal(masked);
  steps?.push({ kind: "changed", stage: "masquerade", before: address, after: [after] });
  return { ok: true, addresses: [after] };
}

interface Virtual {
  readonly maps: MapList;
  readonly context: AddressContext;
  readonly options: MapOptions;
  /** virtual_alias_expansion_limit, _recursion_limit and _address_length_limit. */
  readonly expansions: number;
  readonly rounds: number;
  readonly length: number;
}

/**
 * virtual(5): each address is looked up again until it has no entry or expands to itself; results are appended
 * (src/cleanup/cleanup_map1n.c).
 */
function expandVirtual(virtual: Virtual, address: string, steps: Step[] | undefined): Cleaned {
  const expanded = [address];
  if (virtual.maps.tables.length === 0) return { ok: true, addresses: expanded };
  const note = noteInto(steps, "virtual");
  const done = new Set<string>();
  for (let index = 0; index < expanded.length; index += 1) {
    if (expanded.length > virtual.expansions) return expansionProblem;
    for (let round = 0; ; round += 1) {
      const current = expanded[index] ?? "";
      if (done.size > 0 && done.has(current.toLowerCase())) break;
      if (round >= virtual.rounds) return expansionProblem;
      const mapped = mapAddress(virtual.maps, current, virtual.context, virtual.options, note);
      if (mapped.kind === "failed") return lookupProblem;
      if (mapped.kind === "none") break;
      if (mapped.addresses.some((each) => each.length > virtual.length)) return expansionProblem;
      steps?.push({ kind: "changed", stage: "virtual", before: current, after: mapped.addresses });
      expanded[index] = mapped.addresses[0] ?? current;
      expanded.push(...mapped.addresses.slice(1));
      const lower = current.toLowerCase();
      if (mapped.addresses.some((each) => each.toLowerCase() === lower)) done.add(lower);
    }
  }
  return { ok: true, addresses: expanded };
}
