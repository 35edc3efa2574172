/** statements: what of its configuration the server does not do; nothing is ignored in silence */
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import { isHonoured } from "./honoured.ts";
import type { MailSystem } from "./mail-system.ts";

/** Table types whose answers lie outside of the directory. */
const remoteTables =
  /(?:^|[\s,:{])((?:proxy:)?(?:ldap|mysql|pgsql|sqlite|mongodb|memcache|nis|netinfo|nisplus|tcp|socketmap)):/;

const special: Readonly<Record<string, string>> = {
  smtpd_milters: "no milter is asked",
  non_smtpd_milters: "no milter is asked",
  notify_classes: "no notices are sent to postmaster",
};

/** Limits whose 0 means none: then nothing is left undone. */
const limits = /^(?:mailbox_size_limit|virtual_mailbox_limit|queue_minfree|smtpd_client_\w+_limit)$/;

/** One finding for each setting without effect, at its line; settings that only say what is so anyway are left out. */
export function startStatements(system: MailSystem): readonly Diagnostic[] {
  const { directory, settings } = system;
  const last = new Map(directory.main.map((entry) => [entry.name, entry]));
  const classes = settings.words("smtpd_restriction_classes");
  const services = directory.services.map(({ name }) => name);
  const defined = new Set(
    [...last.values()].flatMap(({ value }) => [...value.matchAll(/\$[{(]?(\w+)/g)].map((m) => m[1])),
  );
  const found: Diagnostic[] = [];
  for (const [name, { value, nameSpan: span }] of last) {
    const remote = remoteTables.exec(value);
    if (remote) {
      found.push(
        diagnose("RT6014", span, `${name}: tables of type ${remote[1]} are not read here: every look-up fails.`),
      );
    }
    if (/\bcheck_policy_service\b/.test(value)) {
      found.push(diagnose("RT6013", span, `${name}: policy services are not asked; they say DUNNO here.`));
    }
    if (name === "content_filter" && system.outbound === "sealed" && value.trim() !== "") {
      found.push(diagnose("RT6013", span, "content_filter: a sealed server goes past it."));
    }
    const isOwn =
      classes.includes(name) || services.some((service) => name.startsWith(`${service}_`)) || defined.has(name);
    if (isHonoured(name) || isOwn || settings.text(name) === settings.builtIn(name)) continue;
    if (settings.builtIn(name) === undefined || (limits.test(name) && settings.int(name) === 0)) continue;
    found.push(diagnose("RT6013", span, `${name}: ${special[name] ?? "this server does nothing with it"}.`));
  }
  return found;
}
