import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import { noBehaviour } from "../model/behaviour.ts";
import type { MailPolicy } from "../model/policy.ts";
import { liftAccess } from "./access.ts";
import { liftAddedDomain } from "./added-domain.ts";
import { liftAddressSyntax } from "./address-syntax.ts";
import { liftAliases } from "./aliases.ts";
import { liftAnswers } from "./answers.ts";
import { liftAuthInfo } from "./auth-info.ts";
import { liftBadExchangers } from "./bad-exchangers.ts";
import { liftClientLimits } from "./client-limits.ts";
import { liftContent } from "./content.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftDeliveryAgents } from "./delivery-agents.ts";
import { liftDirectDomains } from "./direct-domains.ts";
import { liftDnsLists } from "./dns-lists.ts";
import { liftDomainTable } from "./domain-table.ts";
import { liftFilters } from "./filters.ts";
import { liftGenerics } from "./generics.ts";
import { liftHeaders } from "./headers.ts";
import { liftHeloNames } from "./helo-names.ts";
import { liftEnvironment, liftHostProcess } from "./host-process.ts";
import { liftHub } from "./hub.ts";
import { liftIdentity } from "./identity.ts";
import { liftLibrarySymbols } from "./library-symbols.ts";
import { liftLimits } from "./limits.ts";
import { liftListeners } from "./listeners.ts";
import { liftLocalDelivery } from "./local-delivery.ts";
import { liftLocalDomains } from "./local-domains.ts";
import { liftLogging } from "./logging.ts";
import { liftMailerTable } from "./mailer-table.ts";
import { liftMasquerade } from "./masquerade.ts";
import { liftNotices } from "./notices.ts";
import { liftObsoleteLines } from "./obsolete-lines.ts";
import { liftOldNetworks } from "./old-networks.ts";
import { liftOutgoing, liftOutgoingSockets } from "./outgoing.ts";
import { liftPrivacy } from "./privacy.ts";
import { liftQueue } from "./queue.ts";
import { liftQueueGroups } from "./queue-groups.ts";
import { liftRelayPermission } from "./relay-permission.ts";
import { liftRules } from "./rules.ts";
import { liftSasl } from "./sasl.ts";
import { liftSmartHost } from "./smart-host.ts";
import { liftTimeouts } from "./timeouts.ts";
import { liftTls } from "./tls.ts";
import { liftTrustedUsers } from "./trusted-users.ts";
import { liftUserDatabase } from "./user-database.ts";
import { liftVirtualUsers } from "./virtual-users.ts";

/** The whole policy of a sendmail configuration: every feature asked once, their claims and findings put together. */
export function liftPolicy(context: LiftContext): Lifted<MailPolicy> {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  const take = <T>(lifted: Lifted<T>): T => {
    // One by one: a file may have more of them than a call takes arguments.
    for (const claim of lifted.claims) claims.push(claim);
    for (const diagnostic of lifted.diagnostics) diagnostics.push(diagnostic);
    return lifted.value;
  };
  const value: MailPolicy = {
    identity: take(liftIdentity(context)),
    addressSyntax: take(liftAddressSyntax(context)),
    localDomains: take(liftLocalDomains(context)),
    virtualUsers: take(liftVirtualUsers(context)),
    domainTable: take(liftDomainTable(context)),
    addedDomain: take(liftAddedDomain(context)),
    masquerade: take(liftMasquerade(context)),
    generics: take(liftGenerics(context)),
    aliases: take(liftAliases(context)),
    userDatabase: take(liftUserDatabase(context)),
    hub: take(liftHub(context)),
    mailerTable: take(liftMailerTable(context)),
    directDomains: take(liftDirectDomains(context)),
    smartHost: take(liftSmartHost(context)),
    relayPermission: take(liftRelayPermission(context)),
    access: take(liftAccess(context)),
    dnsLists: take(liftDnsLists(context)),
    heloNames: take(liftHeloNames(context)),
    badExchangers: take(liftBadExchangers(context)),
    clientLimits: take(liftClientLimits(context)),
    // Only other notations have these: a sendmail.cf says it by rules.
    clientLists: undefined,
    connectionRules: undefined,
    officialName: undefined,
    authInfo: take(liftAuthInfo(context)),
    limits: take(liftLimits(context)),
    queue: take(liftQueue(context)),
    queueGroups: take(liftQueueGroups(context)),
    outgoing: take(liftOutgoing(context)),
    outgoingSockets: take(liftOutgoingSockets(context)),
    timeouts: take(liftTimeouts(context)),
    tls: take(liftTls(context)),
    sasl: take(liftSasl(context)),
    filters: take(liftFilters(context)),
    privacy: take(liftPrivacy(context)),
    listeners: take(liftListeners(context)),
    logging: take(liftLogging(context)),
    agents: take(liftDeliveryAgents(context)),
    localDelivery: take(liftLocalDelivery(context)),
    notices: take(liftNotices(context)),
    content: take(liftContent(context)),
    headers: take(liftHeaders(context)),
    hostProcess: take(liftHostProcess(context)),
    environment: take(liftEnvironment(context)),
    trustedUsers: take(liftTrustedUsers(context)),
    answers: take(liftAnswers(context)),
    residue: take(liftRules(context)),
    // Rules are run later, and only where a person wrote some: src/pipeline/by-behaviour.ts.
    behaviour: noBehaviour,
  };
  take(liftLibrarySymbols(context));
  take(liftObsoleteLines(context));
  take(liftOldNetworks(context));
  return { value, claims, diagnostics };
}
