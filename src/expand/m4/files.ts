import type { ReadFailure } from "../../source/site.ts";
import type { Machine } from "./machine.ts";

export type FoundFile =
  | { readonly ok: true; readonly name: string; readonly text: string }
  | { readonly ok: false; readonly failure: ReadFailure };

/**
 * Looks for a file as GNU m4 does (src/path.c): by its name first, then, unless the name is absolute, in the
 * directories of `-I` and M4PATH. The first failure is the one that is told.
 */
export function findFile(machine: Machine, wanted: string): FoundFile {
  const emulated = machine.written.get(wanted);
  if (emulated !== undefined) return { ok: true, name: wanted, text: emulated };
  if (wanted === "") return { ok: false, failure: { kind: "missing", reason: "no such file" } };
  const first = machine.reader(wanted);
  if (first.ok) return { ok: true, name: wanted, text: first.file.text };
  if (!wanted.startsWith("/")) {
    for (const directory of machine.includeDirectories) {
      const name = joined(directory, wanted);
      const result = machine.reader(name);
      if (result.ok) return { ok: true, name, text: result.file.text };
    }
  }
  return { ok: false, failure: first.failure };
}

/** file_name_concat() of gnulib: one slash between, none doubled. */
function joined(directory: string, name: string): string {
  const base = directory.replace(/\/+$/, "");
  if (base === "" && directory !== "") return `/${name}`;
  return base === "" ? name : `${base}/${name}`;
}

/** strerror() for the ways in which a file cannot be opened. */
export function openFailure(failure: ReadFailure): string {
  switch (failure.kind) {
    case "missing":
      return "No such file or directory";
    case "directory":
      return "Is a directory";
    case "too-large":
      return "File too large";
    case "unreadable":
      return failure.reason === "permission denied" ? "Permission denied" : failure.reason;
  }
}
