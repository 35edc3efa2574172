import type { Aliases } from "../../model/aliases.ts";

/** Members by name: what the first file that has a name says. */
export type AliasGraph = ReadonlyMap<string, readonly string[]>;

/** Above this many aliases loops and owners are not looked for: the names are not held. */
const graphLimit = 100_000;

export function aliasGraph(aliases: Aliases): AliasGraph {
  const graph = new Map<string, readonly string[]>();
  for (const file of aliases.files) {
    for (const entry of file.value.entries()) {
      if (entry.kind !== "alias" || entry.anyExtension || graph.has(entry.name)) continue;
      if (graph.size >= graphLimit) return new Map();
      graph.set(entry.name, entry.members);
    }
  }
  return graph;
}

/** The alias that a member names, if it names one: a local name without backslash, with a local domain or without. */
export function memberAlias(member: string, graph: AliasGraph, locals: ReadonlySet<string>): string | undefined {
  const address = (/<([^<>]*)>/.exec(member)?.[1] ?? member)
    .replace(/\([^()]*\)/g, "")
    .trim()
    .toLowerCase();
  const at = address.lastIndexOf("@");
  if (at !== -1 && !locals.has(address.slice(at + 1))) return undefined;
  const name = at === -1 ? address : address.slice(0, at);
  return graph.has(name) ? name : undefined;
}

/**
 * Names that lead back to themselves through others, each with the members that lie outside its loop. sendmail drops
 * the loop and delivers to these (recipient.c, "aliasing/forwarding loop broken"); local(8) returns the mail as well.
 */
export function loopMembers(graph: AliasGraph, locals: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const outside = new Map<string, readonly string[]>();
  for (const loop of loops(graph, locals)) {
    const members = new Set<string>();
    for (const name of loop) {
      for (const member of graph.get(name) ?? []) {
        const alias = memberAlias(member, graph, locals);
        if (alias === undefined || !loop.has(alias)) members.add(member);
      }
    }
    for (const name of loop) outside.set(name, [...members]);
  }
  return outside;
}

/** Strongly connected components of more than one name (Tarjan 1972), without recursion. */
function loops(graph: AliasGraph, locals: ReadonlySet<string>): readonly ReadonlySet<string>[] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const found: ReadonlySet<string>[] = [];
  const enter = (name: string): Visit => {
    order.set(name, order.size);
    low.set(name, order.size - 1);
    path.push(name);
    onPath.add(name);
    return { name, open: [...targets(name, graph, locals)] };
  };
  const lower = (name: string, value: number): void => {
    low.set(name, Math.min(low.get(name) ?? value, value));
  };
  for (const start of graph.keys()) {
    const visits: Visit[] = order.has(start) ? [] : [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.open.pop();
      if (next !== undefined) {
        if (!order.has(next)) visits.push(enter(next));
        else if (onPath.has(next)) lower(visit.name, order.get(next) ?? 0);
        continue;
      }
      visits.pop();
      const above = visits.at(-1);
      if (above) lower(above.name, low.get(visit.name) ?? 0);
      if (low.get(visit.name) !== order.get(visit.name)) continue;
      const component = path.splice(path.indexOf(visit.name));
      for (const name of component) onPath.delete(name);
      if (component.length > 1) found.push(new Set(component));
    }
  }
  return found;
}

interface Visit {
  readonly name: string;
  readonly open: string[];
}

function targets(name: string, graph: AliasGraph, locals: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const member of graph.get(name) ?? []) {
    const alias = memberAlias(member, graph, locals);
    if (alias !== undefined) names.add(alias);
  }
  return names;
}
