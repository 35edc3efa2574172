import type { Claim } from "../../src/diagnostics/disposition.ts";
import { expandWideCf, type WideExpansion } from "../../src/expand/wide-cf.ts";
import { liftPolicy } from "../../src/lift/index.ts";
import { liftDefinition } from "../../src/lift/wide-cf.ts";
import type { MailPolicy } from "../../src/model/policy.ts";
import { machineFacts } from "../../src/sendmail/machine-facts.ts";
import { readSendmailConfig } from "../../src/sendmail/read-config.ts";
import { openSite, type Site } from "../../src/source/site.ts";
import { parseCf } from "../../src/syntax/sendmail-cf/parse.ts";
import { type Translation, translatePolicy } from "../../src/translate/index.ts";

/** A definition, carried through to its Postfix configuration. */
export interface ReadDefinition {
  readonly expansion: WideExpansion;
  readonly policy: MailPolicy;
  readonly claims: readonly Claim[];
  readonly translation: Translation;
}

/** Reads `text` as site.def of the machine gate.example.jp; files it names are looked for in `site`. */
export function readWide(text: string, site: Site = openSite("/nonexistent")): ReadDefinition {
  const expansion = expandWideCf({ path: "site.def", text }, { hostname: "gate.example.jp", read: site.read });
  const facts = machineFacts(new Map([["hostname", expansion.facts.names.official]]), site);
  const { config } = readSendmailConfig(parseCf(expansion.symbols).ast, site, facts);
  const base = liftPolicy({ config, site });
  const lifted = liftDefinition(base.value, expansion.facts, site);
  const translation = translatePolicy(lifted.value, { version: "3.7", mapType: "hash", mailbox: undefined });
  return {
    expansion: { ...expansion, diagnostics: [...expansion.diagnostics, ...lifted.diagnostics] },
    policy: lifted.value,
    claims: lifted.claims,
    translation,
  };
}

/** A parameter of the configuration; undefined where Postfix's default holds. */
export function parameterOf({ translation }: ReadDefinition, name: string): string | undefined {
  return translation.config.parameters.find((one) => one.name === name)?.value;
}

/** A table's rows as `key value` lines. */
export function tableOf({ translation }: ReadDefinition, name: string): readonly string[] | undefined {
  const table = translation.config.tables.find((one) => one.name === name);
  return table && [...table.rows()].map(({ key, value }) => `${key} ${value}`);
}
