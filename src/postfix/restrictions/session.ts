/** Commands at which smtpd(8) decides. `connect` to `recipient` are decided at RCPT TO with smtpd_delay_reject. */
export type DecisionStage = "connect" | "helo" | "mail" | "rcpt" | "data" | "end-of-data" | "etrn";

/** What smtpd(8) knows when it decides. */
export interface Session {
  readonly client: {
    /** Verified name, or `unknown`. */
    readonly name: string;
    readonly address: string;
    /** PTR name that was not verified; the name when absent. */
    readonly reverseName?: string;
    /** Why there is no name: for good (450 by default) or a DNS failure. */
    readonly nameStatus?: "permanent" | "temporary";
  };
  readonly helo?: string;
  /** Sender and recipient are in unquoted form, as smtpd(8) keeps them (`envelopeAddress`); `""` is the null sender. */
  readonly sender?: string;
  readonly recipient?: string;
  /** Recipients accepted so far: before this one at RCPT TO. */
  readonly recipientCount?: number;
  readonly saslUser?: string;
  readonly tls?: boolean;
  /** Fingerprints of the client's certificate. */
  readonly fingerprints?: readonly string[];
  readonly certificateIsTrusted?: boolean;
  readonly etrn?: string;
  /** The client sent more than it may before the answer: reject_unauth_pipelining looks at this. */
  readonly pipelined?: boolean;
}

/** A reply to the client. */
export interface Reply {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

export interface Decision {
  readonly answer: "accept" | "reject" | "tempfail" | "discard";
  /**
   * An access table said DISCARD: smtpd(8) asks nothing more about this message, later recipients included. It may
   * stand beside a refusal, when a DEFER_IF_PERMIT waited (src/smtpd/smtpd_check.c).
   */
  readonly discards?: true;
  /** The reply when it is no plain acceptance. */
  readonly reply?: Reply;
  /** The restriction that decided (`reject_unauth_destination`, `check_sender_access hash:...`). */
  readonly decidedBy?: string;
  /** The parameter whose list it stands in. */
  readonly parameter?: string;
  /** Every restriction that was asked, in order, with what it said. */
  readonly steps: readonly string[];
  /** What the access tables asked for besides: HOLD, FILTER, REDIRECT, BCC, PREPEND, INFO, WARN with their text. */
  readonly actions: readonly { readonly action: string; readonly text: string }[];
}

export type DnsType = "A" | "AAAA" | "MX" | "NS" | "TXT";

/** Answers of DNS. MX values are `PREFERENCE HOST`. */
export interface Dns {
  lookup(
    name: string,
    type: DnsType,
  ): { readonly kind: "found"; readonly values: readonly string[] } | { readonly kind: "none" | "failed" };
}

/** What restrictions ask of the world outside. */
export interface DecideNeeds {
  readonly dns: Dns;
  /** An action of access(5) from a policy service; undefined: DUNNO. */
  readonly policy?: (service: string, session: Session) => string | undefined;
  /** Address verification (reject_unverified_...): undefined when it is not known. */
  readonly verify?: (address: string) => Verified | undefined;
}

/** What verify(8) has found about an address, and the text that came with it. */
export interface Verified {
  readonly state: "deliverable" | "undeliverable" | "unknown";
  readonly reason: string;
}
