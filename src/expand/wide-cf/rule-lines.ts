import type { CfLines } from "./cf-lines.ts";
import { addCheckRules } from "./check-lines.ts";
import type { WideFacts } from "./facts.ts";
import type { ListEntry } from "./lists.ts";
import type { WideNextHop } from "./next-hop.ts";

/**
 * The rewriting rules that give a definition its meaning: steps of rulesets 3, 0 and 4 as op.me section 5.1 describes them,
 * and what each variable of CF is said to do. CF's own rules could not be read; these are ours.
 */
export function addRuleLines(lines: CfLines, facts: WideFacts): void {
  addClasses(lines, facts);
  addCanonify(lines, facts);
  if (facts.definition.type.kind === "null") addNullRouting(lines, facts);
  else addRouting(lines, facts);
  addSenders(lines, facts);
  addCheckRules(lines, facts);
}

/** Rules with `→` for the tab between their sides. */
function rules(lines: CfLines, text: string, ...variables: readonly string[]): void {
  lines.add(text.trim().replaceAll("→", "\t"), ...variables);
}

function addClasses(lines: CfLines, facts: WideFacts): void {
  facts.userTables.forEach((table, index) => {
    lines.add(`Kusers${index} hash -o ${table.path}`, "USERTABLE_MAPS");
    if (table.domain !== "local") lines.add(`C{UserTable}${table.domain}`, "USERTABLE_MAPS");
  });
  for (const { text } of shownAliases(facts)) lines.add(`C{AliasName}${text}`, "MY_ALIAS", "ALIAS_REWRITE");
  for (const { text } of facts.genericFrom) lines.add(`C{Generic}${text}`, "REWRITE_GENERIC_FROM");
}

/** Names of MY_ALIAS that give way to the official one: not those that local senders are shown with. */
export function shownAliases({ aliases, names, fromDomain, rewritesAliases }: WideFacts): readonly ListEntry[] {
  return rewritesAliases ? aliases.filter(({ text }) => text !== names.official && text !== fromDomain) : [];
}

function addCanonify(lines: CfLines, facts: WideFacts): void {
  rules(
    lines,
    `
S3
R$@→$@ <@>
R$*→$: $1 <@>
R$* < $* > $* <@>→$: $1 < $2 > $3
R@ $* <@>→$: @ $1
R$* <@>→$: $1
R<>→$@ <@>
R$* < $* > $*→$2
R@ $+ : $+→$2
R$+ @ $+→$: $1 < @ $2 >
R$+ < $+ @ $+ >→$1 $2 < @ $3 >
R$+ < @ $+ >→$@ $>96 $1 < @ $2 >
R$*→$@ $>96 $1
S96`,
  );
  if (facts.names.domain !== "") rules(lines, "R$* < @ $- > $*→$: $1 < @ $2 . $m > $3", "MY_DOMAIN");
  if (!facts.acceptsOfficial) rules(lines, "R$* < @ $j > $*→$@ $1 < @ $j > $2", "ACCEPT_OFFICIAL");
  rules(lines, "R$* < @ $=w > $*→$: $1 < @ $2 . > $3");
  if (facts.userTables.length > 0) rules(lines, "R$* < @ $={UserTable} > $*→$: $1 < @ $2 . > $3", "USERTABLE_MAPS");
  for (const { text } of facts.acceptedBelow) {
    rules(lines, `R$* < @ $+ . ${text} > $*→$: $1 < @ $2 . ${text} . > $3`, "ACCEPT_LOWER");
  }
  rules(
    lines,
    `
R$* < @ $* . . > $*→$1 < @ $2 . > $3
S4
R$+ :; <@>→$@ $1 :
R$* <@>→$@
R$* < @ $+ . > $*→$1 < @ $2 > $3
R$* < $+ > $*→$1 $2 $3
R@ $+ : @ $+ : $+→@ $1 , @ $2 : $3
S97
R$*→$: $>3 $1
R$*→$@ $>0 $1`,
  );
}

