import { type ExtensionRule, stripExtension } from "../address/extension.ts";
import { quoteLocal } from "../address/quote.ts";
import type { MapList, NoteLookup } from "../tables/maps.ts";
import type { Answer } from "../tables/table.ts";

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
  const ask = (key: string, partial: boolean, withDomain: boolean): Answer => {
    const quoted = quoteLocal(key, !withDomain);
    const answer = maps.find(quoted, partial, note);
    return answer.kind === "none" && forms.unquotedToo && quoted !== key ? maps.find(key, partial, note) : answer;
  };
  const stripped = forms.withoutExtension ? stripExtension(address, context.extension) : undefined;
  const extension = stripped?.extension ?? "";
  const none: AddressAnswer = { answer: { kind: "none" }, extension: "" };

  let answer = ask(address, false, true);
  if (answer.kind !== "none") return { answer, extension: "" };
  if (stripped) {
    answer = ask(stripped.bare, true, true);
    if (answer.kind !== "none") return { answer, extension };
  }
  const at = address.lastIndexOf("@");
  if (at === -1) return none;
  const domain = address.slice(at + 1);
  if (forms.localPart) {
    const isLocal = domain.toLowerCase() === context.myorigin.toLowerCase() || context.isLocalDomain(domain);
    if (isLocal === "failed")
      return { answer: { kind: "failed", reason: "mydestination lookup failed" }, extension: "" };
    if (isLocal) {
      answer = ask(address.slice(0, at), true, false);
      if (answer.kind !== "none") return { answer, extension: "" };
      if (stripped) {
        answer = ask(stripped.bare.slice(0, stripped.bare.lastIndexOf("@")), true, false);
        if (answer.kind !== "none") return { answer, extension };
      }
    }
  }
  if (forms.atDomain) {
    answer = maps.find(address.slice(at), true, note);
    if (answer.kind !== "none") return { answer, extension: "" };
  }
  if (forms.domain === "no") return none;
  for (const key of domainKeys(domain, forms.domain === "dotted-parents")) {
    answer = maps.find(key, true, note);
    if (answer.kind !== "none") return { answer, extension: "" };
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
