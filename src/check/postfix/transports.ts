import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { nearestWord } from "../../postfix/catalogue/spelling.ts";
import type { Span } from "../../source/source-file.ts";
import { type CheckedPostfix, namesSet, placesOf, type SettingPlace, serviceSpan } from "./subject.ts";
import { rowPlace } from "./tables.ts";

/** Parameters whose value is `transport[:nexthop]` (postconf(5)). */
const single = [
  "default_transport",
  "fallback_transport",
  "local_transport",
  "mailbox_transport",
  "relay_transport",
  "virtual_transport",
  "content_filter",
  "address_verify_default_transport",
  "address_verify_local_transport",
  "address_verify_relay_transport",
  "address_verify_virtual_transport",
];

/** Tables whose results are `transport[:nexthop]`; an empty transport means the usual one. */
const tables = [
  "transport_maps",
  "address_verify_transport_maps",
  "sender_dependent_default_transport_maps",
  "mailbox_transport_maps",
  "fallback_transport_maps",
];

/** Programs that deliver what queue manager hands them. */
const agents = new Set(["smtp", "lmtp", "local", "virtual", "pipe", "error", "discard"]);

/** Services that Postfix's own master.cf brings: nobody needs to use them. */
const usual = new Set(["smtp", "relay", "lmtp", "local", "virtual", "error", "retry", "discard", "proxywrite"]);

interface Use {
  readonly transport: string;
  readonly at: Span | undefined;
  readonly said: string;
}

/** Transports that no service stands for, and services for delivery that nothing names. */
export function checkTransports(subject: CheckedPostfix): readonly Diagnostic[] {
  const uses = [
    ...single.flatMap((name) => usesOfValue(subject, name)),
    ...tables.flatMap((name) => usesOfTable(subject, name)),
    ...usesByFilter(subject),
  ];
  return [...absent(subject, uses), ...idle(subject, uses)];
}

function usesOfValue(subject: CheckedPostfix, parameter: string): readonly Use[] {
  return placesOf(subject, parameter).flatMap((place) => {
    const value = place.settings.text(parameter);
    const transport = transportOf(value);
    return transport === "" ? [] : [{ transport, at: place.at, said: `${parameter} = ${value}` }];
  });
}

function usesOfTable(subject: CheckedPostfix, parameter: string): readonly Use[] {
  return placesOf(subject, parameter).flatMap((place) =>
    place.at === undefined ? [] : place.settings.words(parameter).flatMap((word) => usesInTable(subject, word, place)),
  );
}

/** Rows that are looked at; a provider's table names few transports in many rows. */
const ROWS = 200_000;

function usesInTable(subject: CheckedPostfix, reference: string, place: SettingPlace): readonly Use[] {
  const table = subject.resolver.environment.tables.open(reference, { substitution: false });
  const found = new Map<string, Use>();
  let rows = 0;
  for (const key of table.keys?.() ?? []) {
    rows += 1;
    if (rows > ROWS) break;
    const answer = table.lookup(key);
    const transport = answer.kind === "found" ? transportOf(answer.value) : "";
    if (answer.kind !== "found" || transport === "" || found.has(transport)) continue;
    const at = rowPlace(subject, reference, key) ?? place.at;
    found.set(transport, { transport, at, said: `${reference}: ${key} -> ${answer.value}` });
  }
  return [...found.values()];
}

/** FILTER actions in tables cannot all be found; those written in main.cf and in the text of tables can. */
function usesByFilter(subject: CheckedPostfix): readonly Use[] {
  return namesSet(subject).flatMap((parameter) =>
    placesOf(subject, parameter).flatMap((place) =>
      [...place.settings.text(parameter).matchAll(/\bFILTER\s+([\w-]+):/g)].map((match) => ({
        transport: match[1] ?? "",
        at: place.at,
        said: `${parameter}: ${match[0]}`,
      })),
    ),
  );
}

function transportOf(value: string): string {
  const colon = value.indexOf(":");
  return (colon === -1 ? value : value.slice(0, colon)).trim();
}

function absent({ directory }: CheckedPostfix, uses: readonly Use[]): readonly Diagnostic[] {
  const names = directory.services.filter(({ type }) => type !== "inet").map(({ name }) => name);
  return uses
    .filter(({ transport, at }) => at !== undefined && /^[\w.-]+$/.test(transport) && !names.includes(transport))
    .map(({ transport, at, said }) => {
      const near = nearestWord(transport, names);
      return diagnose("PF4031", at, `${said}: master.cf has no service ${transport}; mail for it stays in the queue`, {
        // Without a master.cf the one that Postfix ships is taken, and the host's may have more.
        ...(directory.master.length === 0 ? { severity: "warning" as const } : {}),
        suggestions: near ? [{ kind: "becomes", text: near }] : [],
      });
    });
}

function idle({ directory }: CheckedPostfix, uses: readonly Use[]): readonly Diagnostic[] {
  const used = new Set(uses.map(({ transport }) => transport));
  const text = [
    ...directory.main.map((entry) => entry.value),
    ...directory.services.flatMap((service) => service.options.map(([, value]) => value)),
  ].join("\n");
  return directory.services
    .filter(({ type, command, name }) => type === "unix" && agents.has(command) && !usual.has(name) && !used.has(name))
    .filter(({ name }) => !new RegExp(`(?<![\\w-])${name.replace(/[.+]/g, "\\$&")}(?=:|\\s|,|$)`, "m").test(text))
    .map((service) =>
      diagnose(
        "PF4033",
        serviceSpan(service),
        `Nothing in main.cf, master.cf or the transport tables names ${service.name}`,
      ),
    );
}
