import type { Section } from "../model/section.ts";
import type { TimeoutValues } from "../model/timeouts.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { liftOptions, optionsOf } from "./shared/option-catalogue.ts";
import { readNumber, readTime } from "./shared/option-value.ts";

const { leaf, obsolete } = optionsOf<TimeoutValues>();
const minutes = readTime("m");

/** Timeout options of sessions (op.me, "Timeouts"); those of the queue are the queue's. */
export const timeoutOptions = [
  leaf("Timeout.initial", "greeting", minutes),
  leaf("Timeout.connect", "connect", minutes),
  leaf("Timeout.iconnect", "firstConnect", minutes),
  leaf("Timeout.aconnect", "allConnects", minutes),
  leaf("Timeout.helo", "helo", minutes),
  leaf("Timeout.mail", "mail", minutes),
  leaf("Timeout.rcpt", "recipient", minutes),
  leaf("Timeout.datainit", "dataStart", minutes),
  leaf("Timeout.datablock", "dataBlock", minutes),
  leaf("Timeout.datafinal", "dataEnd", minutes),
  leaf("Timeout.rset", "reset", minutes),
  leaf("Timeout.quit", "quit", minutes),
  leaf("Timeout.misc", "otherCommands", minutes),
  leaf("Timeout.lhlo", "localHelo", minutes),
  leaf("Timeout.auth", "authentication", minutes),
  leaf("Timeout.starttls", "startTls", minutes),
  leaf("Timeout.command", "command", minutes),
  leaf("Timeout.ident", "ident", readTime("m")),
  leaf("Timeout.fileopen", "fileOpen", minutes),
  obsolete("Timeout.control", "There is no control socket."),
  leaf("Timeout.resolver.retrans", "resolverWait", readTime("s")),
  leaf("Timeout.resolver.retrans.first", "resolverWait", readTime("s")),
  leaf("Timeout.resolver.retrans.normal", "resolverWait", readTime("s")),
  leaf("Timeout.resolver.retry", "resolverTries", readNumber),
  leaf("Timeout.resolver.retry.first", "resolverTries", readNumber),
  leaf("Timeout.resolver.retry.normal", "resolverTries", readNumber),
];

/** How long the site waits for others. */
export function liftTimeouts(context: LiftContext): Lifted<Section<TimeoutValues>> {
  return liftOptions(context, timeoutOptions);
}
