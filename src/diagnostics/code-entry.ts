/** One row of the code catalogue. */
export interface CodeEntry {
  readonly severity: "error" | "warning" | "info" | "hint";
  /** A short sentence that says what the code stands for, without the particulars of one case. */
  readonly title: string;
}
