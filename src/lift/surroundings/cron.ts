import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder, saidLines } from "./part.ts";

/** Where crontabs lie: the system's own, those of packages, those of users. */
function crontabs(site: Site): readonly string[] {
  const directories = ["/etc/cron.d", "/var/spool/cron", "/var/spool/cron/crontabs", "/var/cron/tabs"];
  const inside = directories.flatMap((directory) => site.list(directory).map((name) => `${directory}/${name}`));
  return ["/etc/crontab", ...inside].filter((path) => site.exists(path) && !site.isDirectory(path));
}

/** Jobs that run sendmail's queue, build its tables or turn its statistics over. Nothing of them is run. */
export function cronLines(site: Site): SurroundingPart {
  const part = partBuilder(site);
  for (const path of crontabs(site)) {
    for (const line of saidLines(site, path)) {
      const { text } = line;
      if (/sendmail\b.*\s-q|runq|sm-msp-queue/.test(text)) {
        part.line(path, line, "obsolete", "Postfix runs its queue by itself: take the job out.");
      } else if (/newaliases|makemap|\/etc\/mail.*\bmake\b|\bmake\b.*\/etc\/mail/.test(text)) {
        part.line(path, line, "manual", "Tables are built by `sh /etc/postfix/build-tables`: let the job run that.");
      } else if (/mailstats|sendmail\.st|mailq\b/.test(text)) {
        part.line(path, line, "manual", "Postfix has mailq, and counts in its log only (pflogsumm): change the job.");
      } else if (/\bsendmail\b|\bmail\b/.test(text)) {
        part.line(path, line, "default", "It sends mail; Postfix has sendmail(1), too.");
      }
    }
  }
  return part;
}
