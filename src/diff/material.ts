import type { Change } from "./change.ts";

/** Words of two configurations that questions are made of; those of what changed come first. */
export interface Material {
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
  /** IPv4 addresses; of a network its first host. */
  readonly hosts: readonly string[];
  readonly users: readonly string[];
}

/** Kept of each kind. */
const LIMIT = 150;

/** Collects words from texts in order of importance: changes, then everything else that the configurations say. */
export function materialOf(changes: readonly Change[], others: Iterable<string>): Material {
  const found = {
    addresses: new Set<string>(),
    domains: new Set<string>(),
    hosts: new Set<string>(),
    users: new Set<string>(),
  };
  for (const { path, before, after, follows } of changes) {
    const name = path.slice(path.indexOf("/") + 1);
    for (const text of [
      name,
      before ?? "",
      after ?? "",
      ...follows.flatMap((each) => [each.before ?? "", each.after ?? ""]),
    ]) {
      collect(text, found);
    }
    const key = path.slice(path.lastIndexOf("/") + 1);
    if (/^[\w.+-]{1,64}$/.test(key) && !key.includes("@")) found.users.add(key);
  }
  for (const text of others) collect(text, found);
  const first = (words: ReadonlySet<string>): readonly string[] => [...words].slice(0, LIMIT);
  return {
    addresses: first(found.addresses),
    domains: first(found.domains),
    hosts: first(found.hosts),
    users: first(found.users),
  };
}

/** Whose question it is: the first change that the words name, as its number; empty when it is nobody's. */
export function ownerFinder(changes: readonly Change[]): (words: readonly string[]) => string {
  const owned = changes.slice(0, OWNERS).map((change) => {
    const { addresses, domains, hosts, users } = materialOf([change], []);
    return new Set([...addresses, ...domains, ...hosts, ...users].map((word) => word.toLowerCase()));
  });
  return (words) => {
    const index = owned.findIndex((own) => words.some((word) => own.has(word.toLowerCase())));
    return index === -1 ? "" : `${index}`;
  };
}

/** Changes that get witnesses of their own. */
const OWNERS = 200;

interface Found {
  readonly addresses: Set<string>;
  readonly domains: Set<string>;
  readonly hosts: Set<string>;
  readonly users: Set<string>;
}

function collect(text: string, found: Found): void {
  if (found.domains.size > LIMIT && found.addresses.size > LIMIT) return;
  const plain = text.replace(/\\([.@+-])/g, "$1").replace(/[\^$()|*?[\]{}<>"',;]+/g, " ");
  for (const [word] of plain.matchAll(/[^\s:/=!]+/g)) {
    const at = word.lastIndexOf("@");
    if (at > 0 && at < word.length - 1) found.addresses.add(word);
    if (at !== -1) {
      domain(word.slice(at + 1), found);
      if (at > 0) found.users.add(word.slice(0, at));
    } else if (/^\d{1,3}(?:\.\d{1,3}){1,3}$/.test(word)) found.hosts.add(hostOf(word));
    else if (word.includes(".")) domain(word, found);
    else if (/^[A-Za-z][\w+-]{0,30}$/.test(word)) found.users.add(word);
  }
}

function domain(word: string, found: Found): void {
  const name = word.replace(/^\.+|\.+$/g, "");
  if (/^(?:[\w-]+\.)+[A-Za-z][\w-]*$/.test(name) || name === "localhost") found.domains.add(name.toLowerCase());
}

/** `192.0.2.0` and `192.0.2` are networks: their first host stands for them. */
function hostOf(text: string): string {
  const parts = text.split(".");
  while (parts.length < 4) parts.push("0");
  if (parts[3] === "0") parts[3] = "1";
  return parts.join(".");
}
