import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder, saidLines } from "./part.ts";

/** Programs that users name in .forward. */
const programs: Readonly<Record<string, string>> = {
  vacation: "vacation answers mail: it must be there on the new host, with the user's .vacation files",
  procmail: "procmail sorts mail: it must be there on the new host; recipes in .procmailrc are its own",
  virtual: "a program of the site's own",
  slocal: "slocal of MH sorts mail: it must be there on the new host",
  filter: "filter of elm sorts mail: it must be there on the new host",
};

/** The .forward files and mail programs' files in the homes of the accounts that etc/passwd names. */
export function userFiles(site: Site): SurroundingPart {
  const part = partBuilder(site);
  const homes = new Set<string>();
  for (const { text } of site.lines("/etc/passwd")) {
    const home = text.split(":")[5];
    if (home?.startsWith("/") && home !== "/") homes.add(home);
  }
  for (const home of [...homes].sort()) {
    for (const line of saidLines(site, `${home}/.forward`)) {
      const command = /\|\s*"?\s*(?:IFS=\S*\s*&&\s*)?(?:exec\s+)?(\S+)/.exec(line.text)?.[1]?.split("/").at(-1);
      const name = command?.replace(/["']/g, "") ?? "";
      const what = programs[name];
      if (command === undefined)
        part.line(`${home}/.forward`, line, "default", "It is kept: local(8) reads .forward as sendmail does.");
      else
        part.line(
          `${home}/.forward`,
          line,
          what ? "approximate" : "manual",
          `It is kept and never run here: ${what ?? `${name} must be there on the new host`}.`,
        );
    }
    for (const name of [".procmailrc", ".vacation.msg", ".mailfilter", ".qmail"]) {
      const path = `${home}/${name}`;
      if (site.exists(path))
        part.file(path, "default", "It is kept where it is; the program that reads it must be there.");
    }
  }
  if (site.exists("/etc/procmailrc")) {
    part.file("/etc/procmailrc", "default", "It is kept: procmail reads it when mailbox_command names procmail.");
  }
  return part;
}
