/** What senders and administrators are told about mail that fails. */
export interface NoticeValues {
  /** Where undeliverable bounces go; empty: nowhere. */
  readonly doubleBounceAddress: string;
  /** Gets a copy of every bounce. */
  readonly postmasterCopy: string;
  /** Text before every bounce, or with a leading slash the file that holds it. */
  readonly bounceText: string;
  /** Bounces are in MIME form with a status report. */
  readonly mimeBounces: boolean;
  /** The header Return-Receipt-To asks for a notice. */
  readonly receiptHeader: boolean;
  /** The header Errors-To names who gets bounces. */
  readonly errorsToHeader: boolean;
  /** Last resort for bounces that nobody takes. */
  readonly deadLetterFile: string;
  /** How a failed submission on the command line is told. */
  readonly commandLineErrors: string;
  /** Permanent errors are treated as temporary ones. */
  readonly softBounce: boolean;
}
