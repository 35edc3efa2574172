import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { SourceTable, TableRow } from "../model/table.ts";
import type { UserDatabase, UserDatabaseEntry } from "../model/user-database.ts";
import type { Span } from "../source/source-file.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { openTextTable } from "./shared/source-table.ts";

type UserFile = UserDatabase["files"][number] extends Fact<infer F> ? F : never;

/** Option UserDatabaseSpec: files of makemap's form whose keys are `user:field` (op.me, "User Database"). */
export function liftUserDatabase({ config, site }: LiftContext): Lifted<UserDatabase> {
  const option = config.options.get("UserDatabaseSpec");
  const words = (option?.value ?? "").split(/[\s,]+/).filter((word) => word !== "");
  const paths = words.filter((word) => word.startsWith("/"));
  const files = paths.map((path): Fact<UserFile> => {
    const origin = option?.origin ?? { kind: "assumed", fact: "user database" };
    const table = openTextTable(site, path, "userdb", origin);
    return { value: { table, entries: () => userEntries(table) }, origins: [origin], certainty: "stated" };
  });
  const line = option?.settings.at(-1);
  const others = words.filter((word) => !word.startsWith("/"));
  const claims = line && (others.length > 0 || paths.length === 0) ? [claimOthers(line.span, others)] : [];
  return { value: { files }, claims, diagnostics: [] };
}

/** What is no file: `hesiod` and `@host` ask other hosts; udb.c (_udbx_init) passes over any other word. */
function claimOthers(at: Span, others: readonly string[]): Claim {
  const asked = others.filter((word) => word === "hesiod" || word.startsWith("@"));
  if (asked.length === 0) {
    return {
      at,
      disposition: "default",
      code: "LI2103",
      note: "A word of UserDatabaseSpec that is no path sets nothing.",
    };
  }
  const note = `The user database of ${asked.join(", ")} is on another host: its entries must be written into a table by hand.`;
  return { at, disposition: "manual", code: "LI2090", note };
}

function* userEntries(table: SourceTable): Generator<UserDatabaseEntry> {
  for (const line of table.lines()) {
    // A user with several maildrop records gets several deliveries: the database keeps duplicates (udb.c).
    if (line.kind === "broken") yield { kind: "broken", at: line.at, reason: line.reason };
    else yield readRow(line);
  }
}

function readRow({ key, value, at }: TableRow): UserDatabaseEntry {
  const colon = key.lastIndexOf(":");
  const user = key.slice(0, Math.max(colon, 0));
  const field = key.slice(colon + 1);
  if (user === "") return { kind: "other", at, text: key };
  if (field === "maildrop") return { kind: "delivery", at, user, target: value };
  if (field === "mailname") return { kind: "name", at, user, shown: value };
  return { kind: "other", at, text: key };
}