/** Everything goes to the hub; names without a domain are this host's. */
function addNullRouting(lines: CfLines, { defaultRelay }: WideFacts): void {
  rules(lines, "S0\nR<@>→$#local $: <@>");
  if (defaultRelay) {
    const hub = `$#smtp $@ ${defaultRelay.host}`;
    const text = `R$* < @ $+ > $*→${hub} $: $1 < @ $2 > $3\nR$+→${hub} $: $1 < @ $j >`;
    rules(lines, text, "DEFAULT_RELAY", "CF_TYPE");
  } else rules(lines, 'R$*→$#error $@ 5.3.5 $: "554 No hub is known"', "CF_TYPE");
  lines.add("S5");
}

function addRouting(lines: CfLines, facts: WideFacts): void {
  rules(
    lines,
    `
S0
R<@>→$#local $: <@>
R$* : $* ; <@>→$#error $@ 5.1.3 $: "553 List:; syntax illegal for recipient addresses"
R$+ <@>→$#error $@ 5.1.3 $: "553 Hostname required"`,
  );
  for (const { text } of facts.acceptedAddresses) {
    const [user = "", domain = ""] = text.toLowerCase().split("@");
    rules(lines, `R${user} < @ ${domain} $* >→$#local $: ${user}`, "ACCEPT_ADDRS");
  }
  for (const [index, table] of facts.userTables.entries()) addUserTable(lines, table, index);
  rules(lines, "R$+ < @ $=w . >→$#local $: $1");
  for (const { text } of facts.acceptedBelow) rules(lines, `R$+ < @ $* . ${text} . >→$#local $: $1`, "ACCEPT_LOWER");
  rules(lines, "R$* < @ $* . > $*→$: $1 < @ $2 > $3");
  for (const route of domainRoutes(facts)) {
    const hop = route.hop?.host ?? "$2";
    rules(
      lines,
      `R$* < @ ${route.domain} > $*→$#smtp $@ ${route.hop?.host ?? route.domain} $: $1 < @ ${route.domain} > $2`,
      route.variable,
    );
    rules(
      lines,
      `R$* < @ $+ . ${route.domain} > $*→$#smtp $@ ${hop === "$2" ? `$2 . ${route.domain}` : hop} $: $1 < @ $2 . ${route.domain} > $3`,
      route.variable,
    );
  }
  if (facts.defaultRelay && facts.direct !== "all") {
    rules(lines, `R$* < @ $+ > $*→$#smtp $@ ${facts.defaultRelay.host} $: $1 < @ $2 > $3`, "DEFAULT_RELAY");
  }
  rules(lines, "R$* < @ $+ > $*→$#smtp $@ $2 $: $1 < @ $2 > $3\nR$+→$#local $: $1");
  lines.add("S5");
  for (const [index, table] of facts.userTables.entries()) addLocalTable(lines, table, index);
}

/** The names that a user table answers in turn: the user, then both spellings of "everybody else". */
const restKeys = ["*:maildrop", ":default:maildrop"];

function addUserTable(lines: CfLines, { domain, closed }: WideFacts["userTables"][number], index: number): void {
  if (domain === "local") return;
  const map = `users${index}`;
  const here = `< @ ${domain} . >`;
  rules(lines, `R$+ ${here}→$: < $(${map} $1:maildrop $: @ $) > $1 ${here}`, "USERTABLE_MAPS");
  for (const key of restKeys) {
    rules(lines, `R< @ > $+ ${here}→$: < $(${map} ${key} $@ $1 $: @ $) > $1 ${here}`, "USERTABLE_MAPS");
  }
  const absent = closed ? '$#error $@ 5.1.1 $: "550 User unknown"' : `$: $1 ${here}`;
  rules(lines, `R< @ > $+ ${here}→${absent}\nR< $+ > $+ ${here}→$@ $>97 $1`, "USERTABLE_MAPS");
}

/** The pseudo domain `local`: this host's own users, after aliases. */
function addLocalTable(lines: CfLines, { domain }: WideFacts["userTables"][number], index: number): void {
  if (domain !== "local") return;
  const map = `users${index}`;
  rules(lines, `R$+→$: < $(${map} $1:maildrop $: @ $) > $1\nR< @ > $+→$@ $1\nR< $+ > $+→$@ $>97 $1`, "USERTABLE_MAPS");
}

