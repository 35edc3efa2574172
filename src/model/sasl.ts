/** Log-in of clients, and of this host elsewhere. */
export interface SaslValues {
  /** Offered mechanisms, upper case. */
  readonly mechanisms: readonly string[];
  readonly realm: string;
  readonly noPlainTextWithoutTls: boolean;
  readonly noAnonymous: boolean;
  readonly noActiveAttacks: boolean;
  readonly noDictionaryAttacks: boolean;
  readonly forwardSecrecy: boolean;
  readonly mutual: boolean;
  readonly passCredentials: boolean;
  /** Tell the next host the client's identity only when it logged in. */
  readonly identityOnlyWhenLoggedIn: boolean;
  readonly securityLayerBits: number;
  /** Old file with this host's own log-in: identities, secret, realm, one a line. */
  readonly ownLoginFile: string;
}
