/** An answer that refuses mail. */
export interface Refusal {
  readonly temporary: boolean;
  /** Three digits. */
  readonly code: string;
  /** `5.1.1` and the like. */
  readonly status: string;
  readonly text: string;
}
