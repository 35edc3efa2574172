import type { Section } from "../model/section.ts";
import type { TimeoutValues } from "../model/timeouts.ts";
import type { OptionSymbol } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import type { OpenSection } from "./shared/option-catalogue.ts";
import { liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import { readNumber, readTime } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<TimeoutValues>();
const minutes = readTime("m");

/** readcf.c, inittimeouts: the old `Or2h` sets the waits for answers and for the next command alike. */
const allAtOnce = ["mail", "recipient", "dataStart", "dataBlock", "dataEnd", "command"] as const;

function intoAllTimeouts(section: OpenSection<TimeoutValues>, symbol: OptionSymbol): boolean {
  const value = minutes(symbol.value);
  if (value === undefined) return false;
  for (const key of allAtOnce) setLeaf(section, key, { value, origins: originsOf(symbol), certainty: "stated" });
  return true;
}

/** Timeout options of sessions (op.me, "Timeouts"); those of the queue are the queue's. */
export const timeoutOptions = [
  group("Timeout", allAtOnce, intoAllTimeouts, "Old form: one time for all answers and commands."),
  leaf("Timeout.initial", "greeting", minutes, "Waiting for the greeting of another server."),
  leaf("Timeout.connect", "connect", minutes, "Waiting for a connection."),
  leaf("Timeout.iconnect", "firstConnect", minutes, "The same at the first try of a message."),
  leaf("Timeout.aconnect", "allConnects", minutes, "The same for all hosts of a destination together."),
  leaf("Timeout.helo", "helo", minutes, "Waiting for the answer to EHLO."),
  leaf("Timeout.mail", "mail", minutes, "Waiting for the answer to MAIL."),
  leaf("Timeout.rcpt", "recipient", minutes, "Waiting for the answer to RCPT."),
  leaf("Timeout.datainit", "dataStart", minutes, "Waiting for the answer to DATA."),
  leaf("Timeout.datablock", "dataBlock", minutes, "Waiting while a block of text is sent."),
  leaf("Timeout.datafinal", "dataEnd", minutes, "Waiting for the answer to the final dot."),
  leaf("Timeout.rset", "reset", minutes, "Waiting for the answer to RSET."),
  leaf("Timeout.quit", "quit", minutes, "Waiting for the answer to QUIT."),
  leaf("Timeout.misc", "otherCommands", minutes, "Waiting for the answer to other commands."),
  leaf("Timeout.lhlo", "localHelo", minutes, "Waiting for the answer to LHLO."),
  leaf("Timeout.auth", "authentication", minutes, "Waiting in the dialogue of AUTH."),
  leaf("Timeout.starttls", "startTls", minutes, "Waiting for the TLS handshake."),
  leaf("Timeout.command", "command", minutes, "The server waits this long for a command."),
  leaf("Timeout.ident", "ident", readTime("m"), "Asking the client's host for the user name; 0: never."),
  leaf("Timeout.fileopen", "fileOpen", minutes, "Waiting for a file to open."),
  obsolete("Timeout.control", "Waiting on the control socket.", "There is no control socket."),
  leaf("Timeout.resolver.retrans", "resolverWait", readTime("s"), "Wait of the resolver before it asks again."),
  leaf("Timeout.resolver.retrans.first", "resolverWait", readTime("s"), "The same at the first try of a message."),
  leaf("Timeout.resolver.retrans.normal", "resolverWait", readTime("s"), "The same at later tries."),
  leaf("Timeout.resolver.retry", "resolverTries", readNumber, "How often the resolver asks."),
  leaf("Timeout.resolver.retry.first", "resolverTries", readNumber, "The same at the first try of a message."),
  leaf("Timeout.resolver.retry.normal", "resolverTries", readNumber, "The same at later tries."),
];

/** How long the site waits for others. */
export function liftTimeouts(context: LiftContext): Lifted<Section<TimeoutValues>> {
  return liftOptions(context, timeoutOptions);
}
