/** Encryption of connections. Paths are absolute on the old host. */
export interface TlsValues {
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly authorityFile: string;
  readonly authorityDirectory: string;
  /** Authorities that this host trusts as a client, where they are others. */
  readonly clientAuthorityFile: string;
  readonly clientAuthorityDirectory: string;
  readonly revocationFile: string;
  readonly revocationDirectory: string;
  /** OpenSSL cipher string. */
  readonly ciphers: string;
  /** OpenSSL cipher suites of TLS 1.3. */
  readonly cipherSuites: string;
  /** `builtin`, `none`, or the path of a file. */
  readonly dhParameters: string;
  /** OpenSSL option words (`SSL_OP_NO_SSLv3`, `-SSL_OP_...`). */
  readonly serverOptions: readonly string[];
  readonly clientOptions: readonly string[];
  /** Ask clients for a certificate. */
  readonly askClientCertificate: boolean;
  /** Digest by which certificates are named. */
  readonly fingerprintDigest: string;
  /** Source of random numbers (`egd:/path`, `file:/path`). */
  readonly randomSource: string;
  /** Check the certificates of destinations by what DNSSEC says of them: `no`, `yes`, `always`. */
  readonly dane: "no" | "yes" | "always";
  /** After a failed handshake send the message in the clear. */
  readonly clearAfterFailure: boolean;
  /** Fetch and honour the TLS rules that destinations publish (RFC 8461). */
  readonly strictTransport: boolean;
  /** Only algorithms that a government standard allows (FIPS 140). */
  readonly fips: boolean;
  readonly engine: string;
  readonly enginePath: string;
  /** Keep the other names of certificates for rules. */
  readonly alternativeNames: boolean;
}
