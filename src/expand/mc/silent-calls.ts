import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { McCall, McDirective } from "../../syntax/mc/ast.ts";
import { sectionNames } from "../../syntax/mc/sections.ts";
import { libraryOnlyFeatures } from "./builtin/features.ts";

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
  local_no_masquerade: ["approximate", "Postfix masquerades before it knows how a message is delivered."],
  no_default_msa: ["exact", "There is no submission service unless another line asks for it."],
  nocanonify: ["default", "Postfix does not replace names by what the DNS calls them."],
  notsticky: ["obsolete", "This is what sendmail does anyway since 8.7."],
  delay_checks: ["default", "Postfix looks at client and sender when the recipient is named (smtpd_delay_reject)."],
  nodns: ["obsolete", "sendmail itself dropped this feature."],
  nouucp: ["exact", "An exclamation mark in an address means nothing special in Postfix either."],
  nopercenthack: ["exact", "A per cent sign in an address means nothing special."],
  relay_entire_domain: ["approximate", "Clients and recipients of the host's own domain may relay."],
  use_ct_file: ["default", "Postfix lets every local user choose a sender address."],
  use_cw_file: ["exact", "The names in the file are local domains."],
  promiscuous_relay: [
    "manual",
    "An open relay is not carried over: the new host relays for its own networks and domains only.",
  ],
  smrsh: ["approximate", "Commands of aliases run by smrsh (local_command_shell), which must be installed."],
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
  if (missing) return claim("manual", missing.code, `${missing.message}; what it holds is not known.`);
  if (directive.kind === "cf-line") {
    return claim("default", "MC1101", "m4 passes no line on from here: the text is discarded or part of a comment.");
  }
  if (arranging.has(directive.name)) {
    return claim("default", "MC1100", "This call arranges the file; mail is not changed by it.");
  }
  const known = featureOf(directive);
  if (known) return claim(known[0], "MC1102", known[1]);
  if (
    !hasLibrary &&
    directive.name === "FEATURE" &&
    libraryOnlyFeatures.includes(directive.args[0]?.text.trim() ?? "")
  ) {
    return claim("manual", "MC1103", "Only the m4 library knows the rules of this feature; name it with --cf-dir.");
  }
  return claim("default", "MC1101", "No line of sendmail.cf comes from this call: it has no effect there.");
}

function isMissing({ code }: Diagnostic): boolean {
  return code === "MC1010" || code === "MC1011" || code === "MC1012";
}

function featureOf({ name, args }: McCall): readonly [Disposition, string] | undefined {
  const feature = args[0]?.text.trim() ?? "";
  return name === "FEATURE" && Object.hasOwn(features, feature) ? features[feature] : undefined;
}
