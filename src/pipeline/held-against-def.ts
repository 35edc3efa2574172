import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { WideFacts } from "../expand/wide-cf/facts.ts";
import type { WideExpansion } from "../expand/wide-cf.ts";
import type { LiftContext } from "../lift/context.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { readSendmailConfig } from "../sendmail/read-config.ts";
import { compileRulesets, type RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { LocatedSource } from "../source/locate.ts";
import { readLocated } from "../source/locate.ts";
import type { Span } from "../source/source-file.ts";
import { parseCf } from "../syntax/sendmail-cf/parse.ts";
import { expandDefSource } from "./def-source.ts";

/** Differences that are told one by one. */
const shownDifferences = 10;

/**
 * Whether WIDE CF generated a sendmail.cf: its version in `DZ` ends in W, or the helper ruleset CheckDebug is there
 * (notes on testing CF's check rules; Received: lines of such hosts). The version, where it says one.
 */
function wideCfVersion(config: SendmailConfig): { readonly version: string | undefined } | undefined {
  const version = /(?:^|\/)(\d\.\d+W\S*)/.exec(config.macros.get("Z")?.value ?? "")?.[1];
  const helper = config.rulesets.some(({ name }) => name === "CheckDebug");
  return version !== undefined || helper ? { version } : undefined;
}

/** `, WIDE CF 3.7W` for a title; empty for any other file. */
export function generatedBy(config: SendmailConfig): string {
  const generated = wideCfVersion(config);
  return generated ? `, WIDE CF${generated.version === undefined ? "" : ` ${generated.version}`}` : "";
}

/**
 * A generated sendmail.cf and its definition, held against each other: both are asked the same questions, made from the
 * definition. What runs is the sendmail.cf; where the two differ, one of them was changed later.
 */
export function heldAgainstDef(
  source: LocatedSource,
  { config, site }: LiftContext,
  facts: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const generated = wideCfVersion(config);
  if (!generated || source.main.kind !== "cf") return [];
  const by = generated.version === undefined ? "WIDE CF" : `WIDE CF ${generated.version}`;
  const first = config.directives[0]?.span;
  const recognised = diagnose("WC1040", first, `${by} generated this file: it is converted by what its rules do.`);
  const located = source.others.find(({ kind }) => kind === "def");
  const text = located ? readLocated(located) : undefined;
  if (!located || !text?.ok) return [recognised];
  const expansion = expandDefSource({ ...source, main: located }, text.file, facts);
  const ofDef = readSendmailConfig(parseCf(expansion.cf).ast, site, config.facts);
  const pair = { cf: compileRulesets(config, site), def: compileRulesets(ofDef.config, site) };
  return [recognised, ...differences(pair, expansion, ofDef.config.macros.get("j")?.value, config)];
}

function differences(
  pair: { readonly cf: RulesetEngine; readonly def: RulesetEngine },
  { facts }: WideExpansion,
  nameInDef: string | undefined,
  config: SendmailConfig,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const tell = (variable: string, message: string): void => {
    found.push(diagnose("WC1041", placeOf(facts, variable), message));
  };
  const nameInCf = config.macros.get("j")?.value;
  if (nameInCf !== undefined && nameInCf.toLowerCase() !== nameInDef?.toLowerCase()) {
    tell("OFFICIAL_NAME", `The host is ${nameInCf} in the sendmail.cf and ${nameInDef} in the definition.`);
  }
  for (const { address, variable } of questions(facts)) {
    const [now, meant] = [endOf(pair.cf, address), endOf(pair.def, address)];
    if (now !== meant) tell(variable, `${address}: ${now} in the sendmail.cf, ${meant} in the definition.`);
  }
  for (const { client, variable } of clients(facts)) {
    const [now, meant] = [answerTo(pair.cf, client), answerTo(pair.def, client)];
    if (now !== meant) tell(variable, `Relaying for ${client}: ${now} in the sendmail.cf, ${meant} in the definition.`);
  }
  const more = found.length - shownDifferences;
  if (more <= 0) return found;
  return [
    ...found.slice(0, shownDifferences),
    diagnose("WC1041", placeOf(facts, "CF_TYPE"), `${more} more questions are answered differently.`),
  ];
}

function placeOf({ definition }: WideFacts, variable: string): Span {
  const file = definition.file.source.path;
  return definition.settings.get(variable)?.assignment.span ?? { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

interface Question {
  readonly address: string;
  readonly variable: string;
}

/** One recipient for each thing that a definition says of domains. */
function questions(facts: WideFacts): readonly Question[] {
  const at = (variable: string, domain: string): Question => ({ address: `postmaster@${domain}`, variable });
  const direct = typeof facts.direct === "object" ? facts.direct : [];
  return [
    at("MY_NAME", facts.names.official),
    at("MY_DOMAIN", facts.names.domain),
    ...facts.aliases.map(({ text }) => at("MY_ALIAS", text)),
    ...direct.map(({ text }) => at("DIRECT_DELIVER_DOMAINS", text)),
    ...(facts.staticRoutes?.routes ?? []).map(({ domain }) => at("STATIC_ROUTE_FILE", domain)),
    ...facts.userTables.filter(({ domain }) => domain !== "local").map(({ domain }) => at("USERTABLE_MAPS", domain)),
    at("DEFAULT_RELAY", "elsewhere.invalid"),
  ];
}

function clients({ checks }: WideFacts): readonly { readonly client: string; readonly variable: string }[] {
  const inside = (prefix: string): string => [...prefix.split("."), "1", "1", "1"].slice(0, 4).join(".");
  return [
    ...checks.localHosts.networks.map(({ text }) => ({ client: inside(text), variable: "LOCAL_HOST_IPADDR" })),
    ...checks.clientHosts.networks.map(({ text }) => ({ client: inside(text), variable: "CLIENT_HOST_IPADDR" })),
    { client: "192.0.2.99", variable: "MAIL_RELAY_RESTRICTION" },
  ];
}

/** `local`, or the mailer's host: names of mailers are each file's own. */
function endOf(engine: RulesetEngine, address: string): string {
  const { mailer, host, error } = engine.resolve(address);
  if (error || mailer === undefined) return "refused";
  const named = host?.toLowerCase().replace(/\.$/, "");
  return named === undefined || named === "" ? mailer.toLowerCase() : `by ${named}`;
}

function answerTo(engine: RulesetEngine, address: string): string {
  const client = { name: undefined, address };
  const { decision } = engine.decide({ client, sender: "a@elsewhere.invalid", recipient: "b@elsewhere.invalid" });
  return decision.kind === "accept" ? "permitted" : "refused";
}
