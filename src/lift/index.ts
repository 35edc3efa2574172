import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { MailPolicy } from "../model/policy.ts";
import { liftAnswers } from "./answers.ts";
import { liftContent } from "./content.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftDeliveryAgents } from "./delivery-agents.ts";
import { liftFilters } from "./filters.ts";
import { liftHeaders } from "./headers.ts";
import { liftEnvironment, liftHostProcess } from "./host-process.ts";
import { liftIdentity } from "./identity.ts";
import { liftLimits } from "./limits.ts";
import { liftListeners } from "./listeners.ts";
import { liftLocalDelivery } from "./local-delivery.ts";
import { liftLogging } from "./logging.ts";
import { liftNotices } from "./notices.ts";
import { liftObsoleteLines } from "./obsolete-lines.ts";
import { liftOutgoing, liftOutgoingSockets } from "./outgoing.ts";
import { liftPrivacy } from "./privacy.ts";
import { liftQueue } from "./queue.ts";
import { liftQueueGroups } from "./queue-groups.ts";
import { liftSasl } from "./sasl.ts";
import { liftTimeouts } from "./timeouts.ts";
import { liftTls } from "./tls.ts";
import { liftTrustedUsers } from "./trusted-users.ts";

/** The whole policy of a sendmail configuration: every feature asked once, their claims and findings put together. */
export function liftPolicy(context: LiftContext): Lifted<MailPolicy> {
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  const take = <T>(lifted: Lifted<T>): T => {
    claims.push(...lifted.claims);
    diagnostics.push(...lifted.diagnostics);
    return lifted.value;
  };
  const value: MailPolicy = {
    identity: take(liftIdentity(context)),
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
  };
  take(liftObsoleteLines(context));
  return { value, claims, diagnostics };
}
