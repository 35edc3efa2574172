/** maillog: log lines as postlogd(8) writes them, so that grep habits and pflogsumm keep working */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Writes one line of a service: `Nov 24 08:36:15 mail postfix/smtpd[4711]: text`. */
export type Maillog = (service: string, text: string) => void;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `file`: where lines are kept (maillog_file below --data); `show`: also called with each line. */
export function openMaillog(hostname: string, file: string, show: (line: string) => void): Maillog {
  mkdirSync(dirname(file), { recursive: true });
  const host = hostname.split(".")[0] ?? hostname;
  return (service, text) => {
    const now = new Date();
    const two = (value: number): string => String(value).padStart(2, "0");
    const day = `${months[now.getMonth()]} ${String(now.getDate()).padStart(2, " ")}`;
    const time = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
    // A control character must not make a line that nobody wrote.
    const line = `${day} ${time} ${host} postfix/${service}[${process.pid}]: ${text.replaceAll(/[\x00-\x1f\x7f]/g, "?")}`;
    try {
      appendFileSync(file, `${line}\n`);
    } catch {
      // A full or vanished log must not stop the mail; the line is still shown.
    }
    show(line);
  };
}
