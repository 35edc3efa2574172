import { type Disposition, dispositions } from "../../../src/diagnostics/disposition.ts";

/** Text that can stand in one cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** `3 exact, 1 manual`: how often each disposition stands in the rows. */
export function counted(rows: readonly { readonly disposition: Disposition }[]): string {
  return dispositions
    .map((one) => ({ one, count: rows.filter(({ disposition }) => disposition === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${count} ${one}`)
    .join(", ");
}
