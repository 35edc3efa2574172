import type { Service } from "../config.ts";

/** name, type, private, unprivileged, chroot, wakeup, maxproc, command: master.cf as Postfix ships it, no chroot. */
const rows = [
  "smtp inet n - n - - smtpd",
  "pickup unix n - n 60 1 pickup",
  "cleanup unix n - n - 0 cleanup",
  "qmgr unix n - n 300 1 qmgr",
  "tlsmgr unix - - n 1000? 1 tlsmgr",
  "rewrite unix - - n - - trivial-rewrite",
  "bounce unix - - n - 0 bounce",
  "defer unix - - n - 0 bounce",
  "trace unix - - n - 0 bounce",
  "verify unix - - n - 1 verify",
  "flush unix n - n 1000? 0 flush",
  "proxymap unix - - n - - proxymap",
  "proxywrite unix - - n - 1 proxymap",
  "smtp unix - - n - - smtp",
  "relay unix - - n - - smtp",
  "showq unix n - n - - showq",
  "error unix - - n - - error",
  "retry unix - - n - - error",
  "discard unix - - n - - discard",
  "local unix - n n - - local",
  "virtual unix - n n - - virtual",
  "lmtp unix - - n - - lmtp",
  "anvil unix - - n - 1 anvil",
  "scache unix - - n - 1 scache",
  "postlog unix-dgram n - n - 1 postlogd",
] as const;

/** The services that a Postfix needs to run, in the order of its own master.cf. */
export const standardServices: readonly Service[] = rows.map(serviceOf);

function serviceOf(row: string): Service {
  const [name = "", type, priv, , chroot, wakeup = "-", processLimit = "-", command = ""] = row.split(" ");
  return {
    name,
    type: type === "inet" || type === "unix-dgram" ? type : "unix",
    private: priv === "n" ? "n" : "-",
    unprivileged: row.split(" ")[3] === "n" ? "n" : "-",
    chroot: chroot === "n" ? "n" : "-",
    wakeup,
    processLimit,
    command,
    // Log lines of the relay service name it (Postfix 3.4 and later ship it so).
    options: name === "relay" ? [["syslog_name", "postfix/$service_name"]] : [],
    args: [],
    origins: [],
  };
}

/**
 * A whole master.cf: the standard services, each replaced by an own one of the same name and type, then the other own
 * ones in their order. `omit` names standard services to leave out as `name/type` (a null client has no `smtp/inet`).
 */
export function completeServices(own: readonly Service[], omit: readonly string[] = []): readonly Service[] {
  const key = (service: Service): string => `${service.name}/${service.type}`;
  const ownByKey = new Map(own.map((service) => [key(service), service]));
  const standard = standardServices
    .filter((service) => !omit.includes(key(service)))
    .map((service) => ownByKey.get(key(service)) ?? service);
  const taken = new Set(standard.map(key));
  return [...standard, ...own.filter((service) => !taken.has(key(service)))];
}
