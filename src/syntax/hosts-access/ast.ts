import type { Span } from "../../source/source-file.ts";

/** hosts.allow or hosts.deny of TCP Wrappers (hosts_access(5), hosts_options(5)). */
export interface HostsAccessFile {
  readonly path: string;
  readonly rules: readonly HostsAccessRule[];
  /** Lines that the library passes over with a complaint. */
  readonly broken: readonly { readonly at: Span; readonly text: string; readonly reason: string }[];
}

export interface HostsAccessRule {
  readonly at: Span;
  readonly text: string;
  readonly daemons: PatternList;
  readonly clients: PatternList;
  readonly options: readonly HostsAccessOption[];
}

/** `A B EXCEPT C D EXCEPT E`: any of A and B, unless one of C and D that is not E (hosts_access.c, list_match). */
export interface PatternList {
  readonly patterns: readonly string[];
  readonly except: PatternList | undefined;
}

/** `twist /bin/echo no`, `severity mail.info`, `deny`; names in lower case. */
export interface HostsAccessOption {
  readonly name: string;
  readonly value: string;
}
