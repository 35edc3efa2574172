import { parseAddresses } from "./parse.ts";
import { internalForm } from "./tokens.ts";

/** The addresses of a table's value or of an alias, in internal (unquoted) form. */
export function addressesOf(value: string): readonly string[] {
  return parseAddresses(value).map((tokens) => internalForm(tokens, false));
}
