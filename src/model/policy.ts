import type { DeliveryAgent } from "./agents.ts";
import type { Answers } from "./answers.ts";
import type { ContentValues } from "./content.ts";
import type { Fact } from "./fact.ts";
import type { Filters } from "./filters.ts";
import type { HeaderPolicy } from "./headers.ts";
import type { EnvironmentVariable, HostProcessValues } from "./host-process.ts";
import type { LimitValues } from "./limits.ts";
import type { Listeners } from "./listeners.ts";
import type { LocalDeliveryValues } from "./local-delivery.ts";
import type { LoggingValues } from "./logging.ts";
import type { NoticeValues } from "./notices.ts";
import type { OutgoingSocket, OutgoingValues } from "./outgoing.ts";
import type { PrivacyValues } from "./privacy.ts";
import type { QueueGroupPolicy, QueueValues } from "./queue.ts";
import type { SaslValues } from "./sasl.ts";
import type { Section } from "./section.ts";
import type { TimeoutValues } from "./timeouts.ts";
import type { TlsValues } from "./tls.ts";

/** What a site wants done with mail, in nobody's words. One section a feature of lift and translate. */
export interface MailPolicy {
  readonly identity: Identity;
  readonly limits: Section<LimitValues>;
  readonly queue: Section<QueueValues>;
  readonly queueGroups: readonly Fact<QueueGroupPolicy>[];
  readonly outgoing: Section<OutgoingValues>;
  readonly outgoingSockets: readonly Fact<OutgoingSocket>[];
  readonly timeouts: Section<TimeoutValues>;
  readonly tls: Section<TlsValues>;
  readonly sasl: Section<SaslValues>;
  readonly filters: Filters;
  readonly privacy: Section<PrivacyValues>;
  readonly listeners: Listeners;
  readonly logging: Section<LoggingValues>;
  readonly agents: readonly Fact<DeliveryAgent>[];
  readonly localDelivery: Section<LocalDeliveryValues>;
  readonly notices: Section<NoticeValues>;
  readonly content: Section<ContentValues>;
  readonly headers: readonly Fact<HeaderPolicy>[];
  readonly hostProcess: Section<HostProcessValues>;
  readonly environment: readonly Fact<EnvironmentVariable>[];
  /** Users who may name another sender. */
  readonly trustedUsers: readonly Fact<readonly string[]>[];
  readonly answers: Answers;
}

export interface Identity {
  /** Fully qualified name of this host as it greets. */
  readonly hostName: Fact<string>;
}
