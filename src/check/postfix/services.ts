import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { nearestWord } from "../../postfix/catalogue/spelling.ts";
import { standardServices } from "../../postfix/catalogue/standard-services.ts";
import type { Service } from "../../postfix/config.ts";
import { type CheckedPostfix, serviceSpan, startOfMasterCf } from "./subject.ts";

/** Programs of Postfix 3.4 to 3.10 that master(8) runs (their manuals in section 8). */
const programs = new Set([
  ...standardServices.map((service) => service.command),
  ...["dnsblog", "lmtp", "nqmgr", "oqmgr", "pipe", "postscreen", "qmqpd", "smtpd", "spawn", "tlsproxy", "virtual"],
]);

/** Services without which mail does not move, by the parameter that names them (postconf(5), ..._service_name). */
const needed: readonly (readonly [name: string, parameter: string, why: string])[] = [
  ["cleanup", "cleanup_service_name", "no message is taken"],
  ["qmgr", "queue_service_name", "no message is sent"],
  ["rewrite", "rewrite_service_name", "no address is resolved"],
  ["bounce", "bounce_service_name", "no failure is reported"],
  ["defer", "defer_service_name", "nothing is tried again in order"],
  ["error", "error_service_name", "refused mail stays in the queue"],
  ["retry", "", "mail that waits for a transport stays in the queue"],
  ["pickup", "pickup_service_name", "mail of local programs is not taken"],
  ["trace", "trace_service_name", "no delivery status is reported"],
];

/** Services that are wrong by themselves: missing, doubled, with an unknown program, or incomplete. */
export function checkServices(subject: CheckedPostfix): readonly Diagnostic[] {
  const { services, master } = subject.directory;
  if (master.length === 0) return [];
  return [
    ...missing(subject),
    ...doubled(services),
    ...services.flatMap((service) => [...unknownProgram(service), ...incomplete(service), ...tooMighty(service)]),
  ];
}

function missing(subject: CheckedPostfix): readonly Diagnostic[] {
  const { services, settings } = subject.directory;
  const isThere = (name: string): boolean =>
    services.some((service) => service.name === name && service.type !== "inet");
  return needed.flatMap(([standard, parameter, why]) => {
    const name = (parameter === "" ? "" : settings.text(parameter)) || standard;
    if (isThere(name)) return [];
    return [diagnose("PF4032", startOfMasterCf(subject), `master.cf has no service ${name}: ${why}`)];
  });
}

function doubled(services: readonly Service[]): readonly Diagnostic[] {
  const seen = new Map<string, Service>();
  return services.flatMap((service) => {
    const key = `${service.name}/${service.type}`;
    const first = seen.get(key);
    if (!first) seen.set(key, service);
    const earlier = first && serviceSpan(first);
    if (!first) return [];
    return [
      diagnose("PF4034", serviceSpan(service), `The service ${key} is there twice`, {
        related: earlier ? [{ message: "the first one", at: earlier }] : [],
      }),
    ];
  });
}

function unknownProgram(service: Service): readonly Diagnostic[] {
  const { command, name, type } = service;
  // A path of one's own, or a program that a distribution adds, is looked for nowhere.
  if (programs.has(command) || command.includes("/") || command === "") return [];
  const near = nearestWord(command, programs);
  return [
    diagnose("PF4035", serviceSpan(service), `${name}/${type} runs ${command}, which is no program of Postfix`, {
      suggestions: near ? [{ kind: "becomes", text: near }] : [],
    }),
  ];
}

/** pipe(8) ends at once without `user=` and `argv=`; spawn(8) likewise. */
function incomplete(service: Service): readonly Diagnostic[] {
  if (service.command !== "pipe" && service.command !== "spawn") return [];
  const has = (name: string): boolean => service.args.some((word) => word.startsWith(`${name}=`));
  return ["user", "argv"]
    .filter((name) => !has(name))
    .map((name) =>
      diagnose("PF4036", serviceSpan(service), `${service.name}/${service.type}: ${service.command}(8) needs ${name}=`),
    );
}

/** Accounts that must not run what mail brings: pipe(8) and spawn(8) refuse them. */
function tooMighty(service: Service): readonly Diagnostic[] {
  const user = service.args
    .find((word) => word.startsWith("user="))
    ?.slice("user=".length)
    .split(":")[0];
  if (user !== "root" && user !== "postfix" && user !== "0") return [];
  const what = user === "postfix" ? "Postfix's own account" : "root";
  return [
    diagnose(
      "PF4037",
      serviceSpan(service),
      `${service.name}/${service.type} runs as ${what}: ${service.command}(8) refuses that`,
    ),
  ];
}
