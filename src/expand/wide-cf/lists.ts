import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type Origin, written } from "../../source/origin.ts";
import type { ReadResult } from "../../source/site.ts";
import { lineSpan } from "../../source/source-file.ts";
import { textOf, type WideDefinition } from "./definition.ts";
import { resolveMacros, type WideNames } from "./names.ts";

/** Reads a file that a definition names: absolute paths below the site root, others beside the definition. */
export type ReadSiteFile = (path: string) => ReadResult;

export interface ListEntry {
  readonly text: string;
  /** The assignment, or the line of the file. */
  readonly origin: Origin;
}

export interface WideList {
  readonly entries: readonly ListEntry[];
  /** Set when the value names a file. */
  readonly file: { readonly path: string; readonly read: boolean } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const empty: WideList = { entries: [], file: undefined, diagnostics: [] };

/**
 * A list variable: words between blanks, or, when the value begins with `/`, a file with one entry a line and `#`
 * comments (a published example of CF-3.7W relay settings shows both).
 */
export function readList(definition: WideDefinition, name: string, names: WideNames, read: ReadSiteFile): WideList {
  const setting = definition.settings.get(name);
  const text = textOf(definition, name);
  if (!setting || text === undefined) return empty;
  if (text.startsWith("/")) return listFile(text, read, setting.assignment.valueSpan);
  const words = text.split(/\s+/).filter((word) => word !== "");
  return { ...empty, entries: words.map((word) => ({ text: resolveMacros(word, names), origin: setting.origin })) };
}

function listFile(path: string, read: ReadSiteFile, at: ReturnType<typeof lineSpan>): WideList {
  const result = read(path);
  if (!result.ok) {
    const finding = diagnose("WC1020", at, `The entries of ${path} are not known: ${result.failure.reason}.`);
    return { entries: [], file: { path, read: false }, diagnostics: [finding] };
  }
  const lines = result.file.text.split(/\r?\n/);
  const entries = lines.flatMap((line, index): readonly ListEntry[] => {
    const text = (line.split("#", 1)[0] ?? "").trim();
    const origin = written(lineSpan(result.file.path, index + 1, 1, line.length + 1));
    return text === "" ? [] : text.split(/\s+/).map((word) => ({ text: word, origin }));
  });
  return { entries, file: { path: result.file.path, read: true }, diagnostics: [] };
}

/** An octet prefix (`192.168.1`, with or without a final dot), as relay settings write addresses. */
export function isNetwork(text: string): boolean {
  return (
    /^\d{1,3}(\.\d{1,3}){0,3}\.?$/.test(text) && text.split(".").every((octet) => octet === "" || Number(octet) < 256)
  );
}

/** A domain name; a leading dot is dropped, for a domain stands for what is below it, too. */
export function domainIn(text: string): string | undefined {
  const name = text.toLowerCase().replace(/^\./, "").replace(/\.$/, "");
  return /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(name) ? name : undefined;
}
