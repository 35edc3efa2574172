import { type ExtensionRule, stripExtension } from "../address/extension.ts";
import { quoteLocal } from "../address/quote.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import { type Answer, none } from "../tables/table.ts";

/** What looking up an address needs to know of the host. */
export interface AddressContext {
  readonly extension: ExtensionRule;
  readonly myorigin: string;
  /** Whether a domain is this host's own (mydestination, own addresses); "failed" when that cannot be told. */
  isLocalDomain(domain: string): boolean | "failed";
}

/** Which keys are tried after the whole address; each table kind's manual gives its own order. */
export interface KeyForms {
  /** user@domain of user+ext@domain. */
  readonly withoutExtension: boolean;
  /** `user+ext`, `user` when the domain is $myorigin or local. */
  readonly localPart: boolean;
  /** `@domain`. */
  readonly atDomain: boolean;
  /** `domain`, and its parents: as `parent` or as `.parent`. */
  readonly domain: "no" | "parents" | "dotted-parents";
  /** Try the unquoted form too when the quoted one has no answer (since 3.2, for older tables). */
  readonly unquotedToo: boolean;
}

/** virtual(5), canonical(5) and most others. */
export const usualKeys: KeyForms = {
  withoutExtension: true,
  localPart: true,
  atDomain: true,
  domain: "no",
  unquotedToo: true,
};

export interface AddressAnswer {
  readonly answer: Answer;
  /** The extension (`+ext`) that the key did not hold. */
  readonly extension: string;
}

/**
 * Looks an address (in unquoted form) up with its less and less exact keys: user+ext@domain, user@domain, user+ext,
 * user, @domain, domain, .parent (Postfix src/global/mail_addr_find.c). Keys are asked in quoted form.
 */
export function findAddress(
  maps: MapList,
  address: string,
  context: AddressContext,
  forms: KeyForms,
  note?: NoteLookup,
): AddressAnswer {
  if (maps.tables.length === 0) return nothing;
  const both = forms.unquotedToo;
  let answer = ask(maps, address, false, false, both, note);
  if (answer.kind !== "none") return { answer, extension: "" };
  const stripped = forms.withoutExtension ? stripExtension(address, context.extension) : undefined;
  const extension = stripped?.extension ?? "";
  if (stripped) {
    answer = ask(maps, stripped.bare, true, false, both, note);
    if (answer.kind !== "none") return { answer, extension };
  }
  const at = address.lastIndexOf("@");
  if (at === -1) return nothing;
  const domain = address.slice(at + 1);
  if (forms.localPart) {
    const isLocal = sameText(domain, context.myorigin) || context.isLocalDomain(domain);
    if (isLocal === "failed") {
      return { answer: { kind: "failed", reason: "mydestination lookup failed" }, extension: "" };
    }
    if (isLocal) {
      answer = ask(maps, address.slice(0, at), true, true, both, note);
      if (answer.kind !== "none") return { answer, extension: "" };
      if (stripped) {
        answer = ask(maps, stripped.bare.slice(0, stripped.bare.lastIndexOf("@")), true, true, both, note);
        if (answer.kind !== "none") return { answer, extension };
      }
    }
  }
  if (forms.atDomain) {
    answer = maps.find(address.slice(at), true, note);
    if (answer.kind !== "none") return { answer, extension: "" };
  }
  if (forms.domain === "no") return nothing;
  answer = findDomain(maps, domain, forms.domain === "dotted-parents", note);
  return answer.kind === "none" ? nothing : { answer, extension: "" };
}

const nothing: AddressAnswer = { answer: none, extension: "" };

function sameText(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase());
}

/** A key in quoted form, then as it is where the two differ. `bare`: it is a local part only. */
function ask(
  maps: MapList,
  key: string,
  partial: boolean,
  bare: boolean,
  unquotedToo: boolean,
  note: NoteLookup | undefined,
): Answer {
  const quoted = quoteLocal(key, bare);
  const answer = maps.find(quoted, partial, note);
  return answer.kind === "none" && unquotedToo && quoted !== key ? maps.find(key, partial, note) : answer;
}

/** Asks for `a.b.c`, `b.c`, `c`, or `a.b.c`, `.b.c`, `.c`. */
export function findDomain(maps: MapList, domain: string, dotted: boolean, note?: NoteLookup): Answer {
  for (let key = domain; key !== ""; ) {
    const answer = maps.find(key, true, note);
    if (answer.kind !== "none") return answer;
    const dot = key.indexOf(".", 1);
    if (dot === -1) return none;
    key = key.slice(dotted ? dot : dot + 1);
  }
  return none;
}

/** `a.b.c`, `b.c`, `c`, or `a.b.c`, `.b.c`, `.c`. */
export function* domainKeys(domain: string, dotted: boolean): Generator<string> {
  let key = domain;
  while (key !== "") {
    yield key;
    const dot = key.indexOf(".", 1);
    if (dot === -1) return;
    key = key.slice(dotted ? dot : dot + 1);
  }
}
