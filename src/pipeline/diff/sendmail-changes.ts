import { type Change, changeOf, type Follower } from "../../diff/change.ts";
import { compareItems } from "../../diff/item.ts";
import type { McExpansion } from "../../expand/sendmail-mc.ts";
import type { McDirective } from "../../syntax/mc/ast.ts";
import type { LoadedSendmail } from "../sendmail-source.ts";
import type { SendmailParty } from "./party.ts";
import { type SendmailItem, sendmailItems } from "./sendmail-items.ts";

/**
 * What two sendmail configurations say differently. Of two .mc files, a change stands at the macro call that was
 * written differently, and what it makes in the sendmail.cf follows it; of any other pair, at the symbol.
 */
export function sendmailChanges(before: SendmailParty, after: SendmailParty): readonly Change[] {
  const [left, right] = [before, after].map(({ loaded, request }) => sendmailItems(loaded.config, request.source.site));
  if (!left || !right) return [];
  const found = compareItems(
    left.map(({ item }) => item),
    right.map(({ item }) => item),
  );
  const changes = found.map((change) => ({ ...change, path: prefixed(change.path) }));
  if (!mcOf(before.loaded) || !mcOf(after.loaded) || changes.length === 0) return changes;
  return atCalls(changes, before, after, linesBy(left), linesBy(right));
}

const symbolKinds =
  /^(?:version$|(?:macro|class|option|map|mailer|ruleset|header|filter|queue-group|precedence|environment|trusted|broken)\/)/;

/** Symbols lie in the sendmail.cf; tables have the path of their file. */
function prefixed(path: string): string {
  return symbolKinds.test(path) ? `sendmail.cf/${path}` : path;
}

/** Lines that say an item, by its path; rules of a ruleset by the number in theirs. */
function linesBy(items: readonly SendmailItem[]): (path: string) => readonly number[] {
  const lines = new Map<string, readonly number[]>();
  for (const { item, lines: where } of items) {
    const path = prefixed(item.path);
    lines.set(path, where);
    if (item.kind !== "sequence") continue;
    for (const [at, line] of where.entries()) lines.set(`${path}/${item.unit} ${at + 1}`, [line]);
  }
  return (path) => lines.get(path) ?? [];
}

interface WrittenCall {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly directives: readonly McDirective[];
}

/** Moves changes of the expanded files to the calls that were written differently. */
function atCalls(
  changes: readonly Change[],
  before: SendmailParty,
  after: SendmailParty,
  linesBefore: (path: string) => readonly number[],
  linesAfter: (path: string) => readonly number[],
): readonly Change[] {
  const calls = writtenCalls(before, after);
  const followers = new Map<WrittenCall, Follower[]>();
  const loose: Change[] = [];
  for (const change of changes) {
    const makers = new Set<McDirective>([
      ...linesBefore(change.path).flatMap((line) => madeBy(before, line)),
      ...linesAfter(change.path).flatMap((line) => madeBy(after, line)),
    ]);
    const call = calls.find(({ directives }) => directives.some((each) => makers.has(each)));
    if (call) followers.set(call, [...(followers.get(call) ?? []), followerOf(change)]);
    else loose.push(change);
  }
  // What no line of a call made, a call without lines of its own has made: FEATURE(nouucp), undefine(...).
  const quiet = calls.filter((call) => !followers.has(call));
  const symbols = loose.filter(({ path }) => path.startsWith("sendmail.cf/"));
  const [first] = quiet.length > 0 ? quiet : calls;
  if (first && symbols.length > 0) followers.set(first, [...(followers.get(first) ?? []), ...symbols.map(followerOf)]);
  const left = first ? loose.filter((change) => !symbols.includes(change)) : loose;
  const found = calls.flatMap((call) => {
    const follows = followers.get(call);
    return follows ? [changeOf(call.path, call.before, call.after, follows)] : [];
  });
  return [...found, ...left];
}

function followerOf({ path, before, after }: Change): Follower {
  return { path, before, after };
}

function madeBy({ loaded }: SendmailParty, line: number): readonly McDirective[] {
  return mcOf(loaded)?.directivesOf(line) ?? [];
}

function mcOf({ expansion }: LoadedSendmail): McExpansion | undefined {
  return expansion && isMc(expansion) ? expansion : undefined;
}

function isMc(expansion: NonNullable<LoadedSendmail["expansion"]>): expansion is McExpansion {
  return "directivesOf" in expansion;
}

/** Calls that are there on one side only, or with other arguments: by name and first argument. */
function writtenCalls(before: SendmailParty, after: SendmailParty): readonly WrittenCall[] {
  const [left, right] = [callsOf(before), callsOf(after)];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) => {
    const [a, b] = [left.get(key), right.get(key)];
    if (a && b && normal(a) === normal(b)) return [];
    return [
      {
        path: `sendmail.mc/${key}`,
        before: a?.text.trim() ?? null,
        after: b?.text.trim() ?? null,
        directives: [a, b].flatMap((each) => each ?? []),
      },
    ];
  });
}

function callsOf({ loaded }: SendmailParty): ReadonlyMap<string, McDirective> {
  const directives = mcOf(loaded)?.directives ?? [];
  const found = new Map<string, McDirective>();
  for (const one of directives) {
    const base = one.kind === "call" ? callName(one) : one.text.trim();
    let key = base;
    for (let count = 2; found.has(key) && normal(found.get(key)) !== normal(one); count += 1) key = `${base} ${count}`;
    if (!found.has(key)) found.set(key, one);
  }
  return found;
}

/** Macros whose every call adds to what is there: the whole call is the name. */
const adding =
  /^(?:LOCAL_DOMAIN|MASQUERADE_DOMAIN|MASQUERADE_EXCEPTION|EXPOSED_USER|RELAY_DOMAIN|VIRTUSER_DOMAIN|DAEMON_OPTIONS|MAILER|INPUT_MAIL_FILTER|MAIL_FILTER|TRUST_AUTH_MECH|CLIENT_OPTIONS)$/;

function callName(call: Extract<McDirective, { kind: "call" }>): string {
  const [first] = call.args;
  const named = /^(?:define|undefine|FEATURE|HACK)$/.test(call.name) || adding.test(call.name);
  return named && first ? `${call.name}(${first.text})` : call.name;
}

function normal(one: McDirective | undefined): string {
  if (one?.kind !== "call") return one?.text.trim() ?? "";
  return [one.name, ...one.args.map(({ text }) => text.trim())].join("\0");
}
