import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Claim } from "../../diagnostics/disposition.ts";
import { originsOf, type WideDefinition } from "../../expand/wide-cf/definition.ts";
import type { WideFacts } from "../../expand/wide-cf/facts.ts";
import type { WideNextHop } from "../../expand/wide-cf/next-hop.ts";
import type { DirectRoute } from "../../model/direct-domains.ts";
import type { Fact } from "../../model/fact.ts";
import type { MailerTableEntry, RouteMatch } from "../../model/mailer-table.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { Route } from "../../model/route.ts";
import type { SourceTable } from "../../model/table.ts";

type Routing = Pick<MailPolicy, "mailerTable" | "directDomains" | "smartHost"> & {
  readonly claims: readonly Claim[];
  readonly diagnostics: readonly Diagnostic[];
};

const nowhere = { kind: "assumed", fact: "static routes" } as const;

/** STATIC_ROUTE_FILE, DIRECT_DELIVER_DOMAINS and DEFAULT_RELAY; each domain stands for the hosts below it, too. */
export function routingOf(facts: WideFacts): Routing {
  const { definition } = facts;
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  const relay = facts.direct === "all" ? undefined : facts.defaultRelay;
  const claim = (name: string, disposition: Claim["disposition"], note: string): void => {
    const at = definition.settings.get(name)?.assignment.span;
    if (at) claims.push({ at, disposition, code: disposition === "obsolete" ? "WC1104" : "WC1103", note });
  };
  if (facts.defaultRelay && !relay)
    claim("DEFAULT_RELAY", "obsolete", "All domains are delivered directly, so no relay is used.");
  if (definition.settings.has("DEFAULT_RELAY") && !facts.defaultRelay) {
    claim("DEFAULT_RELAY", "manual", "The value is no mailer:host or mailer:[host]: set relayhost by hand.");
  }
  if (definition.settings.has("STATIC_ROUTE_FILE") && !facts.staticRoutes) {
    claim("STATIC_ROUTE_FILE", "manual", "The routes cannot be read: write them into a transport table.");
  }
  if (facts.direct !== undefined && facts.direct !== "all" && !facts.defaultRelay) {
    claim("DIRECT_DELIVER_DOMAINS", "manual", "No relay is known for the other domains: set relayhost by hand.");
  }
  if (definition.type.kind === "null" && !facts.defaultRelay) diagnostics.push(hubFinding(definition, claim));
  return {
    mailerTable: mailerTableOf(facts),
    directDomains: { routes: relay ? directRoutes(facts) : [], named: [] },
    smartHost: {
      route: relay
        ? { value: routeOf(relay), origins: originsOf(definition, "DEFAULT_RELAY"), certainty: "inferred" }
        : undefined,
    },
    claims,
    diagnostics,
  };
}

function hubFinding(
  definition: WideDefinition,
  claim: (name: string, disposition: Claim["disposition"], note: string) => void,
): Diagnostic {
  const message = "A null client sends everything to one host, and which one is not said.";
  claim("CF_TYPE", "manual", `${message} Set relayhost by hand.`);
  return diagnose("WC1033", definition.settings.get("CF_TYPE")?.assignment.span, message, {
    suggestions: [{ kind: "help", text: "add DEFAULT_RELAY='smtp:[hub.example.jp]', or set relayhost" }],
  });
}

/** Mailers that speak SMTP to the host; any other one is a program that this tool knows nothing of. */
function routeOf({ mailer, host }: WideNextHop): Route {
  if (!/^(smtp|esmtp|smtp8|relay|ether|tcp|tcpld|ddn)$/.test(mailer)) return { kind: "unknown-agent", agent: mailer };
  const direct = host.startsWith("[");
  return {
    kind: "relay",
    agent: "smtp",
    protocol: "smtp",
    hosts: [{ host: host.replace(/^\[|\]$/g, ""), direct }],
    port: undefined,
    user: undefined,
  };
}

const matchesOf = (domain: string): readonly RouteMatch[] => [
  { kind: "domain", domain },
  { kind: "below", domain },
];

function directRoutes({ direct, staticRoutes }: WideFacts): readonly Fact<DirectRoute>[] {
  if (direct === undefined || typeof direct === "string") return [];
  const routed = new Set((staticRoutes?.routes ?? []).map(({ domain }) => domain));
  const itself: Route = { kind: "relay", agent: "smtp", protocol: "smtp", hosts: [], port: undefined, user: undefined };
  return direct
    .filter(({ text }) => !routed.has(text))
    .flatMap(({ text, origin }) =>
      matchesOf(text).map((match) => ({
        value: { match, route: itself, isPseudoDomain: false },
        origins: [origin],
        certainty: "inferred" as const,
      })),
    );
}

function mailerTableOf({ staticRoutes, definition }: WideFacts): MailPolicy["mailerTable"] {
  if (!staticRoutes) return { table: undefined, entries: () => [] };
  const { path, routes, broken } = staticRoutes;
  const table: SourceTable = {
    name: "static routes",
    path,
    state: "text",
    origin: originsOf(definition, "STATIC_ROUTE_FILE")[0] ?? nowhere,
    foldsCase: true,
    lines: () => [],
  };
  const entries = (): readonly MailerTableEntry[] => [
    ...routes.flatMap(({ domain, hop, at }) =>
      matchesOf(domain).map((match) => ({ kind: "route" as const, at, match, route: routeOf(hop) })),
    ),
    ...broken.map(({ at, reason }) => ({ kind: "broken" as const, at, reason })),
  ];
  return { table, entries };
}
