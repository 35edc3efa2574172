import { access } from "./rules/access.ts";
import { addresses } from "./rules/addresses.ts";
import { checks } from "./rules/checks.ts";
import { routing } from "./rules/routing.ts";
import { senders } from "./rules/senders.ts";
import { symbols } from "./rules/symbols.ts";

/** The cf file for what the macros have noted, written when all of the .mc is read. */
export const rules = [symbols, addresses, routing, senders, checks, access].join("");
