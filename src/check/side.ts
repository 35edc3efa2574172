import type { Leaf } from "./leaf.ts";

/** What an SMTP client is told; `accept` with its code when that is not known to matter. */
export interface ClientAnswer {
  readonly kind: "accept" | "reject" | "tempfail";
  readonly code: number;
  readonly enhanced: string | undefined;
  readonly text: string;
}

/** A value with the way that led to it, a line a step. */
export interface Traced<T> {
  readonly value: T;
  readonly trace: readonly string[];
}

export interface ClientQuestion {
  readonly client: { readonly name: string; readonly address: string };
  readonly helo: string | undefined;
  /** Without angle brackets; empty for the null sender. */
  readonly sender: string;
  readonly recipient: string;
}

export interface SenderQuestion {
  readonly sender: string;
  readonly where: "envelope" | "header";
  /** A mailer or a service; the one that carries mail out when undefined. */
  readonly via: string | undefined;
}

/** One of the two programs, asked what it does; addresses hold one character a byte. */
export interface Side {
  /** For people: `Postfix` or `sendmail`. */
  readonly name: string;
  leaves(recipient: string): Traced<readonly Leaf[]>;
  answer(question: ClientQuestion): Traced<ClientAnswer>;
  /** Undefined: there is no such mailer or service. */
  becomes(question: SenderQuestion): Traced<string | undefined>;
}
