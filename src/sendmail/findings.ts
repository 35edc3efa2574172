import type { Span } from "../source/source-file.ts";
import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import { mailerFlagMeaning } from "./catalogue/mailer-flags.ts";
import type { MailerSymbol, SendmailConfig } from "./config.ts";
import { type ReaderState, report } from "./reader-state.ts";
import { findRuleset } from "./ruleset-book.ts";

/** Maps that sendmail makes itself when the file does not (conf.c inithostmaps(), alias.c). */
const OWN_MAPS = new Set(["host", "aliases", "aliases.files", "users", "users.files"]);

/** Mailers that sendmail has without an M line (conf.c initmailers) or knows by name (parseaddr.c buildaddr()). */
const OWN_MAILERS = new Set(["error", "discard", "prog", "*file*", "*include*"]);

/** Names that are used and never defined: what fails only when mail arrives. */
export function reportUse(state: ReaderState, config: SendmailConfig): void {
  reportRules(state, config);
  for (const mailer of config.mailers.values()) reportMailer(state, config, mailer);
  if (config.mailers.size > 0 && !config.mailers.has("local")) {
    report(
      state,
      "CF1039",
      config.mailers.values().next().value?.line.span,
      "there is no mailer `local`: sendmail does not start",
    );
  }
  reportFilters(state, config);
}

function reportRules(state: ReaderState, config: SendmailConfig): void {
  const told = new Set<string>();
  const once = (key: string, tell: () => void): void => {
    if (told.has(key)) return;
    told.add(key);
    tell();
  };
  for (const set of config.rulesets) {
    for (const rule of set.rules) {
      for (const [called, at] of calledRulesets(rule)) {
        if (findRuleset(state.rulesets, called)) continue;
        once(`S ${called}`, () => report(state, "CF1082", at, `no S line defines ruleset ${called}`));
      }
      for (const [map, at] of lookedUpMaps(rule)) {
        if (config.maps.has(map.toLowerCase()) || OWN_MAPS.has(map.toLowerCase())) continue;
        once(`K ${map}`, () =>
          report(state, "CF1064", at, `no K line defines the map ${map}: lookups in it find nothing`),
        );
      }
      for (const [mailer, at] of chosenMailers(rule)) {
        if (config.mailers.has(mailer.toLowerCase()) || OWN_MAILERS.has(mailer.toLowerCase())) continue;
        once(`M ${mailer}`, () => report(state, "CF1083", at, `no M line defines the mailer ${mailer}`));
      }
    }
  }
}

type Named = readonly [name: string, at: Span];

function calledRulesets(rule: RuleLine): readonly Named[] {
  return rule.rhsTokens.flatMap((token): Named[] =>
    token.kind === "call" && token.name !== undefined ? [[token.name, token.span]] : [],
  );
}

/** `$(name key$)`: the word after the mark, up to a blank. A name made of macros cannot be told. */
function lookedUpMaps(rule: RuleLine): readonly Named[] {
  return wordAfter(rule, "map-begin", /^[A-Za-z0-9][A-Za-z0-9_.]*/);
}

/**
 * `$#name $@ host $: user`. A triple without a user, or with a name in capitals, is no mailer but a signal between
 * rulesets: the m4 library writes `$# RELAYAUTH` and `$#TEMP $@ 4.3.0 $: ...`.
 */
function chosenMailers(rule: RuleLine): readonly Named[] {
  if (!rule.rhsTokens.some((token) => token.kind === "colon")) return [];
  return wordAfter(rule, "mailer", /^[A-Za-z0-9*][A-Za-z0-9_.*-]*/).filter(([name]) => name !== name.toUpperCase());
}

function wordAfter(rule: RuleLine, kind: "map-begin" | "mailer", pattern: RegExp): readonly Named[] {
  return rule.rhsTokens.flatMap((token, index): Named[] => {
    if (token.kind !== kind) return [];
    const next = rule.rhsTokens[index + 1]?.kind === "blank" ? index + 2 : index + 1;
    const word = rule.rhsTokens[next];
    const after = rule.rhsTokens[next + 1];
    const name = word?.kind === "text" ? pattern.exec(word.text)?.[0] : undefined;
    const goesOn = name?.length === word?.text.length && after !== undefined && isNamePart(after.kind);
    return word && name !== undefined && !goesOn ? [[name, word.span]] : [];
  });
}

function isNamePart(kind: string): boolean {
  return kind === "macro" || kind === "deferred-macro" || kind === "positional" || kind === "dollar";
}

function reportMailer(state: ReaderState, config: SendmailConfig, mailer: MailerSymbol): void {
  for (const field of ["S", "R"]) {
    const equate = mailer.equates.get(field);
    for (const called of equate?.munched.split("/") ?? []) {
      const name = called.trim();
      // 0 stands for no rewriting (op.me, "Special rewriting sets").
      if (name === "" || name === "0" || findRuleset(state.rulesets, name)) continue;
      const message = `mailer ${mailer.name}: no S line defines ruleset ${name}`;
      report(state, "CF1082", equate?.value.span, message, { severity: "info" });
    }
  }
  const flags = mailer.equates.get("F");
  const byHeaders = new Set(config.headers.flatMap((header) => [...(header.flags ?? "")]));
  for (const letter of new Set(flags?.munched.replace(/\s/g, "") ?? "")) {
    if (mailerFlagMeaning(letter) !== undefined || byHeaders.has(letter)) continue;
    report(state, "CF1033", flags?.value.span, `mailer ${mailer.name}: the flag ${letter} means nothing to sendmail`);
  }
}

/** `O InputMailFilters=name`: each needs its X line (milter.c milter_config()). */
function reportFilters(state: ReaderState, config: SendmailConfig): void {
  const option = config.options.get("InputMailFilters");
  const known = new Set(config.milters.map((milter) => milter.name.toLowerCase()));
  for (const name of option?.value.split(/[\s,;]+/) ?? []) {
    if (name === "" || known.has(name.toLowerCase())) continue;
    report(state, "CF1084", option?.settings.at(-1)?.span, `no X line defines the filter ${name}`);
  }
}
