import { parseAddresses } from "../address/parse.ts";
import { quoteLocal, unquoteLocal } from "../address/quote.ts";
import { internalForm } from "../address/tokens.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import { type AddressContext, findAddress, type KeyForms } from "./find-address.ts";

/** What a table makes of an address: undefined when it has no entry. Addresses are in unquoted form. */
export type Mapped =
  | { readonly kind: "mapped"; readonly addresses: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly reason: string };

export interface MapOptions {
  readonly forms: KeyForms;
  /** Put the extension that the key did not hold into each result (propagate_unmatched_extensions). */
  readonly propagate: boolean;
  /** Brings each result into user@domain form. */
  readonly canonical: (quoted: string) => string;
}

/**
 * One lookup of canonical(5), virtual(5) or generic(5): the result is a list of addresses; `@domain` keeps the local
 * part; results are canonicalised (src/global/mail_addr_map.c).
 */
export function mapAddress(
  maps: MapList,
  address: string,
  context: AddressContext,
  options: MapOptions,
  note?: NoteLookup,
): Mapped {
  const { answer, extension } = findAddress(maps, address, context, options.forms, note);
  if (answer.kind !== "found") return answer;
  let text = answer.value;
  if (text.startsWith("@")) {
    const at = address.lastIndexOf("@");
    const local = at === -1 ? address : address.slice(0, at);
    text = quoteLocal(local.slice(0, local.length - extension.length) + text);
  }
  if (text === "<>") text = '""';
  const addresses = parseAddresses(text).map((tokens) => {
    const canonical = unquoteLocal(options.canonical(quoteLocal(internalForm(tokens, false))));
    return options.propagate ? withExtension(canonical, extension) : canonical;
  });
  return addresses.length === 0
    ? { kind: "failed", reason: `${maps.parameter} has the result "${answer.value}", which is no address` }
    : { kind: "mapped", addresses };
}

/** `user@domain` with `+ext` put before the `@`. */
export function withExtension(address: string, extension: string): string {
  if (extension === "") return address;
  const at = address.lastIndexOf("@");
  return at === -1 ? address + extension : address.slice(0, at) + extension + address.slice(at);
}
