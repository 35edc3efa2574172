import { parameterEntry, parameterNames } from "../../postfix/catalogue/parameters.ts";
import { serviceParameters } from "../../postfix/catalogue/service-parameters.ts";
import type { PostfixDirectory } from "../../postfix/read/directory.ts";
import { referredNames } from "../../postfix/read/expand.ts";
import { type Change, changeOf, type Follower } from "../change.ts";
import { oneLine, valueMeaning } from "./meaning.ts";

/** Names that say where the files lie and who asks: not a part of the configuration. */
const notOurs = new Set(["config_directory", "process_id", "process_name", "service_name", "mail_version"]);
/** Defaults that the program takes from another parameter without naming it (src/global/mail_params.c). */
const hidden: Readonly<Record<string, readonly string[]>> = { mydomain: ["myhostname"], myhostname: ["mydomain"] };

interface Pair {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Written differently, or written on one side only. */
  readonly isSet: boolean;
}

/**
 * Parameters whose effective value differs. What was set differently is a change; what differs because it refers to a
 * change follows it, and is listed there alone.
 */
export function parameterChanges(before: PostfixDirectory, after: PostfixDirectory): readonly Change[] {
  const [left, right] = [writtenValues(before), writtenValues(after)];
  const names = new Set([
    ...left.keys(),
    ...right.keys(),
    ...parameterNames(before.version),
    ...serviceParameters(before.services).keys(),
    ...serviceParameters(after.services).keys(),
  ]);
  const differing = [...names].filter((name) => !notOurs.has(name) && meaning(name, before) !== meaning(name, after));
  const pairs = differing.map((name): Pair => {
    const [a, b] = [left.get(name), right.get(name)];
    const written = (value: string | undefined, directory: PostfixDirectory): string =>
      oneLine(value ?? directory.settings.raw(name) ?? "");
    return { name, before: a, after: b, isSet: written(a, before) !== written(b, after) && (a ?? b) !== undefined };
  });
  const roots = pairs.filter((pair) => pair.isSet);
  const rootNames = new Set(roots.map(({ name }) => name));
  const followers = new Map<string, Follower[]>();
  const alone: Pair[] = [];
  for (const pair of pairs.filter((each) => !each.isSet)) {
    const root = rootOf(pair.name, rootNames, before, after);
    if (root === undefined) alone.push(pair);
    else followers.set(root, [...(followers.get(root) ?? []), followerOf(pair.name, before, after)]);
  }
  return [
    ...roots.map(({ name, before: a, after: b }) =>
      changeOf(`main.cf/${name}`, a ?? null, b ?? null, followers.get(name) ?? []),
    ),
    ...alone.map(({ name }) => ({
      ...followerOf(name, before, after),
      path: `main.cf/${name}`,
      kind: "changed" as const,
      follows: [],
    })),
  ];
}

function writtenValues(directory: PostfixDirectory): ReadonlyMap<string, string> {
  return new Map(directory.main.map(({ name, value }) => [name, value]));
}

function meaning(name: string, { settings }: PostfixDirectory): string {
  const isRaw = parameterEntry(name)?.kind === "raw";
  const raw = settings.raw(name);
  if (raw === undefined) return "";
  return `=${valueMeaning(name, isRaw ? raw : settings.text(name))}`;
}

function followerOf(name: string, before: PostfixDirectory, after: PostfixDirectory): Follower {
  return { path: `main.cf/${name}`, before: before.settings.text(name), after: after.settings.text(name) };
}

/** The nearest change that a parameter refers to, on either side. */
function rootOf(
  name: string,
  roots: ReadonlySet<string>,
  before: PostfixDirectory,
  after: PostfixDirectory,
): string | undefined {
  const seen = new Set([name]);
  let level = [name];
  while (level.length > 0) {
    const next = level.flatMap((each) => [
      ...referredNames(before.settings.raw(each) ?? ""),
      ...referredNames(after.settings.raw(each) ?? ""),
      ...(hidden[each] ?? []),
    ]);
    const root = next.find((each) => roots.has(each));
    if (root !== undefined) return root;
    level = next.filter((each) => !seen.has(each) && seen.add(each));
  }
  return undefined;
}
