import { readFileSync } from "node:fs";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

export type Baseline =
  | { readonly ok: true; readonly diagnostics: readonly Diagnostic[]; readonly accepted: number }
  | { readonly ok: false; readonly message: string };

/**
 * Takes away the findings that an earlier run had (the JSON of `check`). A finding is the same when its code, file and
 * message are: its line may have moved. Each one of the baseline accepts one finding.
 */
export function acceptBaseline(diagnostics: readonly Diagnostic[], path: string | undefined): Baseline {
  if (path === undefined) return { ok: true, diagnostics, accepted: 0 };
  const known = readBaseline(path);
  if (typeof known === "string") return { ok: false, message: `cannot read ${path}: ${known}` };
  const fresh = diagnostics.filter((one) => {
    const left = known.get(keyOf(one)) ?? 0;
    if (left > 0) known.set(keyOf(one), left - 1);
    return left === 0;
  });
  return { ok: true, diagnostics: fresh, accepted: diagnostics.length - fresh.length };
}

type Known = Pick<Diagnostic, "code" | "message"> & { readonly at?: { readonly file: string } };

function keyOf({ code, at, message }: Known): string {
  return [code, at?.file ?? "", message].join("\0");
}

function readBaseline(path: string): Map<string, number> | string {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as { readonly diagnostics?: unknown };
    if (!Array.isArray(value?.diagnostics)) return "it is not the JSON of an earlier check";
    const counts = new Map<string, number>();
    for (const one of value.diagnostics as readonly Known[]) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
    return counts;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "no such file; `check --output json=FILE` makes one" : (code ?? "it is no JSON");
  }
}
