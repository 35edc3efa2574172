import type { Span } from "../source/source-file.ts";
import type { DiagnosticCode } from "./catalogue.ts";

/**
 * How a directive of the source ends (the accounting law): `exact` same behaviour · `default` Postfix already does
 * this · `approximate` the difference is named · `manual` a person must decide · `obsolete` no meaning today ·
 * `unsupported` understood, not translatable or not done · `unknown` not understood.
 */
export type Disposition = "exact" | "default" | "approximate" | "manual" | "obsolete" | "unsupported" | "unknown";

/** From best to worst: where several claims meet on one directive, the worst one stands. */
export const dispositions: readonly Disposition[] = [
  "default",
  "exact",
  "obsolete",
  "approximate",
  "manual",
  "unsupported",
  "unknown",
];

export function worseOf(a: Disposition, b: Disposition): Disposition {
  return dispositions.indexOf(a) >= dispositions.indexOf(b) ? a : b;
}

/**
 * What a room says of a directive: made by lifting for what ends there (obsolete, residue), by translation for what
 * became output. `at` starts where the directive starts; file and line identify it.
 */
export interface Claim {
  readonly at: Span;
  readonly disposition: Disposition;
  readonly code: DiagnosticCode;
  /** One sentence for the administrator. */
  readonly note: string;
  /** Where the claim is about one form of address or of question only: it predicts no other difference. */
  readonly form?: DifferentForm;
  /** Lower-case domains of the addresses that the form is about; without them it is about any. */
  readonly names?: readonly string[];
  /** It predicts these differences only: question and both answers, as check/verification/kind-of.ts writes them. */
  readonly differences?: readonly string[];
}

/**
 * A form that the two programs read differently whatever the configuration says: `completed-word` a word of class P
 * without a dot gets the host's domain · `undotted-name` a client's address whose domain has no dot · `percent-sender`
 * user%host@here as a sender · `uucp-name` a name that ends in .uucp where nothing goes by UUCP · `decnet-name` one that
 * ends in .decnet · `short-local-name` a name of this host that the DNS is asked about first · `own-name-sender`
 * user@host as a sender, which Postfix cannot tell from a user without a domain · `short-own-sender` the host's
 * name without its domain as a sender's · `own-literal` an address literal of this host ·
 * `loopback-name` a sender or header address at a loopback name · `old-network` an address in an ending that is no
 * domain, or with a bang path ·
 * `literal-port` another port of the same host for an address literal · `kept-ending` a program's host with the last
 * label that a rule took away · `bare-address` a sender or header address without a domain,
 * which a mailer showed so · `agent-rewriting` addresses as a program sees them · `stranger-relays` an open
 * relay · `loopback-relays` a client on the host itself · `built-in` what Postfix does whatever it is told: it takes mail
 * for a postmaster without a domain from everybody, reads MAILER-DAEMON as the null sender,
 * takes senders at address literals, and user@192.0.2.1 is wrong.
 */
export type DifferentForm =
  | "completed-word"
  | "undotted-name"
  | "percent-sender"
  | "uucp-name"
  | "decnet-name"
  | "short-local-name"
  | "own-name-sender"
  | "short-own-sender"
  | "own-literal"
  | "loopback-name"
  | "old-network"
  | "literal-port"
  | "kept-ending"
  | "bare-address"
  | "stranger-relays"
  | "loopback-relays"
  | "agent-rewriting"
  | "built-in";

/** What a room says of the rows of a table: counts by disposition, and each row that is not `exact`. */
export interface TableClaim {
  readonly table: string;
  readonly entries: Readonly<Partial<Record<Disposition, number>>>;
  readonly inexact: readonly Claim[];
}
