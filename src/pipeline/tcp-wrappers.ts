import { internetServices } from "../lift/surroundings/internet-services.ts";
import type { RulesetEngine } from "../sendmail/ruleset/engine.ts";
import type { LocatedSource } from "../source/locate.ts";
import type { Site } from "../source/site.ts";
import { type HostsAccessClient, hostsAccess } from "../syntax/hosts-access/answer.ts";
import type { HostsAccessFile } from "../syntax/hosts-access/ast.ts";
import { parseHostsAccess } from "../syntax/hosts-access/parse.ts";

/**
 * The engine of a host whose sendmail asks TCP Wrappers: a client that hosts.allow and hosts.deny turn away is refused
 * before any ruleset is asked (srvrsmtp.c and daemon.c, TCPWRAPPERS).
 */
export function behindTcpWrappers(engine: RulesetEngine, { site, readsThisMachine }: LocatedSource): RulesetEngine {
  if (readsThisMachine) return engine;
  const files = { allow: hostsFile(site, "/etc/hosts.allow"), deny: hostsFile(site, "/etc/hosts.deny") };
  if (!files.allow?.rules.length && !files.deny?.rules.length) return engine;
  const daemons = [internetServices(site).smtpDaemon];
  const readFile = (path: string): readonly string[] | undefined => {
    const result = site.read(path);
    return result.ok ? result.file.text.split(/[\s,]+/).filter((word) => word !== "") : undefined;
  };
  const refused = { kind: "reject", code: "550", enhanced: "5.7.1", text: "Access denied" } as const;
  return {
    ...engine,
    decide: (question, options) => {
      const { name, address, resolve } = question.client;
      const client: HostsAccessClient = { name: resolve === "FORGED" ? "paranoid" : (name ?? "unknown"), address };
      return hostsAccess(files, { daemons, client }, readFile).allowed
        ? engine.decide(question, options)
        : { stage: "connect", decision: refused };
    },
  };
}

function hostsFile(site: Site, path: string): HostsAccessFile | undefined {
  const result = site.read(path);
  return result.ok ? parseHostsAccess(result.file) : undefined;
}
