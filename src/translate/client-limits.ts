import type { Claim } from "../diagnostics/disposition.ts";
import type { Fact } from "../model/fact.ts";
import type { Parameter } from "../postfix/config.ts";
import type { Origin } from "../source/origin.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { claimsFor } from "./shared/claim.ts";
import { type ClientLimit, clientLimitEntries, generalLimit } from "./shared/client-limit-entries.ts";
import { clientCodes } from "./shared/codes.ts";
import { restrictionRank } from "./shared/restriction-rank.ts";

/**
 * Pauses and limits. Postfix has one number for all clients and a list of those that are exempt, so the entry for
 * everybody gives the number, entries of 0 the list, and the rest is lost.
 */
export function translateClientLimits({ policy }: TranslateContext): Partial<Translated> {
  const { greetingPause, connectionRate, connections } = policy.clientLimits;
  const limits = clientLimitEntries(policy);
  const exempt = exemptClients(limits);
  const origins = [...(connectionRate?.origins ?? []), ...(connections?.origins ?? [])];
  const parameters: Parameter[] = [
    countLimit(connections, generalLimit(limits, "connections")),
    ...rateLimit(connectionRate, generalLimit(limits, "connection-rate")),
    ...(exempt.length > 0
      ? [
          {
            name: "smtpd_client_event_limit_exceptions",
            value: ["$mynetworks", ...exempt].join(", "),
            origins,
            group: "limits" as const,
          },
        ]
      : []),
  ];
  const pause = greetingPause ? pauseParts(greetingPause, limits) : undefined;
  return {
    parameters,
    words: pause?.words ?? [],
    claims: [
      ...claimsFor(
        origins,
        "approximate",
        clientCodes,
        "One number holds for all clients; single clients can only be exempt.",
      ),
      ...(pause?.claims ?? []),
    ],
  };
}

/** Without a limit on the old host there is none: Postfix's own default for connections is 50. */
function countLimit(feature: Fact<true> | undefined, value = 0): Parameter {
  const origins: readonly Origin[] = feature?.origins ?? [{ kind: "defaulted", by: "sendmail" }];
  return { name: "smtpd_client_connection_count_limit", value: String(value), origins, group: "limits" };
}

/** Postfix's own default is no limit. */
function rateLimit(feature: Fact<true> | undefined, value: number | undefined): readonly Parameter[] {
  if (!feature || value === undefined) return [];
  const { origins } = feature;
  return [{ name: "smtpd_client_connection_rate_limit", value: String(value), origins, group: "limits" }];
}

function exemptClients(limits: readonly ClientLimit[]): readonly string[] {
  const names = limits.flatMap(({ limit, subject, value }) => {
    if (limit === "greeting-pause" || value !== 0) return [];
    if (subject.kind === "network") return [`${subject.network.address}/${subject.network.prefix}`];
    return subject.kind === "domain" ? [subject.domain] : [];
  });
  return [...new Set(names)];
}

/** smtpd itself can wait and then look whether the client has talked: sleep and reject_unauth_pipelining. */
function pauseParts(
  pause: Fact<number | undefined>,
  limits: readonly ClientLimit[],
): Pick<Translated, "words"> & { readonly claims: readonly Claim[] } {
  const milliseconds = pause.value ?? generalLimit(limits, "greeting-pause");
  if (milliseconds === undefined || milliseconds <= 0) {
    return {
      words: [],
      claims: claimsFor(
        pause.origins,
        "manual",
        clientCodes,
        "Pauses for single clients have no counterpart; postscreen(8) makes all strangers wait.",
      ),
    };
  }
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const word = (text: string, offset: number) => ({
    parameter: "smtpd_client_restrictions",
    rank: restrictionRank.client.pace + offset,
    word: text,
    origins: pause.origins,
    group: "access" as const,
  });
  return {
    words: [word("permit_mynetworks", 0), word(`sleep ${seconds}`, 1), word("reject_unauth_pipelining", 2)],
    claims: claimsFor(
      pause.origins,
      "approximate",
      clientCodes,
      "smtpd waits before it answers the first recipient, not before the greeting; postscreen(8) is the stronger choice.",
    ),
  };
}
