/** How long mail is kept and how often it is tried. Times are seconds. */
export interface QueueValues {
  readonly directory: string;
  /** After this time undeliverable mail goes back to its sender; 0: at once. */
  readonly lifetime: number;
  readonly urgentLifetime: number;
  readonly bulkLifetime: number;
  readonly bounceLifetime: number;
  /** After this time the sender is told that mail is late; 0: never. */
  readonly warnAfter: number;
  readonly urgentWarnAfter: number;
  readonly bulkWarnAfter: number;
  readonly bounceWarnAfter: number;
  /** Shortest time between two tries of a message. */
  readonly shortestRetry: number;
  /** Longest time between two tries of a message. */
  readonly longestRetry: number;
  /** How long a host that did not answer is left alone. */
  readonly hostStatusAge: number;
  /** Where that memory is kept between runs. */
  readonly hostStatusDirectory: string;
  /** `now`: deliver at once; `queued`: only by a queue run; `deferred`: that, and look nothing up before. */
  readonly deliver: "now" | "queued" | "deferred";
  /** Mail for agents that cost money waits for a queue run. */
  readonly holdExpensive: boolean;
  /** One connection at a time to any host. */
  readonly oneConnectionPerHost: boolean;
  /** Processes that deliver from the queue. */
  readonly runners: number;
  /** Processes that deliver from one queue. */
  readonly runnersPerQueue: number;
  /** Messages that one queue run looks at; 0: all. */
  readonly messagesPerRun: number;
  /** Recipients after which the state of a message is written down. */
  readonly checkpoint: number;
  /** Mail is on disk before it is acknowledged. */
  readonly safe: boolean;
  /** Mode of queue files, octal digits. */
  readonly fileMode: string;
  /** Nice value of queue runs. */
  readonly nice: number;
  /** Shortest time within which a sender may ask for delivery. */
  readonly deliverByMinimum: number;
}

/** A named queue of its own (`fast`), and what it asks for in words of its own: `interval` seconds, `runners`. */
export interface QueueGroupPolicy {
  readonly name: string;
  readonly interval: number | undefined;
  readonly runners: number | undefined;
  readonly recipientsPerDelivery: number | undefined;
  readonly nice: number | undefined;
}
