import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { McCall, McDirective } from "../../syntax/mc/ast.ts";
import { sectionNames } from "../../syntax/mc/sections.ts";

/** Calls that arrange text and configure nothing by themselves. */
const arranging: ReadonlySet<string> = new Set([
  "VERSIONID",
  "divert",
  "undivert",
  "changequote",
  "changecom",
  "errprint",
  "m4wrap",
  "include",
  "sinclude",
  "ifdef",
  "ifelse",
  "PUSHDIVERT",
  "POPDIVERT",
  ...sectionNames,
]);

/** Features that take rules away or change words inside the library's rules, so that no line is theirs alone. */
const features: Readonly<Record<string, readonly [Disposition, string]>> = {
  accept_unresolvable_domains: ["exact", "smtpd does not ask the DNS for the domain of a sender."],
  accept_unqualified_senders: ["default", "Postfix takes senders without a domain and appends its own."],
  always_add_domain: ["default", "Postfix appends its own domain to every address without one."],
  allmasquerade: ["approximate", "Header recipients are masqueraded too; see masquerade_classes."],
  blocklist_recipients: ["exact", "The access table may refuse recipients."],
  blacklist_recipients: ["exact", "The access table may refuse recipients."],
  compat_check: [
    "unsupported",
    "Compat: rows of the access table refuse single pairs of sender and recipient. Restriction classes (smtpd_restriction_classes) can do that for a few recipients.",
  ],
  delay_checks: ["default", "Postfix looks at client and sender when the recipient is named (smtpd_delay_reject)."],
  generics_entire_domain: ["exact", "Hosts below these domains are looked up as the domains are."],
  greet_pause: [
    "approximate",
    "Only GreetPause: rows of the access table ask for a pause; postscreen(8) can hold one.",
  ],
  limited_masquerade: ["exact", "Only the domains that are named are masqueraded, not all local ones."],
  local_no_masquerade: ["approximate", "Postfix masquerades before it knows how a message is delivered."],
  lookupdotdomain: ["exact", "Keys of the access table with a leading dot match hosts below."],
  masquerade_entire_domain: ["exact", "Hosts below the masqueraded domains are masqueraded too."],
  masquerade_envelope: ["exact", "Envelope senders are masqueraded, not only headers."],
  no_default_msa: ["exact", "There is no submission service unless another line asks for it."],
  nocanonify: ["default", "Postfix does not replace names by what the DNS calls them."],
  nodns: ["obsolete", "sendmail itself dropped this feature."],
  notsticky: ["obsolete", "This is what sendmail does anyway since 8.7."],
  nouucp: ["exact", "An exclamation mark in an address means nothing special in Postfix either."],
  nopercenthack: ["exact", "A per cent sign in an address means nothing special."],
  preserve_local_plus_detail: ["exact", "Addresses keep their +detail: Postfix is not told of a delimiter."],
  preserve_luser_host: ["default", "It changes nothing: the host of a local name is not known there (sendmail 8.17)."],
  promiscuous_relay: [
    "manual",
    "An open relay is not carried over: the new host relays for its own networks and domains only.",
  ],
  queuegroup: ["unsupported", "qgrp: rows of the access table choose a queue group; Postfix has one queue."],
  redirect: ["exact", "Mail to user@new.address.REDIRECT is answered with the new address."],
  relay_entire_domain: ["approximate", "Clients and recipients of the host's own domain may relay."],
  relay_hosts_only: ["exact", "Names of relayed domains and clients match whole hosts only."],
  smrsh: ["approximate", "Commands of aliases run by smrsh (local_command_shell), which must be installed."],
  stickyhost: ["exact", "Names with a local domain are not looked up in aliases where MAIL_HUB is set."],
  tls_session_features: ["obsolete", "sendmail itself always looks at these entries today."],
  use_client_ptr: [
    "approximate",
    "smtpd compares the access table with the verified name of the client, not with its PTR record.",
  ],
  use_ct_file: ["default", "Postfix lets every local user choose a sender address."],
  use_cw_file: ["exact", "The names in the file are local domains."],
  virtuser_entire_domain: ["exact", "Hosts below the virtual domains are looked up as the domains are."],
};

/**
 * What becomes of a directive that no line of the expanded file comes from. The expanded file is what sendmail would
 * run, so such a directive changes nothing, unless its file was missing or a feature works by leaving something out.
 */
export function silentClaim(directive: McDirective, findings: readonly Diagnostic[], hasLibrary: boolean): Claim {
  const at = directive.span;
  const missing = findings.find((one) => isMissing(one) && one.at?.line === at.line);
  const claim = (disposition: Disposition, code: DiagnosticCode, note: string): Claim => ({
    at,
    disposition,
    code,
    note,
  });
  const gone = featureClaim(directive);
  if (missing && gone?.disposition !== "obsolete")
    return claim("manual", missing.code, `${missing.message}; what it holds is not known.`);
  const stopped = findings.find(({ code }) => endsM4.has(code));
  const arranges = directive.kind === "call" && arranging.has(directive.name);
  if (stopped && (!arranges || stopped.at?.line === at.line)) {
    const where = stopped.at ? ` (line ${stopped.at.line})` : "";
    const note = `m4 stops in this file${where}: ${stopped.message}. No sendmail.cf comes of it until that is mended.`;
    return claim("manual", stopped.code, note);
  }
  if (directive.kind === "cf-line") {
    return claim("default", "MC1101", "m4 passes no line on from here: the text is discarded or part of a comment.");
  }
  if (arranges) {
    return claim("default", "MC1100", "This call arranges the file; mail is not changed by it.");
  }
  if (gone) return gone;
  if (!hasLibrary && findings.some((one) => one.code === "MC1040" && isUnheardOf(one) && one.at?.line === at.line)) {
    return claim("manual", "MC1103", "Only the m4 library could tell what this call does; name it with --cf-dir.");
  }
  return claim("default", "MC1101", "No line of sendmail.cf comes from this call: it has no effect there.");
}

/** At the end of a text that is still open m4 writes nothing of what it has collected and ends (scan_file, next_token). */
const endsM4: ReadonlySet<string> = new Set(["MC1001", "MC1002", "MC1003"]);

function isMissing({ code }: Diagnostic): boolean {
  return code === "MC1010" || code === "MC1011" || code === "MC1012";
}

/** The built-in macros say so of what they have never heard of. */
function isUnheardOf({ message }: Diagnostic): boolean {
  return message.endsWith("is not known without the m4 library");
}

/** What is known of a FEATURE by its name: it says more than that rules of the library came from it. */
export function featureClaim(directive: McDirective): Claim | undefined {
  const known = directive.kind === "call" ? featureOf(directive) : undefined;
  return known && { at: directive.span, disposition: known[0], code: "MC1102", note: known[1] };
}

function featureOf({ name, args }: McCall): readonly [Disposition, string] | undefined {
  const feature = args[0]?.text.trim() ?? "";
  return name === "FEATURE" && Object.hasOwn(features, feature) ? features[feature] : undefined;
}
