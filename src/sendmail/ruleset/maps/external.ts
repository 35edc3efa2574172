/**
 * external — maps that cannot be asked here: ldap, nis, nisplus, hesiod, ph, program, socket, userdb ...
 *
 * Their answers come from an answers value, by the map's name or by what its K line names. Without answers such a map
 * knows nothing.
 */
import { lowerCase } from "../atoms.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { found, MISSING, NOT_FOUND, TEMP_FAIL } from "./value.ts";

export function openExternal(map: MapDefinition, around: MapSurroundings): Opened {
  const rows = around.answers.get(map.name) ?? around.answers.get(map.file ?? "");
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const value = rows?.get(key) ?? (map.flags.foldCase ? rows?.get(lowerCase(key)) : undefined);
      if (value === null) return TEMP_FAIL;
      if (value !== undefined) return found(map, key, value, args);
      // A user database without an entry is no failure (udb.c, udbexpand).
      return map.mapClass === "userdb" ? MISSING : NOT_FOUND;
    },
  };
}
