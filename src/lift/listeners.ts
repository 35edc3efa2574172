import { diagnose } from "../diagnostics/diagnostic.ts";
import type { Fact } from "../model/fact.ts";
import type { Listener, Listeners } from "../model/listeners.ts";
import { written } from "../source/origin.ts";
import type { OptionLine } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, originsOf } from "./shared/option-catalogue.ts";
import { readNumber } from "./shared/option-value.ts";
import {
  modifierLetters,
  otherModifiers,
  readSocketOptions,
  socketFamily,
  unreadable,
} from "./shared/socket-options.ts";

/** op.me, "O DaemonPortOptions": the letters of M=. */
const modifiersUnderstood = "abcfhrsuACEOS";

const understood = ["name", "port", "family", "addr", "modifier", "children", "filters"];

/** The port of mail unless a line says otherwise (daemon.c, opendaemonsocket). */
const MAIL_PORT = "smtp";

/** daemon.c, setsockaddroptions and getmodifiers: what a line of `O DaemonPortOptions` asks for. */
function readListener(text: string): Listener {
  const { keys, others } = readSocketOptions(text, understood);
  const modifiers = modifierLetters(keys.get("modifier"));
  const address = keys.get("addr")?.replace(/^IPv6:/i, "");
  const family = socketFamily(keys.get("family"));
  const everywhere = address === undefined || address === "0.0.0.0" || address === "::";
  const children = keys.get("children");
  const processes = children === undefined ? undefined : readNumber(children);
  return {
    name: keys.get("name"),
    port: keys.get("port") ?? MAIL_PORT,
    family: family ?? (address === "0.0.0.0" ? "ipv4" : address === "::" ? "ipv6" : undefined),
    address: everywhere ? undefined : address,
    processes,
    tlsFromStart: modifiers.has("s"),
    withoutTls: modifiers.has("S"),
    requireLogin: modifiers.has("a"),
    withoutLogin: modifiers.has("A"),
    etrn: !modifiers.has("E"),
    requireQualified: modifiers.has("f"),
    requireQualifiedRecipients: modifiers.has("r"),
    allowUnqualified: modifiers.has("u"),
    canonicalHosts: modifiers.has("C") ? "never" : modifiers.has("c") ? "always" : undefined,
    heloFromInterface: modifiers.has("h"),
    bindOutgoing: modifiers.has("b"),
    optional: modifiers.has("O"),
    filters: keys
      .get("filters")
      ?.split(/[;\s]+/)
      .filter((name) => name !== ""),
    others: [
      ...others,
      ...otherModifiers(modifiers, modifiersUnderstood),
      ...unreadable(keys, "family", family),
      ...unreadable(keys, "children", processes),
    ],
  };
}

/**
 * sendmail takes a line that repeats Name= for one socket; an old habit writes two in one line
 * (`Name=MTA-v4, Family=inet, Name=MTA-v6, Family=inet6`), of which only the later values count.
 */
function listenerOf(line: OptionLine): Fact<Listener> {
  return { value: readListener(line.value?.text ?? ""), origins: [written(line.span)], certainty: "stated" };
}

/** The sockets on which mail is taken; without any line the program listens on every address (daemon.c). */
export function liftListeners({ config }: LiftContext): Lifted<Listeners> {
  const option = config.options.get("DaemonPortOptions");
  const direct = config.options.get("DirectSubmissionModifiers");
  const sockets = option?.settings.map(listenerOf) ?? [];
  const diagnostics = sockets.flatMap((socket, at) =>
    socket.value.family === "local"
      ? diagnose(
          "LI2120",
          option?.settings[at]?.span,
          "This listener is a file socket, which only programs of this host can reach.",
        )
      : [],
  );
  const value: Listeners = {
    sockets: sockets.length > 0 ? sockets : [defaulted(readListener(""))],
    ...(direct
      ? { commandLine: { value: direct.value, origins: originsOf(direct), certainty: "stated" as const } }
      : {}),
  };
  return { value, claims: [], diagnostics };
}
