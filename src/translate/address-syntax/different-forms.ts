import type { Claim } from "../../diagnostics/disposition.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { Origin } from "../../source/origin.ts";
import type { TranslateContext, Translated } from "../context.ts";
import { claimsFor } from "../shared/claim.ts";
import { nameCodes } from "../shared/codes.ts";

/**
 * Spellings that Postfix reads in its own way, whatever its configuration says (trivial-rewrite(8): a name without a
 * dot is completed, and only recipients of this host lose a `%`; smtpd(8): a sender is judged as it was written).
 */
export function translateDifferentForms({ policy }: TranslateContext): Partial<Translated> {
  const { addressSyntax, localDomains, access } = policy;
  const { undottedDomains, percentHack, foreignLiterals, completesShortNames, uucpDomainRemoved, decnetNames } =
    addressSyntax;
  const { completesSubmittedOnly } = addressSyntax;
  const claims: Claim[] = [];
  const says = (origins: Parameters<typeof claimsFor>[0], note: string, form: Claim["form"]): void =>
    void claims.push(...claimsFor(origins, "approximate", nameCodes, note, form));
  if (completesShortNames.value) {
    says(
      undottedDomains.flatMap(({ origins }) => origins),
      "A word of this class without a dot (user@word) gets the host's domain in Postfix, like every short name.",
      "completed-word",
    );
  }
  if (completesSubmittedOnly.value) {
    says(
      completesSubmittedOnly.origins,
      "Names without a dot get the host's domain in all mail; the old host completed them in mail from its own users only.",
      "undotted-name",
    );
  }
  const asked = namesAskedFirst(policy);
  if (asked.length > 0) {
    claims.push(
      ...claimsFor(
        completesShortNames.origins,
        "approximate",
        nameCodes,
        `${asked.join(", ")}: this host's own by its short name; the old host asked the DNS for the whole name first, and mail left where that is another host's.`,
        "short-local-name",
      ).map((claim) => ({ ...claim, names: asked.flatMap((name) => [name, `${name}.${domainOf(policy)}`]) })),
    );
  }
  if (percentHack.value === "route") {
    says(
      percentHack.origins,
      "A sender user%host@here is shown as it is written; only in recipients it becomes user@host.",
      "percent-sender",
    );
  }
  if (uucpDomainRemoved.value) {
    says(
      uucpDomainRemoved.origins,
      "user@host.uucp becomes user@host when a message is queued; the checks and the masquerading before that see the name as it is written.",
      "uucp-name",
    );
  }
  if (decnetNames.value) {
    says(
      decnetNames.origins,
      "A name below .DECNET left as node::user; Postfix takes and shows user@node.decnet as it is written.",
      "decnet-name",
    );
  }
  if (access.refusesUnqualifiedSenders.value) {
    says(
      firstOf(
        localDomains.sources,
        localDomains.names.flatMap(({ origins }) => origins),
        policy.identity.hostName.origins,
        access.refusesUnqualifiedSenders.origins,
      ),
      "A sender at this host's name without its domain (user@mail) is refused, as one without any domain is.",
      "short-own-sender",
    );
  }
  says(
    foreignLiterals.value ? foreignLiterals.origins : [],
    "An address literal of this host in another spelling ([IPv6:0:0:0:0:0:0:0:1]) is delivered here, not sent there.",
    "own-literal",
  );
  says(
    firstOf(
      localDomains.sources,
      localDomains.names.flatMap(({ origins }) => origins),
      policy.identity.hostName.origins,
    ),
    "Postfix takes mail for a postmaster without a domain from every client, makes a sender MAILER-DAEMON of this host the empty sender, takes senders at address literals whose address has no name, discards what a table says before it looks at the recipient, and refuses user@192.0.2.1 without brackets, whatever is configured.",
    "built-in",
  );
  return { claims };
}

/** The line that says most about whose mail this host takes. */
function firstOf(...lists: (readonly Origin[])[]): readonly Origin[] {
  return (lists.find((list) => list.length > 0) ?? []).slice(0, 1);
}

/**
 * Words of class w that are in it without the domain that the DNS search adds: ruleset 3 completes an address before it
 * looks into the class (proto.m4, Canonify2), so that only the DNS decides whose mail it is.
 */
function namesAskedFirst(policy: MailPolicy): readonly string[] {
  const { addressSyntax, localDomains, identity } = policy;
  const domain = domainOf(policy);
  if (!addressSyntax.completesShortNames.value || domain === "" || localDomains.none) return [];
  const names = new Set(localDomains.names.map(({ value }) => value));
  // With a domain of its own beside that of the DNS, the rules know this host's short names in that one only.
  const spared = identity.domainMacro === undefined ? ["localhost", identity.hostName.value.split(".", 1)[0]] : [];
  return [...names].filter(
    (name) => /^[\w-]+$/.test(name) && !spared.includes(name) && !names.has(`${name}.${domain}`),
  );
}

function domainOf({ identity }: MailPolicy): string {
  return identity.domainName.value;
}
