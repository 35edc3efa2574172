import type { Origin } from "../source/origin.ts";
import type { Network } from "./network.ts";
import type { Refusal } from "./refusal.ts";
import type { Route } from "./route.ts";

/**
 * What the old host was seen to do when its rules were run, as far as no directive says it by name: rules over shapes
 * of addresses. A name that the configuration does not know behaves as any other such name, so that a few addresses
 * stand for all of their shape.
 */
export interface Behaviour {
  readonly recipients: readonly RecipientBehaviour[];
  readonly decisions: readonly DecisionBehaviour[];
  readonly senders: readonly SenderBehaviour[];
  /** Programs that are told a user without a domain, lower case. */
  readonly userOnlyAgents: readonly string[];
  /** Everything that was asked of hand-written rules, whether or not a pattern came of it. */
  readonly asked: readonly RecipientExample[];
  readonly decided: readonly DecisionExample[];
  readonly shown: readonly SenderExample[];
}

export const noBehaviour: Behaviour = {
  recipients: [],
  decisions: [],
  senders: [],
  userOnlyAgents: [],
  asked: [],
  decided: [],
  shown: [],
};

/** One part of a local part or domain: text, or a hole that any name fills. */
export type PatternPart =
  | { readonly kind: "text"; readonly text: string }
  /** `one`: a single word; `some`: words with any operators between them. */
  | { readonly kind: "hole"; readonly name: string; readonly length: "one" | "some" };

export interface AddressPattern {
  readonly user: readonly PatternPart[];
  /** `local`: each domain of this host. */
  readonly domain: readonly PatternPart[] | "local";
}

/** Text with the holes of a pattern put in; the hole `domain` is `@` and the domain that matched `local`. */
export type Template = readonly (string | { readonly hole: string })[];

/** What becomes of the addresses of a pattern. */
export type RecipientOutcome =
  /** They are users of this host by their own names. */
  | { readonly kind: "local" }
  /** They are other names for an address. */
  | { readonly kind: "alias"; readonly target: Template }
  /** They go to a place of their own. The route names no user. */
  | { readonly kind: "route"; readonly route: Route }
  /** `isWorded`: in words that a person chose, so that another refusal is not as good. */
  | { readonly kind: "refuse"; readonly refusal: Refusal; readonly isWorded: boolean };

export interface RecipientBehaviour {
  readonly pattern: AddressPattern;
  /** The pattern names a user, and `user+extension` goes another way. */
  readonly isExact: boolean;
  readonly outcome: RecipientOutcome;
  /** The rules that fired, first the one that decided. */
  readonly origins: readonly Origin[];
  /** Line of the rule that the pattern was made for: where patterns overlap, the first one counts. */
  readonly order: number;
  /** Addresses that were asked, with what became of them. */
  readonly examples: readonly RecipientExample[];
}

export interface RecipientExample {
  readonly address: string;
  readonly ends: readonly MailEnd[];
  /** Lines of the hand-written rules that fired. */
  readonly rules: readonly number[];
}

/** Where mail for one recipient ends. */
export type MailEnd =
  | { readonly kind: "local"; readonly user: string }
  | { readonly kind: "route"; readonly route: Route; readonly address: string }
  | { readonly kind: "command" | "file"; readonly text: string }
  | { readonly kind: "refuse"; readonly code: string; readonly text: string };

/** Addresses by pattern, or by a POSIX expression that a table of the old host holds. */
export type AddressMatch =
  | { readonly kind: "pattern"; readonly pattern: AddressPattern; readonly isExact: boolean }
  | { readonly kind: "expression"; readonly expression: string };

/** Clients by address, or by their verified name. */
export type ClientPlace =
  | { readonly kind: "network"; readonly network: Network }
  /** `below`: every host of the domain, and the domain itself. */
  | { readonly kind: "name"; readonly domain: string; readonly below: boolean }
  /** By a POSIX expression that their names match. */
  | { readonly kind: "expression"; readonly expression: string };

/** What a client is told that no table says: refused, or allowed to send to other hosts. */
export interface DecisionBehaviour {
  /** Undefined: any. */
  readonly sender: AddressMatch | undefined;
  readonly recipient: AddressMatch | undefined;
  readonly clients: { readonly only: readonly ClientPlace[] } | { readonly except: readonly ClientPlace[] };
  readonly verdict:
    | { readonly kind: "refuse"; readonly refusal: Refusal }
    /** May send to, or is reached at, other hosts. */
    | { readonly kind: "relay" }
    /** Not refused by what refuses others. */
    | { readonly kind: "pass" };
  readonly origins: readonly Origin[];
  /** Line of the rule that the pattern was made for. */
  readonly order: number;
  readonly examples: readonly DecisionExample[];
}

export interface DecisionExample {
  readonly client: { readonly name: string | undefined; readonly address: string };
  readonly sender: string;
  readonly recipient: string;
  readonly answer: "accept" | "refuse" | "wait";
  /** Three digits; undefined for an acceptance. */
  readonly code: string | undefined;
  readonly rules: readonly number[];
}

/** Which address of a message it is. */
export type AddressRole = "envelope-sender" | "header-sender" | "header-recipient";

/** How addresses are shown to others. */
export interface SenderBehaviour {
  readonly pattern: AddressPattern;
  readonly becomes: Template;
  readonly roles: readonly AddressRole[];
  /** Agents that the message leaves by; undefined: all. */
  readonly agents: readonly string[] | undefined;
  /** What it becomes is not looked at again, although other entries would change it. */
  readonly isFinal: boolean;
  readonly origins: readonly Origin[];
  readonly order: number;
  readonly examples: readonly SenderExample[];
}

export interface SenderExample {
  readonly address: string;
  readonly role: AddressRole;
  readonly agent: string;
  readonly becomes: string;
  readonly rules: readonly number[];
}
