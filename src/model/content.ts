/** What is done with the text of messages and addresses. */
export interface ContentValues {
  /** 8-bit text that is not declared: passed on, converted or refused. */
  readonly undeclaredEightBit: "pass" | "convert" | "refuse";
  readonly stripToSevenBit: boolean;
  readonly defaultCharacterSet: string;
  readonly rejectNul: boolean;
  /** What is added when no header names a recipient. */
  readonly noRecipientHeader: "none" | "to" | "bcc" | "apparently-to" | "undisclosed";
  readonly blankSeparatedAddresses: boolean;
  /** A leading `From ` line of submitted mail is kept. */
  readonly keepFromLine: boolean;
  readonly fromLine: string;
  /** A line with a single dot does not end submitted mail. */
  readonly ignoreDots: boolean;
  readonly singleLineFrom: boolean;
  readonly quotedCharacters: string;
  readonly colonInAddress: boolean;
  /** Put in place of a blank in an address. */
  readonly blankReplacement: string;
  /** Characters that part an address. */
  readonly operators: string;
  /** Addresses and headers may hold UTF-8 (RFC 6531). */
  readonly utf8Addresses: boolean;
  readonly eightBitAddresses: boolean;
  /** The header Bcc: of submitted mail is passed on. */
  readonly keepBcc: boolean;
  /** Text of the answer to a message that was taken. */
  readonly acceptText: string;
  /** Rules can tell addresses of the envelope from those of headers. */
  readonly addressKinds: boolean;
  /** Copies by hidden recipients. */
  readonly addBcc: boolean;
}
