import type { Refusal } from "./refusal.ts";

/** A host that mail is handed to. */
export interface NextHop {
  /** Name or address, lower case, without brackets. */
  readonly host: string;
  /** By its address: its mail exchangers are not asked. */
  readonly direct: boolean;
}

/** Where mail goes when something other than its own domain decides. */
export type Route =
  | {
      readonly kind: "relay";
      /** The old host's name for the way of sending (`esmtp`). */
      readonly agent: string;
      readonly protocol: "smtp" | "lmtp";
      /** Tried in order; empty: the recipient's domain. */
      readonly hosts: readonly NextHop[];
      /** Port, service name or socket path when it is not the protocol's own. */
      readonly port: string | undefined;
      /** Replaces the recipient's local part. */
      readonly user: string | undefined;
    }
  | { readonly kind: "local"; readonly user: string | undefined }
  /** A program of the old host that is run for each message. */
  | { readonly kind: "agent"; readonly agent: string; readonly host: string; readonly user: string | undefined }
  | { readonly kind: "refuse"; readonly refusal: Refusal }
  /** A name of this host: the route has no effect. */
  | { readonly kind: "here" }
  | { readonly kind: "unknown-agent"; readonly agent: string };
