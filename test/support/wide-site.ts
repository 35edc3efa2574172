import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WideExpansion } from "../../src/expand/wide-cf.ts";
import { emittedFiles } from "../../src/pipeline/emitted-files.ts";
import { readPostfixDirectory } from "../../src/postfix/read/directory.ts";
import { createResolver, type Resolver } from "../../src/postfix/resolve/resolver.ts";
import { createDecider, type Decider } from "../../src/postfix/restrictions/decide.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { compileRulesets, type RulesetEngine } from "../../src/sendmail/ruleset/engine.ts";
import { openSite, type Site } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { type ReadDefinition, readWide } from "./wide-cf.ts";

/** A fixture definition on both sides: the cf that it stands for, and the Postfix configuration. */
export interface WideSite {
  readonly root: string;
  readonly hostname: string;
  readonly expansion: WideExpansion;
  readonly engine: RulesetEngine;
  readonly read: ReadDefinition;
  readonly resolver: Resolver;
  readonly decider: Decider;
}

/** Opens fixtures/wide/NAME. Every name exists in its DNS. */
export function openWideSite(name: string): WideSite {
  const root = new URL(`../../fixtures/wide/${name}/root`, import.meta.url).pathname;
  const site = besideDefinition(openSite(root));
  const text = readFileSync(join(root, "etc/mail/sendmail.def"), "latin1");
  const read = readWide(text, site);
  const { expansion } = read;
  const hostname = expansion.facts.names.official;
  const facts = { hostname, hostnameAssumed: false, other: new Map<string, string>() };
  const { config } = readSendmailConfig(parseCf(expansion.cf).ast, site, facts);
  const files = emittedFiles(read.translation.config, "hash", site);
  const resolver = createResolver(readPostfixDirectory(files, { version: "3.7", host: { hostname } }));
  const dns = { lookup: () => ({ kind: "found" as const, values: ["192.0.2.1"] }) };
  return {
    root,
    hostname,
    expansion,
    engine: compileRulesets(config, site),
    read,
    resolver,
    decider: createDecider(resolver, { dns }),
  };
}

/** Relative names are looked for in etc/mail, where the definition lies. */
function besideDefinition(site: Site): Site {
  return { ...site, read: (path) => site.read(path.startsWith("/") ? path : `/etc/mail/${path}`) };
}
