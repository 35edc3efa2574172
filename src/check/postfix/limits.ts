import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type CheckedPostfix, placeOf, placesOf } from "./subject.ts";

/** Limits that contradict one another; local(8) and virtual(8) end with a fatal error on the first two. */
export function checkLimits(subject: CheckedPostfix): readonly Diagnostic[] {
  return [
    ...mailboxLimit(subject, "mailbox_size_limit", "local"),
    ...mailboxLimit(subject, "virtual_mailbox_limit", "virtual"),
    ...lifetimes(subject),
  ];
}

function mailboxLimit(subject: CheckedPostfix, parameter: string, program: "local" | "virtual"): readonly Diagnostic[] {
  if (!isUsed(subject, program)) return [];
  return placesOf(subject, parameter).flatMap(({ settings, at }) => {
    const limit = settings.int(parameter);
    const message = settings.int("message_size_limit");
    const where = at ?? placeOf(subject, "message_size_limit");
    // 0 is no limit.
    if (limit <= 0 || (message > 0 && limit >= message) || where === undefined) return [];
    if (!/^\d+$/.test(settings.text("message_size_limit"))) return [];
    const size = message > 0 ? `message_size_limit = ${message}` : "a message may be (message_size_limit = 0)";
    return [diagnose("PF4080", where, `${parameter} = ${limit} is smaller than ${size}: ${program}(8) does not run`)];
  });
}

/** Whether queue manager hands mail to the program for one of the address classes. */
function isUsed({ directory }: CheckedPostfix, program: "local" | "virtual"): boolean {
  const { settings, services } = directory;
  if (program === "virtual" && settings.text("virtual_mailbox_domains") === "") return false;
  const [name = ""] = settings.text(program === "local" ? "local_transport" : "virtual_transport").split(":");
  return services.some((service) => service.name === name && service.command === program);
}

function lifetimes(subject: CheckedPostfix): readonly Diagnostic[] {
  const { settings } = subject.directory;
  const least = settings.seconds("minimal_backoff_time");
  const most = settings.seconds("maximal_backoff_time");
  const at = placeOf(subject, "minimal_backoff_time") ?? placeOf(subject, "maximal_backoff_time");
  if (at === undefined || least <= most) return [];
  return [diagnose("PF4080", at, "minimal_backoff_time is longer than maximal_backoff_time", { severity: "warning" })];
}
