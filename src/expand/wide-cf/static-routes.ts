import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../source/source-file.ts";
import { lineSpan } from "../../source/source-file.ts";
import { domainIn } from "./lists.ts";
import { readNextHop, type WideNextHop } from "./next-hop.ts";

/** A domain, with what is below it, and where its mail goes. */
export interface StaticRoute {
  readonly domain: string;
  readonly hop: WideNextHop;
  readonly at: Span;
}

export interface StaticRoutes {
  readonly path: string;
  readonly routes: readonly StaticRoute[];
  readonly broken: readonly { readonly at: Span; readonly reason: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The file of STATIC_ROUTE_FILE. No text about its form could be read: `GW mailer:[host]` for the `DOM domain` lines below
 * it, `DOM domain mailer:host`, and `domain mailer:host` are taken; any other line is an error that names its place.
 */
export function readStaticRoutes(file: SourceFile): StaticRoutes {
  const routes: StaticRoute[] = [];
  const broken: { at: Span; reason: string }[] = [];
  let gateway: WideNextHop | undefined;
  const seen = new Set<string>();
  for (const [index, line] of file.text.split(/\r?\n/).entries()) {
    const words = line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "");
    if (words.length === 0) continue;
    const at = lineSpan(file.path, index + 1, 1, line.length + 1);
    const fail = (reason: string): void => void broken.push({ at, reason });
    if (words[0] === "GW") {
      gateway = words.length === 2 ? readNextHop(words[1] ?? "") : undefined;
      if (!gateway) fail("a gateway is written GW mailer:[host]");
      continue;
    }
    const named = words[0] === "DOM";
    const [name = "", target, ...more] = named ? words.slice(1) : words;
    const domain = domainIn(name);
    const hop = target === undefined ? (named ? gateway : undefined) : oneLineHop(target);
    if (domain === undefined) fail(name === "" ? "a domain is missing" : `${name} is no domain`);
    else if (!hop || more.length > 0) {
      fail(named && target === undefined ? "no GW line stands above it" : "a domain is followed by one mailer:host");
    } else if (seen.has(domain)) fail(`${domain} has a route above`);
    else {
      seen.add(domain);
      routes.push({ domain, hop, at });
    }
  }
  const diagnostics = broken.map(({ at, reason }) =>
    diagnose("WC1021", at, `This route is not understood: ${reason}.`),
  );
  return { path: file.path, routes, broken, diagnostics };
}

/** In one line the mailer must be named: a bare word could be anything. */
function oneLineHop(text: string): WideNextHop | undefined {
  return text.includes(":") ? readNextHop(text) : undefined;
}
