import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { addressesOf } from "../../postfix/address/addresses-of.ts";
import type { Span } from "../../source/source-file.ts";
import { circlesOf } from "./circles.ts";
import { type CheckedPostfix, placeOf } from "./subject.ts";
import { rowPlace } from "./tables.ts";

/** Entries of a table that are followed; a table of a provider has circles in its first rows, too. */
const ROWS = 300_000;

/** Aliases that lead back to themselves, rewriting that never ends, and mail that comes back to this host. */
export function checkLoops(subject: CheckedPostfix): readonly Diagnostic[] {
  return [...aliasLoops(subject), ...rewritingLoops(subject), ...returns(subject)];
}

interface Entry {
  readonly to: readonly string[];
  readonly reference: string;
}

/** The rows of the tables of a parameter as a graph; the first table that has a key counts. */
function graphOf(subject: CheckedPostfix, parameter: string, form: "aliases" | "postmap"): ReadonlyMap<string, Entry> {
  const { tables } = subject.resolver.environment;
  const graph = new Map<string, Entry>();
  for (const reference of subject.directory.settings.words(parameter)) {
    if (!reference.includes(":")) continue;
    const table = tables.open(reference, { form, ...(form === "aliases" ? { substitution: false } : {}) });
    for (const key of table.keys?.() ?? []) {
      if (graph.size >= ROWS) return graph;
      const answer = table.lookup(key);
      if (answer.kind === "found" && !graph.has(key)) {
        graph.set(key, { to: addressesOf(answer.value).map((each) => each.toLowerCase()), reference });
      }
    }
  }
  return graph;
}

/**
 * `a: b` and `b: a`: local(8) gives up after a hundred levels (src/local/alias.c). An alias that names itself is the
 * mailbox of that name, and no circle.
 */
function aliasLoops(subject: CheckedPostfix): readonly Diagnostic[] {
  const graph = graphOf(subject, "alias_maps", "aliases");
  const { environment } = subject.resolver;
  const local = environment.matchList(subject.directory.settings, "mydestination");
  const nameOf = (address: string): string | undefined => {
    if (/^[|/:~\\]/.test(address)) return undefined;
    const at = address.lastIndexOf("@");
    if (at === -1) return address;
    return local.matchesText(address.slice(at + 1)) === "yes" ? address.slice(0, at) : undefined;
  };
  return circlesOf(graph.keys(), (key) => (graph.get(key)?.to ?? []).flatMap((each) => nameOf(each) ?? []))
    .filter((circle) => circle.length > 1)
    .map((circle) =>
      loopFinding("PF4060", subject, circle, graph, "alias_maps", "local(8) returns the mail as a loop"),
    );
}

const rewriting = ["virtual_alias_maps", "canonical_maps", "sender_canonical_maps", "recipient_canonical_maps"];

/** cleanup(8) gives up on rewriting that does not end, and the message is not taken. */
function rewritingLoops(subject: CheckedPostfix): readonly Diagnostic[] {
  return rewriting.flatMap((parameter) => {
    const graph = graphOf(subject, parameter, "postmap");
    const next = (key: string): readonly string[] =>
      (graph.get(key)?.to ?? []).flatMap((address) => {
        const at = address.lastIndexOf("@");
        const keys = at === -1 ? [address] : [address, address.slice(at)];
        const first = keys.find((each) => graph.has(each));
        return first === undefined ? [] : [first];
      });
    return circlesOf(graph.keys(), next)
      .filter((circle) => circle.length > 1 && neverEnds(subject, circle, parameter))
      .map((circle) =>
        loopFinding("PF4061", subject, circle, graph, parameter, "cleanup(8) gives up, and the message is not taken"),
      );
  });
}

/** Asked for real: a circle in the text ends where an address leads to itself. */
function neverEnds({ resolver }: CheckedPostfix, circle: readonly string[], parameter: string): boolean {
  return circle.some((key) => {
    const address = key.startsWith("@") ? `somebody${key}` : key;
    const isSender = parameter === "sender_canonical_maps";
    return !(isSender ? resolver.cleanSender(address) : resolver.cleanRecipient(address)).ok;
  });
}

