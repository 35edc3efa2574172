import type { DirectDomains, DirectRoute, NamedRoute } from "../model/direct-domains.ts";
import type { Fact } from "../model/fact.ts";
import type { RouteMatch } from "../model/mailer-table.ts";
import type { Route } from "../model/route.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { type Origin, written } from "../source/origin.ts";
import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { classFacts, classSources, macroFact } from "./shared/class-facts.ts";
import { readRoute, wireOf } from "./shared/delivery-route.ts";
import { rulesOf, squeezed } from "./shared/ruleset-evidence.ts";

/** Where LOCAL_NET_CONFIG and LOCAL_RULE_0 put their rules. */
const routingRulesets = ["Parse1", "parse", "0", "ParseLocal", "98"];

/**
 * Rules in the form that cf/README gives for LOCAL_NET_CONFIG: a domain or a class of domains, alone or with what is
 * below, to a mailer with that same domain or one fixed host. Classes of the library have their own features.
 */
export function liftDirectDomains({ config }: LiftContext): Lifted<DirectDomains> {
  const rules = rulesOf(config, routingRulesets);
  const routes = [
    ...rules.flatMap((rule) => routesOf(rule, config)),
    ...rules.flatMap((rule) => pseudoDomainRoutes(rule, config)),
  ];
  return { value: { routes, named: rules.flatMap((rule) => namedRoutes(rule, config)) }, claims: [], diagnostics: [] };
}

/** `R$+ < @ $+ .FAX. >  $#fax $@ $2 $: $1` (mailer/fax.m4), and rules of the same form. */
function namedRoutes(rule: RuleLine, config: SendmailConfig): readonly Fact<NamedRoute>[] {
  const ending = /^\$\+<@\$\+\.([\w-]+)\.>$/.exec(squeezed(rule.lhs.text))?.[1];
  const name = /^\$#([\w-]+)\$@\$2\$:\$1$/.exec(squeezed(rule.rhs.text))?.[1];
  const mailer = name === undefined ? undefined : config.mailers.get(name.toLowerCase());
  if (ending === undefined || !mailer || mailer.path.startsWith("[")) return [];
  const value = { ending: ending.toLowerCase(), agent: mailer.name.toLowerCase() };
  return [{ value, origins: [written(rule.span)], certainty: "inferred" }];
}

const domainSide = /^\$\*<@(\$\*\.|\$\+\.|\$\*)?(\$=(?:\{\w+\}|\w)|\$m|\$\{m\}|[\w-]+(?:\.[\w-]+)*)\.?>\$\*$/;
const libraryClasses = new Set(["w", "M", "R", "P", "VirtHost", "G", "LDAPRoute", "V", "W", "X", "Y", "U"]);

function routesOf(rule: RuleLine, config: SendmailConfig): readonly Fact<DirectRoute>[] {
  const lhs = domainSide.exec(squeezed(rule.lhs.text));
  const rhs = /^\$#([\w-]+)\$@(.*?)\$:\$1<@.*>\$\d$/.exec(squeezed(rule.rhs.text));
  if (!lhs || !rhs) return [];
  const [, prefix = "", domain = ""] = lhs;
  const route = routeOf(rhs[1] ?? "", rhs[2] ?? "", config);
  if (!route) return [];
  return domainsOf(domain, config).flatMap(({ value, origins }) =>
    matches(prefix, value).map(
      (match): Fact<DirectRoute> => ({
        value: { match, route, isPseudoDomain: false },
        origins: [...new Set<Origin>([written(rule.span), ...origins])],
        certainty: "inferred",
      }),
    ),
  );
}

/** BITNET_RELAY, DECNET_RELAY, FAX_RELAY, UUCP_RELAY: an ending that is no domain goes to the host in a macro. */
function pseudoDomainRoutes(rule: RuleLine, config: SendmailConfig): readonly Fact<DirectRoute>[] {
  const ending = /^\$\*<@\$[*+]\.([A-Za-z]+)\.>\$\*$/.exec(squeezed(rule.lhs.text))?.[1];
  const name = /^\$:\$>(?:MailerToTriple|95)<\$(\w)>/.exec(squeezed(rule.rhs.text))?.[1];
  const macro = name === undefined ? undefined : macroFact(config, name);
  const route = macro && readRoute(config, macro.value);
  if (ending === undefined || !macro || !route) return [];
  const match: RouteMatch = { kind: "below", domain: ending.toLowerCase() };
  return [
    {
      value: { match, route, isPseudoDomain: true },
      origins: [written(rule.span), ...macro.origins],
      certainty: "stated",
    },
  ];
}

/** `$2.` and the like say the domain itself again: its own exchangers. Anything else is a host. */
function routeOf(mailerName: string, destination: string, config: SendmailConfig): Route | undefined {
  const mailer = config.mailers.get(mailerName.toLowerCase());
  const wire = mailer && wireOf(mailer);
  if (!mailer || wire?.protocol !== "smtp") return undefined;
  if (/^\$\d/.test(destination)) {
    return { kind: "relay", agent: mailer.name, protocol: "smtp", hosts: [], port: wire.port, user: undefined };
  }
  return /^[\w[\].-]+$/.test(destination)
    ? readRoute(config, `${mailer.name}:${destination.replace(/\.$/, "")}`)
    : undefined;
}

function domainsOf(text: string, config: SendmailConfig): readonly Fact<string>[] {
  const name = /^\$=\{?(\w+)\}?$/.exec(text)?.[1];
  if (name !== undefined) {
    if (libraryClasses.has(name)) return [];
    const sources = classSources(config, name);
    return classFacts(config, name).map((fact) => ({ ...fact, origins: sources }));
  }
  const own = config.macros.get("m")?.value;
  const domain = text.startsWith("$") ? own : text;
  return domain ? [{ value: domain.toLowerCase(), origins: [], certainty: "inferred" }] : [];
}

function matches(prefix: string, domain: string): readonly RouteMatch[] {
  switch (prefix) {
    case "":
      return [{ kind: "domain", domain }];
    case "$*":
      return [
        { kind: "domain", domain },
        { kind: "below", domain },
      ];
    default:
      return [{ kind: "below", domain }];
  }
}
