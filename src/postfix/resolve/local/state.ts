import { type ExtensionRule, splitLocal } from "../../address/extension.ts";
import type { Settings } from "../../read/settings.ts";
import { casefold } from "../../tables/casefold.ts";
import type { MapList } from "../../tables/maps.ts";
import type { Account } from "../accounts.ts";
import type { PostfixEnvironment } from "../environment.ts";
import { type Leaf, noteInto, type Resolution, type Stage, type Step } from "../resolution.ts";

/** What local(8) asks the rest of the mail system. */
export interface LocalNeeds {
  readonly environment: PostfixEnvironment;
  readonly account: (name: string) => Account | undefined;
  rewrite(quoted: string): string;
  resolve(address: string, steps?: Step[]): Resolution;
  /** Sends an address through cleanup(8) and on, as mail that is forwarded; `delivered` are its Delivered-To: lines. */
  forward(address: string, delivered: ReadonlySet<string>, steps?: Step[]): readonly Leaf[];
  /** The leaf of a transport that local(8) hands a recipient to. */
  pass(transport: string, nexthop: string, address: string, steps?: Step[]): readonly Leaf[];
}

/** One delivery by one local(8) service. */
export interface LocalRun {
  readonly service: string;
  readonly settings: Settings;
  readonly needs: LocalNeeds;
  /** Delivered-To: lines of the message. */
  readonly deliveredTo: ReadonlySet<string>;
  readonly steps: Step[] | undefined;
  /** What was delivered to or expanded before: nothing is twice. */
  readonly seen: Set<string>;
  /** deliver_recipient(), for addresses that an expansion leads back to. */
  recipient(state: State): readonly Leaf[];
}

/** What changes on the way down: as LOCAL_STATE of local(8), copied at each step. */
export interface State {
  readonly level: number;
  readonly address: string;
  readonly nexthop: string;
  /** Name of the alias or user that is being expanded: it is not expanded again inside of itself. */
  readonly expanding: string | undefined;
  /** Who forwards: other users then get the mail through a new message. */
  readonly owner: string | undefined;
  readonly from: "mail" | "alias" | "forward" | "include";
  /** Extension still to be put into the addresses of an expansion, with its delimiter. */
  readonly unmatched: string;
  /** Account whose rights commands and files get. */
  readonly as: string | undefined;
  readonly delivered: string | undefined;
}

export interface Recipient {
  readonly local: string;
  readonly user: string;
  /** Without its delimiter; undefined when there is none. */
  readonly extension: string | undefined;
  readonly delimiter: string;
  readonly domain: string;
}

/** The parts of a recipient's address, folded. */
export function readRecipient(address: string, run: LocalRun): Recipient {
  const { environment } = run.needs;
  const folded = casefold(address, environment.utf8) ?? address.toLowerCase();
  const at = folded.lastIndexOf("@");
  const local = at === -1 ? folded : folded.slice(0, at);
  const domain = at === -1 ? "" : folded.slice(at + 1);
  const rule: ExtensionRule = environment.context(run.settings).extension;
  const parts = splitLocal(local, rule);
  const delimiter = parts?.extension.slice(0, 1) ?? rule.delimiters.slice(0, 1);
  if (!parts) return { local, user: local, extension: undefined, delimiter, domain };
  // An extension with a slash could lead out of a home directory: it is dropped.
  if (parts.extension.includes("/"))
    return { local: parts.bare, user: parts.bare, extension: undefined, delimiter, domain };
  return { local, user: parts.bare, extension: parts.extension.slice(1), delimiter, domain };
}

/** The extension, where propagate_unmatched_extensions names the kind of expansion. */
export function propagated(kind: string, extension: string, run: LocalRun): string {
  return run.settings.words("propagate_unmatched_extensions").includes(kind) ? extension : "";
}

export function mapsOf(parameter: string, run: LocalRun): MapList {
  return run.needs.environment.maps(run.settings, parameter, { substitution: false });
}

export function lookUp(maps: MapList, key: string, stage: Stage, run: LocalRun): ReturnType<MapList["find"]> {
  return maps.find(key, false, noteInto(run.steps, stage));
}

/** Whether a thing was delivered to or expanded before; from now on it was. */
export function wasHere(what: string, run: LocalRun): boolean {
  if (run.seen.has(what)) return true;
  run.seen.add(what);
  return false;
}

export function reject(enhanced: string, text: string): Leaf {
  return { kind: "reject", code: 550, enhanced, text };
}

export function defer(enhanced: string, text: string): Leaf {
  return { kind: "defer", code: 451, enhanced, text };
}
