/**
 * ask — one lookup, with opening and failure (parseaddr.c, map_lookup; map.c, openmap)
 */
import { noteAsked } from "../recall.ts";
import { type LookedUp, type Session, STATUS, saying, systemError } from "../session.ts";
import type { Lookup, MapArguments, MapDefinition } from "./map.ts";
import { TEMP_FAIL } from "./value.ts";

/**
 * Opens a map where it has not been opened. A map that cannot be opened answers "try later" for ever, after one
 * complaint; an optional one (-o) is silently not there (undefined).
 */
export function openedMap(session: Session, map: MapDefinition): Lookup | undefined {
  map.opened ??= map.open(map, session.program.maps.around);
  if (map.opened.ok) return map.opened.lookup;
  if (map.flags.optional) return undefined;
  saying(session);
  session.complained ??= new Set();
  if (!session.complained.has(map.name)) {
    session.complained.add(map.name);
    systemError(session, map.opened.reason);
  }
  return () => TEMP_FAIL;
}

/** Classes whose answers follow from what they are asked. */
const COMPUTING: ReadonlySet<string> = new Set(["arith", "dequote", "macro", "null", "regex", "syslog"]);

/** Asks a map from a rule: the key has lost its quotes already. */
export function askMap(session: Session, map: MapDefinition, key: string, args: MapArguments): LookedUp {
  const answer = askOnce(session, map, key, args);
  session.heard?.({ map, key, args, answer, again: (other, more) => askOnce(session, map, other, more) });
  return answer;
}

function askOnce(session: Session, map: MapDefinition, key: string, args: MapArguments): LookedUp {
  if (session.recall && !COMPUTING.has(map.mapClass)) noteAsked(session.recall, map.name, key);
  const lookup = openedMap(session, map);
  if (!lookup) return { value: undefined, tempFail: false };
  const answer = lookup(session, key, args);
  session.trace?.map(map.name, key, args ?? [], answer.value, answer.status);
  session.observer?.test({
    kind: "map",
    map: map.name,
    key,
    value: answer.value,
    hit: answer.value !== undefined,
  });
  const failed = answer.status === STATUS.tempFail;
  const tempFail = failed && !map.flags.ignoreTempFail;
  if (failed && map.flags.tempFailSuffix !== undefined) return { value: key + map.flags.tempFailSuffix, tempFail };
  return { value: answer.value, tempFail };
}