function loopFinding(
  code: "PF4060" | "PF4061",
  subject: CheckedPostfix,
  circle: readonly string[],
  graph: ReadonlyMap<string, Entry>,
  parameter: string,
  consequence: string,
): Diagnostic {
  const placeOfKey = (key: string): Span | undefined => {
    const entry = graph.get(key);
    return entry && rowPlace(subject, entry.reference, key);
  };
  const [first = ""] = circle;
  const related = circle.slice(1, 5).flatMap((key) => {
    const at = placeOfKey(key);
    return at ? [{ message: key, at }] : [];
  });
  const shown = [...circle.slice(0, 6), ...(circle.length > 6 ? ["..."] : []), first].join(" -> ");
  const at = placeOfKey(first) ?? placeOf(subject, parameter);
  return diagnose(code, at, `${parameter}: ${shown}: ${consequence}`, { related });
}

/** A relay host or route that is this host itself, on the port on which it takes mail. */
function returns(subject: CheckedPostfix): readonly Diagnostic[] {
  const { settings, services } = subject.directory;
  const takesMail = services.some(
    ({ command, type, name }) =>
      type === "inet" && /^(?:smtpd|postscreen)$/.test(command) && /(?:^|:)(?:smtp|25)$/.test(name),
  );
  if (!takesMail) return [];
  const own = new Set([
    settings.text("myhostname").toLowerCase(),
    "localhost",
    "127.0.0.1",
    "::1",
    `localhost.${settings.text("mydomain")}`.toLowerCase(),
  ]);
  const isOwn = (nexthop: string): boolean => {
    const parts = /^\[?([^\]]*?)\]?(?::(\w+))?$/.exec(nexthop.trim().toLowerCase());
    const port = parts?.[2];
    return (
      parts?.[1] !== undefined &&
      own.has(parts[1].replace(/^ipv6:/, "")) &&
      (port === undefined || port === "25" || port === "smtp")
    );
  };
  const found: Diagnostic[] = [];
  const relayhost = settings.text("relayhost");
  if (relayhost !== "" && isOwn(relayhost)) {
    found.push(
      diagnose("PF4062", placeOf(subject, "relayhost"), `relayhost = ${relayhost} is this host: mail loops back to it`),
    );
  }
  for (const parameter of ["default_transport", "relay_transport"]) {
    const value = settings.text(parameter);
    const nexthop = /^(?:smtp|relay):(.+)$/.exec(value)?.[1];
    if (nexthop !== undefined && isOwn(nexthop)) {
      found.push(
        diagnose("PF4062", placeOf(subject, parameter), `${parameter} = ${value} is this host: mail loops back to it`),
      );
    }
  }
  return [...found, ...routesBack(subject, isOwn)];
}

function routesBack(subject: CheckedPostfix, isOwn: (nexthop: string) => boolean): readonly Diagnostic[] {
  const { settings } = subject.directory;
  const { tables } = subject.resolver.environment;
  return settings.words("transport_maps").flatMap((reference) => {
    if (!reference.includes(":")) return [];
    const table = tables.open(reference, { substitution: false });
    const found: Diagnostic[] = [];
    for (const key of table.keys?.() ?? []) {
      const answer = table.lookup(key);
      const nexthop = answer.kind === "found" ? /^(?:smtp|relay):(.+)$/.exec(answer.value)?.[1] : undefined;
      if (nexthop === undefined || !isOwn(nexthop)) continue;
      const at = rowPlace(subject, reference, key) ?? placeOf(subject, "transport_maps");
      found.push(diagnose("PF4062", at, `${key} is sent to ${nexthop}, which is this host: mail loops back to it`));
      if (found.length === 50) break;
    }
    return found;
  });
}
