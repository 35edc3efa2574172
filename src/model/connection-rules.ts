import type { Origin } from "../source/origin.ts";
import type { Network } from "./network.ts";

/** Who may connect, by rules in order: the first that a client meets decides; who meets none may connect. */
export interface ConnectionRules {
  readonly rules: readonly ConnectionRule[];
}

export interface ConnectionRule {
  readonly clients: ClientGroup;
  readonly verdict: "accept" | "refuse";
  readonly origin: Origin;
}

/** Clients that meet one of the tests, without those of the exception. */
export interface ClientGroup {
  readonly tests: readonly ClientTest[];
  readonly except: ClientGroup | undefined;
}

export type ClientTest =
  | { readonly kind: "any" }
  | { readonly kind: "network"; readonly network: Network }
  | { readonly kind: "name"; readonly name: string }
  /** Hosts below a domain, not the domain itself. */
  | { readonly kind: "below"; readonly domain: string }
  /** A name without a dot. */
  | { readonly kind: "local-name" }
  /** The address has a name that leads back to it. */
  | { readonly kind: "named" }
  /** The address has no name. */
  | { readonly kind: "unnamed" }
  /** The address has a name that does not lead back to it. */
  | { readonly kind: "misnamed" }
  /** Name or address, with `*` and `?`. */
  | { readonly kind: "wildcard"; readonly text: string };
