/** What the server tells and asks of strangers. */
export interface PrivacyValues {
  /** Users and lists cannot be asked for. */
  readonly noVerify: boolean;
  readonly noExpand: boolean;
  readonly noVerbose: boolean;
  readonly noQueueRequests: boolean;
  readonly requireHelo: boolean;
  readonly requireHeloForExpand: boolean;
  readonly requireHeloForVerify: boolean;
  /** No notices of successful delivery. */
  readonly noReceipts: boolean;
  /** Bounces never hold the message itself. */
  readonly noBodyInBounces: boolean;
  readonly queueListForAdministrators: boolean;
  readonly queueRunForAdministrators: boolean;
  readonly expansionForAdministrators: boolean;
  /** Mark messages whose sender may not be who he says. */
  readonly warnOfForgery: boolean;
  readonly noActualRecipient: boolean;
  /** Words of the option that are not known. */
  readonly unknownWords: readonly string[];
  /** Greeting, with `{host}` for the host's name; other parts were dropped when `changed` is true. */
  readonly greeting: { readonly text: string; readonly changed: boolean };
  readonly acceptHeloWithoutName: boolean;
}
