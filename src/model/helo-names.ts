import type { Fact } from "./fact.ts";

/** Clients that greet with a name of this host, or with one without a dot, are refused. */
export type HeloNames = Fact<true> | undefined;
