/**
 * Macros of sendmail's library that are written without parentheses and open a section: the lines after them are
 * lines of the cf file (cf/README; m4/cfhead.m4).
 */
export const sectionNames: ReadonlySet<string> = new Set([
  "LOCAL_CONFIG",
  "LOCAL_RULE_0",
  "LOCAL_RULE_1",
  "LOCAL_RULE_2",
  "LOCAL_RULE_3",
  "LOCAL_RULESETS",
  "LOCAL_NET_CONFIG",
  "LOCAL_SRV_FEATURES",
  "LOCAL_TRY_TLS",
  "LOCAL_TLS_RCPT",
  "LOCAL_TLS_CLIENT",
  "LOCAL_TLS_SERVER",
  "MAILER_DEFINITIONS",
  "PARSE_RULES",
  "LOCAL_UUCP",
]);
