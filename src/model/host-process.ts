/** How the mail system runs on its host. */
export interface HostProcessValues {
  /** `system`, or the value of TZ. */
  readonly timeZone: string;
  /** Account under which most of the work is done. */
  readonly runAs: string;
  /** Account that owns tables and control files. */
  readonly trustedUser: string;
  /** This configuration is the one of the submission program. */
  readonly submissionProgram: boolean;
  /** The host to which the submission program hands all mail, as the rules name it (`[127.0.0.1]`). */
  readonly submissionHost: string;
  /** File with the order in which services are asked for aliases and hosts. */
  readonly serviceOrderFile: string;
  /** Settings for every directory look-up (LDAP), as written. */
  readonly directoryDefaults: string;
  /** Interfaces are not asked for further names of this host. */
  readonly skipInterfaceNames: "all" | "loopback" | "none";
}

/** One variable of the environment of programs; value undefined: removed. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string | undefined;
}
