import type { LookupNote, NoteLookup } from "../tables/maps.ts";

/** ADDRESS_CLASS_README. */
export type AddressClass = "local" | "virtual_alias" | "virtual_mailbox" | "relay" | "default";

/** Where trivial-rewrite(8) sends a recipient. Addresses are in internal (unquoted) form. */
export interface Resolution {
  readonly recipient: string;
  readonly class: AddressClass;
  /** Name of a master.cf service. */
  readonly transport: string;
  /** As the transport reads it: a domain, `[host]:port`, or the text of error: and retry:. */
  readonly nexthop: string;
  /** `syntax`: the address cannot be delivered to; `failed`: a lookup failed, try again later. */
  readonly error?: "syntax" | "failed";
  /** The local part holds routing operators (`@ % !`): reject_unauth_destination looks at this. */
  readonly isRouted: boolean;
}

/** One thing that happened on the way, for traces. */
export type Step =
  | { readonly kind: "lookup"; readonly stage: Stage; readonly note: LookupNote }
  | { readonly kind: "changed"; readonly stage: Stage; readonly before: string; readonly after: readonly string[] }
  | { readonly kind: "decided"; readonly stage: Stage; readonly text: string };

export type Stage =
  | "rewrite"
  | "canonical"
  | "masquerade"
  | "virtual"
  | "resolve"
  | "transport"
  | "relocated"
  | "alias"
  | "forward"
  | "include"
  | "mailbox"
  | "generic";

/** Writes lookups of one stage down; undefined where nobody wants to know, so that asking costs nothing. */
export function noteInto(steps: Step[] | undefined, stage: Stage): NoteLookup | undefined {
  return steps && ((note) => steps.push({ kind: "lookup", stage, note }));
}

/** Where a message for a recipient ends after all expansions. */
export type Leaf =
  | { readonly kind: "local"; readonly user: string; readonly mailbox: Mailbox }
  | { readonly kind: "virtual"; readonly address: string }
  | { readonly kind: "smtp" | "lmtp"; readonly service: string; readonly nexthop: string; readonly address: string }
  | { readonly kind: "pipe"; readonly service: string; readonly nexthop: string; readonly address: string }
  | { readonly kind: "command"; readonly text: string; readonly as: string | undefined }
  | { readonly kind: "file"; readonly path: string; readonly as: string | undefined }
  | { readonly kind: "discard"; readonly address: string }
  | { readonly kind: "reject" | "defer"; readonly code: number; readonly enhanced: string; readonly text: string };

/** What local(8) writes a user's mail to. */
export type Mailbox =
  | { readonly kind: "mbox" | "maildir"; readonly path: string }
  | {
      readonly kind: "command";
      readonly text: string;
      /** local_command_shell of the service that runs it, where it has one. */
      readonly shell?: string;
    };

/** What became of one recipient address. */
export interface Expansion {
  /** After cleanup(8): canonical, masquerade, virtual. */
  readonly recipients: readonly Resolution[];
  /** After local(8). Equal leaves are listed once. */
  readonly leaves: readonly Leaf[];
  /** Empty where they were not asked for. */
  readonly steps: readonly Step[];
  /** Set when cleanup(8) would not take the message (lookup failure, expansion limits). */
  readonly error?: { readonly code: number; readonly enhanced: string; readonly text: string };
}
