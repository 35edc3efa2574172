import type { NextHop, Route } from "../../model/route.ts";
import type { MailerSymbol, SendmailConfig } from "../../sendmail/config.ts";
import { refusalOfErrorValue } from "./refusal.ts";

/**
 * A value in `mailer:[user@]host` syntax as ruleset 95 (MailerToTriple) reads it: tables, smart host and hubs use it.
 * A host alone goes by the relay mailer; a name of this host deletes the route. Undefined for an empty value.
 */
export function readRoute(config: SendmailConfig, value: string): Route | undefined {
  const text = value.trim();
  if (text === "") return undefined;
  const named = /^([^:[\]\s]+)\s*:\s*(.*)$/s.exec(text);
  if (!named) return isOwnName(config, text) ? { kind: "here" } : byRelay(config, text);
  const [, name = "", rest = ""] = named;
  const agent = name.toLowerCase();
  if (agent === "error") return { kind: "refuse", refusal: refusalOfErrorValue(rest) };
  if (agent === "local") return { kind: "local", user: rest === "" ? undefined : (rest.split("@")[0] ?? rest) };
  const mailer = config.mailers.get(agent);
  if (!mailer) return { kind: "unknown-agent", agent: name };
  const withUser = /^([^@]+)@(.*)$/s.exec(rest);
  return routeBy(mailer, withUser?.[2] ?? rest, withUser?.[1]);
}

/** The route that a mailer makes of a host: a connection, a local delivery or a program. */
export function routeBy(mailer: MailerSymbol, host: string, user: string | undefined): Route {
  const wire = wireOf(mailer);
  if (wire) return relayTo(mailer.name, wire.host ?? host, wire.port, wire.protocol, user);
  if (mailer.name.toLowerCase() === "local") return { kind: "local", user };
  return { kind: "agent", agent: mailer.name, host: host.toLowerCase(), user };
}

/**
 * How a mailer with P=[IPC] (or [TCP], [LPC]) connects: `A=TCP $h`, `A=TCP $h 2525`, `A=TCP fixed.host 25`,
 * `A=FILE /socket` for LMTP over a socket; F=z says LMTP (op.me, "M - Define Mailer").
 */
export function wireOf(
  mailer: MailerSymbol,
):
  | { readonly protocol: "smtp" | "lmtp"; readonly host: string | undefined; readonly port: string | undefined }
  | undefined {
  if (!/^\[(IPC|TCP)\]$/i.test(mailer.path.trim())) return undefined;
  const words = mailer.argv.trim().split(/\s+/);
  const protocol = mailer.flags.has("z") ? "lmtp" : "smtp";
  if (/^FILE$/i.test(words[0] ?? "")) return { protocol, host: undefined, port: words[1] };
  const host = words[1];
  return { protocol, host: host === undefined || host.includes("$h") ? undefined : host, port: words[2] };
}

function relayTo(
  agent: string,
  hostText: string,
  port: string | undefined,
  protocol: "smtp" | "lmtp",
  user: string | undefined,
): Route {
  return { kind: "relay", agent, protocol, hosts: hopsOf(hostText), port, user };
}

/** Hosts between colons or commas; brackets say that no mail exchanger is asked (deliver.c, parse_hostsignature). */
function hopsOf(text: string): readonly NextHop[] {
  const words = text.match(/\[[^\]]*\]|[^:,\s]+/g) ?? [];
  return words.map((word) => {
    const direct = word.startsWith("[");
    const host = (direct ? word.slice(1, -1) : word).toLowerCase().replace(/\.$/, "");
    return { host, direct };
  });
}

function isOwnName(config: SendmailConfig, text: string): boolean {
  const name = text.toLowerCase().replace(/\.$/, "");
  return config.classes.get("w")?.members.some((member) => member.text.toLowerCase() === name) ?? false;
}

/** A host alone: the relay mailer takes it, by the port that its own A= names (cf/README, RELAY_MAILER_ARGS). */
function byRelay(config: SendmailConfig, host: string): Route {
  const name = ["relay", "esmtp", "smtp"].find((one) => config.mailers.has(one)) ?? "relay";
  const mailer = config.mailers.get(name);
  const wire = mailer && wireOf(mailer);
  return relayTo(name, wire?.host ?? host, wire?.port, wire?.protocol ?? "smtp", undefined);
}
