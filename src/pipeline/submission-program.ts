import { comparePolicies } from "../diff/policies.ts";
import { partBuilder, type SurroundingPart } from "../lift/surroundings/part.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LocatedSource } from "../source/locate.ts";
import { type OtherRequest, policyOfOther } from "./read-other.ts";

/** This host, as `D{MTAHost}` names it (cf/feature/msp.m4; RFC 5321 section 4.1.3). */
const loopback = /^\[?(localhost|127\.\d+\.\d+\.\d+|IPv6:::1|IPv6:0:0:0:0:0:0:0:1|::1)\]?\.?$/i;

/**
 * The submission program's own configuration (submit.cf, submit.mc; sendmail/SECURITY) beside the server's: it gives mail
 * of this host's programs to a server. To the one of this host Postfix's own sendmail(1) and pickup(8) do that, and no
 * second configuration is needed; what it does besides is said, for it would be lost.
 */
export function submissionProgram(source: LocatedSource, main: MailPolicy, request: OtherRequest): SurroundingPart {
  const part = partBuilder(source.site);
  const { submission, site } = source;
  if (!submission) return part;
  const policy = policyOfOther(source, submission, request);
  if (policy) part.file(submission.shown, ...verdict(policy, main));
  else part.file(submission.shown, "manual", "The submission program's configuration cannot be read.");
  const mc = submission.shown.replace(/\.cf$/, ".mc");
  if (mc !== submission.shown && site.exists(mc)) {
    part.file(mc, "obsolete", `${submission.shown}, which is made from it, is what runs.`);
  }
  return part;
}

function verdict(policy: MailPolicy, main: MailPolicy): readonly ["default" | "manual", string] {
  const host = submissionHostOf(policy);
  if (host === undefined) {
    return ["manual", "The submission program delivers by itself; Postfix's hands all mail to this host's server."];
  }
  const isHere =
    loopback.test(host) || host.replace(/^\[|\]$/g, "").toLowerCase() === main.identity.hostName.value.toLowerCase();
  if (!isHere) {
    return [
      "manual",
      `Mail of this host's programs went to ${host}, past this host's own server. Postfix's sendmail(1) gives it to the server here, whose routes decide: set relayhost = ${host} if all mail is to go there.`,
    ];
  }
  const lost = lostRewriting(policy, main);
  if (lost.length > 0) {
    return [
      "manual",
      `Besides handing mail to ${host} it changes senders as this host's server does not (${lost.join("; ")}): mail of programs loses that.`,
    ];
  }
  return [
    "default",
    `It hands mail of this host's programs to the server at ${host}. Postfix's own sendmail(1) and pickup(8) do that; no second configuration is needed.`,
  ];
}

/** `D{MTAHost}`, or the smart host of a submit.mc that is a null client (Debian's HACK msp_nullclient). */
function submissionHostOf({ hostProcess, smartHost }: MailPolicy): string | undefined {
  const route = smartHost.route?.value;
  return hostProcess.submissionHost?.value ?? (route?.kind === "relay" ? route.hosts[0]?.host : undefined);
}

/** What the submission program alone makes of senders. */
function lostRewriting(policy: MailPolicy, main: MailPolicy): readonly string[] {
  if (policy.masquerade.name === undefined) return [];
  return comparePolicies(main, policy)
    .filter(({ path, after }) => path === "masquerade.name" && after !== undefined)
    .map(
      ({ before, after }) =>
        `senders are shown at ${after}, here ${before === undefined ? "as they are" : `at ${before}`}`,
    );
}
