/**
 * combined — maps made of maps: sequence, switch, implicit, stab; and the password file
 */

import type { Site } from "../../../source/site.ts";
import type { LocalUser } from "../../accounts.ts";
import { STATUS } from "../session.ts";
import { openedMap } from "./ask.ts";
import type { MapDefinition, MapSurroundings, Opened } from "./map.ts";
import { openTable } from "./table.ts";
import { found, MISSING } from "./value.ts";

/** Members there may be (conf.h, MAXMAPSTACK). */
const MEMBERS = 12;

/** `Kname sequence a b c`: the first that answers (map.c, seq_map_lookup). */
export function openSequence(map: MapDefinition, around: MapSurroundings): Opened {
  const names = map.args.split(/[^A-Za-z0-9_.]+/).filter((name) => name !== "");
  return sequenceOf(names.slice(0, MEMBERS).flatMap((name) => around.maps().get(name.toLowerCase()) ?? []));
}

/** `Kname switch service`: the members are `name.files`, `name.nis` ... as the service switch file says. */
export function openSwitch(map: MapDefinition, around: MapSurroundings): Opened {
  const kinds = serviceOrder(around, map.file ?? map.name);
  if (kinds.length === 0) return { ok: false, reason: `Switch map ${map.name}: no service ${map.file ?? ""}` };
  return sequenceOf(kinds.flatMap((kind) => around.maps().get(`${map.name}.${kind}`.toLowerCase()) ?? []));
}

function sequenceOf(members: readonly MapDefinition[]): Opened {
  return {
    ok: true,
    lookup: (session, key, args) => {
      let tempFail = false;
      for (const member of members) {
        const answer = openedMap(session, member)?.(session, key, args);
        if (answer?.value !== undefined) return answer;
        if (answer?.status === STATUS.tempFail) tempFail = true;
      }
      return { value: undefined, status: tempFail ? STATUS.tempFail : STATUS.notFound };
    },
  };
}

/**
 * The kinds of source that a service is looked up in: a line of /etc/mail/service.switch, else aliases in files, hosts
 * in DNS and then files, others in files (conf.c, switch_map_find).
 */
export function serviceOrder(around: MapSurroundings, service: string): readonly string[] {
  const listed = switchFile(around.site).get(service);
  if (listed) return listed;
  if (service === "hosts") return ["dns", "files"];
  return service === "aliases" || service === "passwd" ? ["files"] : [];
}

/** Read once a site: questions come by the hundred thousand. */
const switchFiles = new WeakMap<Site, ReadonlyMap<string, readonly string[]>>();

function switchFile(site: Site): ReadonlyMap<string, readonly string[]> {
  const known = switchFiles.get(site);
  if (known) return known;
  const services = new Map<string, readonly string[]>();
  for (const line of site.lines("/etc/mail/service.switch")) {
    const [service, ...sources] = wordsOf(line.text);
    if (service !== undefined && sources.length > 0) services.set(service, sources.slice(0, MEMBERS));
  }
  switchFiles.set(site, services);
  return services;
}

/** Words of a line before its `#`. */
export function wordsOf(line: string): readonly string[] {
  return (line.split("#")[0] ?? "").split(/[\t ]+/).filter((word) => word !== "");
}

/** A .db where there is one, else the text (map.c, impl_map_open): both are the same rows here. */
export function openImplicit(map: MapDefinition, around: MapSurroundings): Opened {
  return openTable({ ...map, mapClass: "hash" }, around);
}

/** The text of an alias file kept in memory (map.c, stab_map_open); keys without case whatever -f says. */
export function openStab(map: MapDefinition, around: MapSurroundings): Opened {
  const path = map.file ?? "";
  if (!around.site.exists(path)) return { ok: false, reason: `stab map "${map.name}": cannot open ${path}` };
  const rows = new Map<string, string>();
  for (const { text } of around.site.lines(path)) {
    const entry = /^([^#\s:][^:]*):\s*(\S.*)$/.exec(text);
    if (entry) rows.set((entry[1] ?? "").trim().toLowerCase(), entry[2] ?? "");
  }
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const value = rows.get(key.toLowerCase());
      return value === undefined ? MISSING : found(map, key, value, args);
    },
  };
}

const COLUMNS = ["name", "name", "passwd", "uid", "gid", "gecos", "dir", "shell"];

/** Accounts of the host; `-v` names the column that is the answer (map.c, user_map_lookup). */
export function openUser(map: MapDefinition, around: MapSurroundings): Opened {
  const column = (map.flags.valueColumn ?? "name").toLowerCase();
  if (!COLUMNS.includes(column)) {
    return { ok: false, reason: `User map ${map.name}: unknown column name ${map.flags.valueColumn ?? ""}` };
  }
  return {
    ok: true,
    lookup: (_session, key, args) => {
      const user = around.localUser(key) ?? around.localUser(key.toLowerCase());
      if (!user) return { value: undefined, status: STATUS.noUser };
      return found(map, key, fieldOf(user, column), args);
    },
  };
}

function fieldOf(user: LocalUser, column: string): string {
  switch (column) {
    case "passwd":
      return "x";
    case "uid":
      return user.uid;
    case "gid":
      return user.gid;
    case "gecos":
      return user.fullName;
    case "dir":
      return user.home;
    case "shell":
      return user.shell;
    default:
      return user.name;
  }
}
