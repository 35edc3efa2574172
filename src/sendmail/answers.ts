/**
 * answers — what stands in for maps that cannot be asked: ldap, nis, program, socket ...
 *
 * The value of an `--answers` file: `map-or-table: {key: value}`. A map's answers are found by its name or by what
 * its K line names (a file, a specification).
 */

/** By map or table name, then by key. A value of null: the map cannot be asked now. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, string | null>>;

export const noAnswers: Answers = new Map();

/** Takes the value of a YAML file; `problems` are sentences about what is not of the form. */
export function readAnswers(value: unknown): { readonly answers: Answers; readonly problems: readonly string[] } {
  const answers = new Map<string, ReadonlyMap<string, string | null>>();
  const problems: string[] = [];
  if (value === null || value === undefined) return { answers, problems };
  if (typeof value !== "object" || Array.isArray(value)) {
    return { answers, problems: ["answers must be of the form `map: {key: value}`"] };
  }
  for (const [name, table] of Object.entries(value)) {
    if (typeof table !== "object" || table === null || Array.isArray(table)) {
      problems.push(`answers for ${name} must be of the form {key: value}`);
      continue;
    }
    const rows = new Map<string, string | null>();
    for (const [key, answer] of Object.entries(table)) {
      if (typeof answer === "object" && answer !== null)
        problems.push(`the answer for ${key} in ${name} must be a text`);
      else rows.set(key, answer === null ? null : String(answer));
    }
    answers.set(name, rows);
  }
  return { answers, problems };
}
