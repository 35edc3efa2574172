/**
 * agent: smtp(8) and lmtp(8): delivers a message to the recipients of one next hop
 *
 * The recipients of a message that go to the same place go there together, up to the service's
 * destination_recipient_limit.
 */
import { quoteLocal } from "../../postfix/address/quote.ts";
import type { Settings } from "../../postfix/read/settings.ts";
import { messagePieces } from "../cleanup/message-lines.ts";
import { mapField } from "../cleanup/rewrite-header.ts";
import { bounced, type DeliveryRequest, deferred, type Outcome } from "../delivery.ts";
import type { MailSystem } from "../mail-system.ts";
import { findDestination, type Hop } from "./destination.ts";
import { BrokenDialogue, openDialogue } from "./dialogue.ts";
import { FailedHandshake, type Transaction, transact, Unwilling } from "./transaction.ts";

export type Errand = Pick<DeliveryRequest, "queueId" | "envelope" | "recipient" | "message" | "nexthop" | "address"> & {
  readonly program: "smtp" | "lmtp";
  readonly service: string;
};

export type SmtpAgent = (errand: Errand) => Promise<Outcome>;

interface Waiting {
  readonly errand: Errand;
  readonly done: (outcome: Outcome) => void;
}

export function smtpAgent(system: MailSystem): SmtpAgent {
  const gathering = new Map<string, Waiting[]>();
  const go = (key: string): void => {
    const all = gathering.get(key) ?? [];
    gathering.delete(key);
    const [first] = all;
    if (!first) return;
    const settings = system.resolver.environment.settingsFor(first.errand.service, "unix");
    const most = settings.int("default_destination_recipient_limit") || all.length;
    for (let at = 0; at < all.length; at += most) {
      const some = all.slice(at, at + most);
      deliver(
        some.map(({ errand }) => errand),
        settings,
        system,
      ).then(
        (outcomes) => {
          for (const [index, { done }] of some.entries()) done(outcomes[index] ?? lost);
        },
        (error: Error) => {
          for (const { done } of some) done(deferred(first.errand.service, "4.3.0", error.message));
        },
      );
    }
  };
  return (errand) =>
    new Promise((done) => {
      const key = `${errand.queueId}\n${errand.service}\n${errand.nexthop}`;
      const before = gathering.get(key);
      if (before) before.push({ errand, done });
      else {
        gathering.set(key, [{ errand, done }]);
        setImmediate(go, key);
      }
    });
}

const lost = deferred("smtp", "4.3.0", "no outcome");

async function deliver(
  errands: readonly Errand[],
  settings: Settings,
  system: MailSystem,
): Promise<readonly Outcome[]> {
  const [first] = errands;
  if (!first) return [];
  const { program, nexthop } = first;
  const fallbacks = program === "smtp" ? settings.words("smtp_fallback_relay") : [];
  let end: Attempt = { over: false, problem: deferred("none", "4.4.1", `no host for ${nexthop}`) };
  // Next hops may be lists since Postfix 3.5 (src/smtp/smtp_connect.c).
  const hosts = program === "smtp" ? nexthop.split(/[\s,]+/).filter((host) => host !== "") : [nexthop];
  for (const place of [...hosts, ...fallbacks]) {
    end = await tryPlace(place, errands, settings, system);
    if (end.over) return end.outcomes;
  }
  const { problem } = end;
  return errands.map(() => problem);
}

/** What came of the hosts of one next hop: outcomes, or why the next place is to be tried. */
type Attempt =
  | { readonly over: true; readonly outcomes: readonly Outcome[] }
  | { readonly over: false; readonly problem: Outcome };

/** Also a destination that cannot be found waits for the fallback relays (src/smtp/smtp_connect.c, smtp_connect_inet). */
async function tryPlace(
  place: string,
  errands: readonly Errand[],
  settings: Settings,
  system: MailSystem,
): Promise<Attempt> {
  const { program } = errands[0] ?? { program: "smtp" as const };
  const needs = { names: system.names, settings, program, located: (path: string) => system.located(path) };
  const destination = await findDestination(place, needs);
  if (destination.kind !== "hops") {
    const end = destination.kind === "refused" ? bounced : deferred;
    return { over: false, problem: end("none", destination.dsn, destination.text) };
  }
  let problem = deferred("none", "4.4.1", `no host for ${place}`);
  const limit = settings.int(`${program}_mx_session_limit`) || destination.hops.length;
  let sessions = 0;
  for (const hop of destination.hops) {
    if (sessions >= limit) break;
    const transaction = transactionFor(errands, hop, place, settings, system);
    try {
      const outcomes = await session(hop, transaction, () => {
        sessions += 1;
      });
      return { over: true, outcomes };
    } catch (error) {
      if (error instanceof Unwilling && error.isFinal) {
        const refusal = bounced(hop.name, error.dsn, error.message);
        return { over: true, outcomes: errands.map(() => refusal) };
      }
      problem = problemOf(error, hop);
    }
  }
  return { over: false, problem };
}

