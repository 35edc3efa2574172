import type { AuthInfo, AuthInfoEntry, Login } from "../model/auth-info.ts";
import type { SourceTable, TableRow } from "../model/table.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { openMap } from "./shared/source-table.ts";

/** FEATURE authinfo and `AuthInfo:` keys of the access table (cf/README, "Providing SMTP AUTH Data"). */
export function liftAuthInfo(context: LiftContext): Lifted<AuthInfo> {
  const own = context.config.maps.get("authinfo");
  const shared = own ?? context.config.maps.get("access");
  const table = shared ? openMap(context, shared, "authinfo") : undefined;
  return {
    value: { table: own ? table : undefined, entries: () => authInfoEntries(table, own !== undefined) },
    claims: [],
    diagnostics: [],
  };
}

function* authInfoEntries(table: SourceTable | undefined, isOwnTable: boolean): Generator<AuthInfoEntry> {
  if (!table) return;
  for (const line of table.lines()) {
    if (line.kind === "row" && line.key.startsWith("authinfo:")) yield readRow(line);
    else if (isOwnTable) yield { kind: "broken", at: line.at, reason: reasonOf(line.kind) };
  }
}

function reasonOf(kind: "row" | "repeated" | "broken"): string {
  switch (kind) {
    case "row":
      return "only keys that begin with AuthInfo: are looked up";
    case "repeated":
      return "an earlier line has the same key, and that one counts";
    case "broken":
      return "it is no row";
  }
}

function readRow({ key, value, at }: TableRow): AuthInfoEntry {
  const server = key.slice("authinfo:".length).replace(/\.$/, "");
  const login = readLogin(value);
  return typeof login === "string"
    ? { kind: "broken", at, reason: login }
    : { kind: "login", at, server: server === "" ? undefined : server, login };
}

/**
 * Items `"U:name"`, `"I:name"`, `"P:secret"`, `"P=base64"`, `"R:realm"`, `"M:MECHS"` in quotes or bare, between blanks
 * (usersmtp.c, getauth): I is who logs in and U whom it acts for; one given alone stands for both.
 */
function readLogin(value: string): Login | string {
  const items = new Map<string, string>();
  for (const match of value.matchAll(/"([^"]*)"|(\S+)/g)) {
    const item = /^([A-Za-z])([:=])(.*)$/s.exec(match[1] ?? match[2] ?? "");
    if (!item) return `${match[0].slice(0, 2)}... is no item of the form L:value`;
    const [, letter = "", sign = "", text = ""] = item;
    items.set(letter.toUpperCase(), sign === "=" ? Buffer.from(text, "base64").toString("latin1") : text);
  }
  const actsAs = items.get("U");
  const name = items.get("I") ?? actsAs;
  const password = items.get("P");
  if (name === undefined) return "neither U: nor I: names a user";
  if (password === undefined) return "P: gives no password";
  return {
    name,
    actsAs: actsAs === name ? undefined : actsAs,
    password,
    realm: items.get("R"),
    mechanisms: (items.get("M") ?? "").split(/\s+/).filter((word) => word !== ""),
  };
}
