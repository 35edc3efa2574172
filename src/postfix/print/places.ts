import { type Origin, primarySpan } from "../../source/origin.ts";

const SHOWN = 6;

/** `sendmail.cf:112, aliases:4 and 3 more`: the source places of a directive, in order, each once. */
export function places(origins: readonly Origin[]): string {
  const spans = origins.flatMap((origin) => primarySpan(origin) ?? []);
  spans.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  const unique = [...new Set(spans.map((span) => `${span.file}:${span.line}`))];
  const more = unique.length - SHOWN;
  return more > 1 ? `${unique.slice(0, SHOWN).join(", ")} and ${more} more` : unique.join(", ");
}
