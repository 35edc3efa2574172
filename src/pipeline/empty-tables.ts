import type { Answers } from "../sendmail/answers.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { Site } from "../source/site.ts";

/** Map classes whose answers lie in a file of the site. */
const FILED: ReadonlySet<string> = new Set(["hash", "btree", "dbm", "ndbm", "cdb", "text", "implicit"]);

/** Tables that are taken for empty where both sides are compared. */
export interface EmptyTables {
  readonly answers: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The same for the engine. */
  readonly asAnswers: Answers;
  /** A sentence that names them; undefined: there are none. */
  readonly remark: string | undefined;
}

/**
 * A table whose file is not there makes sendmail put off all mail, and so does a map of a class that only a patched one
 * had (mysql). On the host that the configuration comes from it was there: for the comparison both sides take it for
 * empty, and say so. `given`: maps that have answers.
 */
export function emptyTables(
  { maps }: SendmailConfig,
  { program }: RulesetEngine,
  site: Site,
  given: Readonly<Record<string, unknown>> = {},
): EmptyTables {
  const missing = [...maps.values()].filter(({ name, mapClass, spec }) => {
    if (program.maps.get(name) === undefined) return !(name in given);
    if (!FILED.has(mapClass.toLowerCase()) || spec === undefined) return false;
    const path = spec.replace(/\.(?:db|dir|pag)$/, "");
    return ![path, `${path}.db`, `${path}.dir`].some((one) => site.exists(one));
  });
  const named = missing.map(({ name, mapClass, spec }) =>
    FILED.has(mapClass.toLowerCase()) ? `${spec} (map ${name})` : `map ${name} (${mapClass})`,
  );
  return {
    answers: Object.fromEntries(missing.map(({ name }) => [name, {}])),
    asAnswers: new Map(missing.map(({ name }) => [name, new Map()])),
    remark: missing.length === 0 ? undefined : `not there, taken for empty: ${named.join(", ")}`,
  };
}