/** One connection; where TLS is welcome but not asked for, a handshake that fails is followed by one without it. */
async function session(hop: Hop, transaction: Transaction, opened: () => void): Promise<readonly Outcome[]> {
  const { program, settings } = transaction;
  const wait = settings.seconds(`${program}_connect_timeout`) || 30;
  const once = async (given: Transaction): Promise<readonly Outcome[]> => {
    const dialogue = await openDialogue(hop.endpoint, wait, wrapped(settings, program));
    opened();
    try {
      return await transact(dialogue, given);
    } finally {
      dialogue.close();
    }
  };
  try {
    return await once(transaction);
  } catch (error) {
    if (!(error instanceof FailedHandshake)) throw error;
    return once({ ...transaction, withoutTls: true });
  }
}

function wrapped(settings: Settings, program: "smtp" | "lmtp"): { readonly rejectUnauthorized: false } | undefined {
  return settings.bool(`${program}_tls_wrappermode`) ? { rejectUnauthorized: false } : undefined;
}

function problemOf(error: unknown, hop: Hop): Outcome {
  if (error instanceof Unwilling) return deferred(hop.name, error.dsn, error.message);
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof BrokenDialogue) {
    return deferred(hop.name, "4.4.2", `${said} with ${hop.name.replace(/:\d+$/, "")}`);
  }
  const reason = /ECONNREFUSED/.test(said) ? "Connection refused" : said;
  return deferred("none", "4.4.1", `connect to ${hop.name}: ${reason}`);
}

/** smtp_generic_maps is asked for the envelope and the header of what leaves (generic(5)). */
function transactionFor(
  errands: readonly Errand[],
  hop: Hop,
  place: string,
  settings: Settings,
  system: MailSystem,
): Transaction {
  const [first] = errands;
  if (!first) throw new Error("a transaction without recipients");
  const { envelope, program, service } = first;
  const generic = (address: string): string => system.resolver.generic(address, service);
  const hasMaps = settings.words(`${program}_generic_maps`).length > 0;
  return {
    program,
    settings,
    peer: hop.name,
    withoutTls: false,
    sender: envelope.sender === "" ? "" : quoteLocal(generic(envelope.sender)),
    recipients: errands.map(({ address, recipient }) => ({
      address: quoteLocal(generic(address)),
      queued: recipient,
    })),
    envelope,
    message: hasMaps ? mappedHeader(first.message, generic) : first.message,
    login: loginFor(hop, place, envelope.sender, settings, program, system),
  };
}

function mappedHeader(message: Buffer, generic: (address: string) => string): Buffer {
  let out = "";
  for (const { kind, text } of messagePieces(message.toString("latin1"))) {
    out += kind === "header" ? mapField(text, (address) => quoteLocal(generic(address))) : text;
  }
  return Buffer.from(out, "latin1");
}

/** smtp_sasl_password_maps by sender (where asked), host, next hop (SASL_README). */
function loginFor(
  hop: Hop,
  nexthop: string,
  sender: string,
  settings: Settings,
  program: "smtp" | "lmtp",
  system: MailSystem,
): Transaction["login"] {
  const maps = system.resolver.environment.maps(settings, `${program}_sasl_password_maps`);
  if (maps.tables.length === 0) return undefined;
  const bySender = settings.bool("smtp_sender_dependent_authentication")
    ? [sender, sender.replace(/^.*(?=@)/, "")]
    : [];
  for (const key of [...bySender, hop.host, nexthop]) {
    const answer = maps.find(key);
    if (answer.kind !== "found") continue;
    const colon = answer.value.indexOf(":");
    return colon === -1
      ? { user: answer.value, password: "" }
      : { user: answer.value.slice(0, colon), password: answer.value.slice(colon + 1) };
  }
  return undefined;
}
