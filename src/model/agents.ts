/** One piece of an argument of a program: text, or something that is known when a message is delivered. */
export type ArgumentPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "value";
      readonly value: "recipient" | "recipient-user" | "recipient-host" | "sender" | "queue-id" | "client-address";
    }
  /** Known to the old program only; `text` as it was written. */
  | { readonly kind: "unknown"; readonly text: string };

export type Argument = readonly ArgumentPart[];

export interface AgentProgram {
  readonly path: string;
  /** With the program's own name first. */
  readonly arguments: readonly Argument[];
}

/** How a message leaves. */
export type AgentWork =
  /** Users of this host. `files`: a mailbox file each. */
  | { readonly kind: "local"; readonly mailbox: "files" | AgentProgram }
  /** Commands that aliases name, run by this shell. */
  | { readonly kind: "commands"; readonly shell: AgentProgram }
  /** Files that aliases name; lists that are kept in files. */
  | { readonly kind: "files" | "lists" }
  | {
      readonly kind: "smtp";
      /** undefined: the usual one. */
      readonly port: string | undefined;
      /** Every message goes to this host; undefined: to the one that the route names. */
      readonly host: string | undefined;
      readonly lmtp: boolean;
    }
  | { readonly kind: "lmtp-socket"; readonly path: string }
  | { readonly kind: "program"; readonly program: AgentProgram }
  /** Refuses or drops what it gets. */
  | { readonly kind: "refuse" | "discard" }
  | { readonly kind: "broken"; readonly why: string };

/** A delivery agent: what routes name. */
export interface DeliveryAgent {
  /** As routes name it, lower case. */
  readonly name: string;
  readonly work: AgentWork;
  /** The place that it has in the host: its local delivery, its commands, or none of these. */
  readonly role: "local" | "commands" | "files" | "lists" | "other";
  /** Rules, tables or routes name it. */
  readonly used: boolean;
  readonly traits: ReadonlySet<AgentTrait>;
  /** It has rules of its own for the addresses that it is shown. */
  readonly rewrites: boolean;
  /** Switches that none of the traits stands for and that no mail system of today turns, as letters. */
  readonly otherFlags: readonly string[];
  /** Account (`user` or `user:group`) under which the program runs; undefined: the default user. */
  readonly account: string | undefined;
  /** Bytes; undefined: no limit of its own. */
  readonly messageSize: number | undefined;
  readonly lineLength: number | undefined;
  /** Line end as bytes (`\r\n`); undefined: LF. */
  readonly lineEnd: string | undefined;
  /** Tried in order; `{home}` is the recipient's. */
  readonly directories: readonly string[];
  readonly root: string | undefined;
  /** Seconds that a delivery may take. */
  readonly timeLimit: number | undefined;
  readonly recipientsPerDelivery: number | undefined;
  readonly messagesPerConnection: number | undefined;
  readonly nice: number | undefined;
  readonly characterSet: string | undefined;
  readonly queueGroup: string | undefined;
}

export type AgentTrait =
  | "many-recipients"
  | "keeps-user-case"
  | "keeps-host-case"
  | "from-line"
  | "remote-from-line"
  | "return-path"
  | "escapes-from"
  | "blank-line-at-end"
  | "dot-stuffing"
  | "final-delivery"
  | "strips-quotes"
  | "sender-by-f"
  | "sender-by-r"
  | "looks-up-aliases"
  | "user-must-exist"
  | "runs-as-recipient"
  | "keeps-privileges"
  | "expensive"
  | "on-request-only"
  | "extended-smtp"
  | "plain-smtp-only"
  | "eight-bit"
  | "seven-bit"
  | "no-exchanger-lookup"
  | "no-loop-check"
  | "privileged-port"
  | "adds-sender-domain"
  | "shows-bare-addresses"
  | "strips-comments"
  | "strips-nul"
  | "mailer-daemon-as-null-sender"
  | "forced-blank-host-status";
