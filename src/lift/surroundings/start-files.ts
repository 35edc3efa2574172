import { readDefinition } from "../../expand/wide-cf/definition.ts";
import type { Site } from "../../source/site.ts";
import { parseWideCf } from "../../syntax/wide-cf/parse.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder } from "./part.ts";

const paths = [
  "/etc/default/sendmail",
  "/etc/sysconfig/sendmail",
  "/etc/mail/sendmail.conf",
  "/etc/rc.conf",
  "/etc/rc.conf.d/sendmail",
];

/**
 * What start scripts take: `/etc/default/sendmail`, `/etc/sysconfig/sendmail` and the like, files of shell assignments.
 * They are read as the shell would read them and never run.
 */
export function startFiles(site: Site): SurroundingPart {
  const part = partBuilder(site);
  for (const path of paths) {
    const result = site.read(path);
    if (!result.ok) continue;
    const file = parseWideCf(result.file);
    const values = readDefinition(file).settings;
    for (const { name, span, text } of file.directives) {
      if (path === "/etc/rc.conf" && !/^sendmail|^mta/i.test(name)) continue;
      const value = values.get(name)?.value;
      const [disposition, note] = endOf(name.toUpperCase(), value);
      part.line(path, { number: span.line, text: text.split("\n", 1)[0] ?? "" }, disposition, note);
    }
  }
  return part;
}

type End = readonly ["default" | "obsolete" | "approximate" | "manual", string];

function endOf(name: string, value: string | undefined): End {
  if (value === undefined)
    return ["manual", "Its value is for the shell to find out: see what it is and set it in main.cf."];
  if (value.trim() === "") return ["default", "It is empty."];
  if (/^(DAEMON|SENDMAIL_ENABLE|DAEMON_MODE)$/.test(name))
    return ["default", "Postfix has one master process: `postfix start`."];
  if (/(^QUEUE$|QUEUE_(MODE|INTERVAL|PARMS)|^QUEUE)/.test(name)) {
    const time = /(\d+[smhdw]?)/.exec(value)?.[1];
    return [
      "approximate",
      `Postfix runs its queue by itself: a message is tried again after minimal_backoff_time (5 minutes) up to maximal_backoff_time, not every ${time ?? value}.`,
    ];
  }
  if (/(DAEMON_PARMS|DAEMON_OPTIONS|SENDMAIL_(OPTS|FLAGS|ARGS)|EXTRA_OPTS|MISC_PARMS|MSP_PARMS)/.test(name)) {
    return [
      "manual",
      `Arguments of sendmail (${value.trim()}): see which of them change options, and set those in main.cf.`,
    ];
  }
  return ["obsolete", "Only sendmail's start script looks at it."];
}
