/**
 * What a message has that is handed over on the host itself, by a user or a program (main.c: daemon_flags is "c u" but
 * for daemons): names are completed even where FEATURE nocanonify spares the DNS, and users need no domain.
 */
export const submitted = { daemon_flags: "c u" } as const;
