/**
 * value — a map's value with its arguments put in (map.c, map_rewrite)
 */
import { STATUS } from "../session.ts";
import type { MapAnswer, MapArguments, MapDefinition } from "./map.ts";

export const NOT_FOUND: MapAnswer = { value: undefined, status: STATUS.notFound };
/** db_map_lookup leaves the status alone when a key is missing. */
export const MISSING: MapAnswer = { value: undefined, status: STATUS.ok };
export const TEMP_FAIL: MapAnswer = { value: undefined, status: STATUS.tempFail };

/** `%0` is the key, `%1` the first argument, a missing one nothing; `%%` a percent sign. -a text is added. */
export function interpolated(map: MapDefinition, value: string, args: MapArguments): string {
  const text =
    args && value.includes("%") ? value.replace(/%([\s\S]?)/g, (_all, next: string) => filled(next, args)) : value;
  return text + map.flags.suffix;
}

function filled(next: string, args: readonly string[]): string {
  if (next === "%" || next === "") return "%";
  if (next >= "0" && next <= "9") return args[Number(next)] ?? "";
  return `%${next}`;
}

/** A found value: with -m the key itself instead. */
export function found(map: MapDefinition, key: string, value: string, args: MapArguments): MapAnswer {
  return {
    value: map.flags.matchOnly ? interpolated(map, key, undefined) : interpolated(map, value, args),
    status: STATUS.ok,
  };
}