interface DomainRoute {
  readonly domain: string;
  /** Undefined: the domain's own exchangers. */
  readonly hop: WideNextHop | undefined;
  readonly variable: string;
}

/** Static routes and direct domains, the longest name first; of the same name the static route counts. */
function domainRoutes({ staticRoutes, direct, defaultRelay }: WideFacts): readonly DomainRoute[] {
  const routes: DomainRoute[] = (staticRoutes?.routes ?? []).map(({ domain, hop }) => ({
    domain,
    hop,
    variable: "STATIC_ROUTE_FILE",
  }));
  const names = new Set(routes.map(({ domain }) => domain));
  if (direct !== undefined && typeof direct !== "string" && defaultRelay) {
    for (const { text } of direct) {
      if (!names.has(text)) routes.push({ domain: text, hop: undefined, variable: "DIRECT_DELIVER_DOMAINS" });
    }
  }
  return routes.sort((a, b) => b.domain.split(".").length - a.domain.split(".").length);
}

/** What header recipients without a domain are shown with: FROM_ADDRESS where its users are those of this host. */
function addRecipientHome(lines: CfLines, { fromDomain }: WideFacts): void {
  if (fromDomain !== undefined) {
    rules(lines, `R$+→$: < ${fromDomain} > $1\nR< $=w > $+→$@ $>95 $2 < @ $1 . >\nR< $* > $+→$: $2`, "FROM_ADDRESS");
  }
  rules(lines, "R$+→$@ $>95 $1 < @ $j . >");
}

/** Senders and header recipients: 93 header sender, 94 envelope sender, 95 header recipient. */
function addSenders(lines: CfLines, facts: WideFacts): void {
  const { fromDomain, genericFrom } = facts;
  const shown = fromDomain ?? "$j";
  const tables = facts.userTables.flatMap((table, index) => (table.domain === "local" ? [] : [{ ...table, index }]));
  const addMailnames = (): void => {
    for (const { domain, index } of tables) {
      const here = `< @ ${domain} . >`;
      rules(
        lines,
        `R$+ ${here}→$: < $(users${index} $1:mailname $: @ $) > $1 ${here}\nR< @ > $+ ${here}→$: $1 ${here}`,
        "USERTABLE_MAPS",
      );
    }
    if (tables.length > 0) rules(lines, "R< $+ @ $+ > $*→$@ $1 < @ $2 . >", "USERTABLE_MAPS");
  };
  const addFrom = (): void => {
    if (fromDomain !== undefined) rules(lines, `R$+ < @ $j . >→$: $1 < @ ${shown} . >`, "FROM_ADDRESS");
    if (fromDomain !== undefined) rules(lines, `R$+ < @ $j >→$: $1 < @ ${shown} . >`, "FROM_ADDRESS");
    for (const { text } of genericFrom) {
      rules(
        lines,
        `R$+ < @ ${text} $* >→$: $1 < @ ${shown} . >\nR$+ < @ $* . ${text} $* >→$: $1 < @ ${shown} . >`,
        "REWRITE_GENERIC_FROM",
      );
    }
  };
  const aliases = shownAliases(facts).length > 0;
  const aliasRule = "R$+ < @ $={AliasName} . >→$: $1 < @ $j . >";
  lines.add("S93");
  addMailnames();
  if (aliases) rules(lines, aliasRule, "ALIAS_REWRITE");
  addFrom();
  lines.add("S94");
  addMailnames();
  addFrom();
  lines.add("S95");
  if (aliases) rules(lines, aliasRule, "ALIAS_REWRITE");
  if (facts.genericTo) addFrom();
  for (const [ruleset, step] of [
    ["10", "94"],
    ["30", "93"],
    ["40", "95"],
  ]) {
    rules(lines, `S${ruleset}\nR<@>→$@ $n\nR$* < @ $* > $*→$@ $>${step} $1 < @ $2 > $3`);
    if (ruleset === "40") addRecipientHome(lines, facts);
    else rules(lines, `R$+→$@ $>${step} $1 < @ $j . >`);
  }
  lines.add("S20");
}
