/** A header that the old host puts into messages. */
export interface HeaderPolicy {
  readonly name: string;
  /**
   * `stock`: every mail system makes it · `fixed`: this text is added when the header is absent · `never`: no agent asks
   * for it · `placeholder`: no text, only its place in the order · `computed`: text that depends on the message ·
   * `checked`: the text of arriving mail is judged by rules.
   */
  readonly kind: "stock" | "fixed" | "never" | "placeholder" | "computed" | "checked";
  /** Text to add; for `computed` and `checked` as the old host wrote it. */
  readonly text: string;
  /** Only mail for these agents has it; empty: all mail. */
  readonly agents: readonly string[];
}
