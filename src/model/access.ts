import type { Span } from "../source/source-file.ts";
import type { Fact } from "./fact.ts";
import type { Network } from "./network.ts";
import type { Refusal } from "./refusal.ts";
import type { SourceTable } from "./table.ts";

/** Permissions and refusals by client, sender and recipient. */
export interface Access {
  readonly table: SourceTable | undefined;
  /** Recipients may be refused by the table. */
  readonly checksRecipients: Fact<boolean>;
  /** A permission to relay may name one recipient. */
  readonly grantsByAddress: Fact<boolean>;
  /** Keys that begin with a dot mean hosts below a domain. */
  readonly dottedKeys: Fact<boolean>;
  /** A permission to relay for a domain holds below it. */
  readonly grantsSubdomains: Fact<boolean>;
  /** Client and sender are judged when the first recipient is named; some recipients choose otherwise. */
  readonly delayed: Fact<"no" | "plain" | "friend" | "hater">;
  /** Senders without a domain are refused. */
  readonly refusesUnqualifiedSenders: Fact<boolean>;
  /** Senders whose domain does not exist are refused. */
  readonly refusesUnresolvableSenders: Fact<boolean>;
  /** Answer to a refused client or sender. */
  readonly refusal: Refusal;
  /** Answer to a refused recipient. */
  readonly recipientRefusal: Refusal;
  entries(): Iterable<AccessEntry>;
}

/** What a rule of the table speaks of. */
export type AccessSubject =
  | { readonly kind: "address"; readonly user: string; readonly domain: string }
  /** This user in any domain; of recipients in local domains only. */
  | { readonly kind: "user"; readonly user: string }
  | { readonly kind: "domain"; readonly domain: string }
  /** Hosts below a domain, not the domain itself. */
  | { readonly kind: "below"; readonly domain: string }
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "null-sender" }
  /** Everything that has no entry of its own. */
  | { readonly kind: "any" };

export type AccessVerdict =
  | { readonly kind: "accept" }
  | { readonly kind: "relay" }
  | { readonly kind: "reject" }
  | { readonly kind: "discard" }
  /** Look no further for this question; of single senders the old rules make a refusal. */
  | { readonly kind: "skip"; readonly refusalOfSender: Refusal | undefined }
  | { readonly kind: "refuse"; readonly refusal: Refusal }
  | { readonly kind: "quarantine"; readonly text: string };

/** `any`: client, sender and recipient alike. */
export type AccessScope = "any" | "client" | "sender" | "recipient";

export type AccessEntry =
  | {
      readonly kind: "rule";
      readonly at: Span;
      readonly scope: AccessScope;
      readonly subject: AccessSubject;
      readonly verdict: AccessVerdict;
    }
  /** A recipient who wants (`hater`) or does not want (`friend`) to be protected. */
  | { readonly kind: "taste"; readonly at: Span; readonly taste: "friend" | "hater"; readonly subject: AccessSubject }
  | {
      readonly kind: "limit";
      readonly at: Span;
      readonly limit: "greeting-pause" | "connection-rate" | "connections";
      readonly subject: AccessSubject;
      /** Milliseconds, connections a period, or connections at a time. */
      readonly value: number;
    }
  | {
      readonly kind: "tls";
      readonly at: Span;
      readonly peer: "server" | "client" | "recipient" | "try";
      readonly subject: AccessSubject;
      readonly text: string;
    }
  | { readonly kind: "login"; readonly at: Span; readonly host: string; readonly text: string }
  /** Understood, without a counterpart of its own. */
  | { readonly kind: "other"; readonly at: Span; readonly tag: string; readonly key: string; readonly text: string }
  | { readonly kind: "dead"; readonly at: Span; readonly reason: string }
  | { readonly kind: "broken"; readonly at: Span; readonly reason: string };
