import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "./part.ts";
import { partBuilder, saidLines } from "./part.ts";

type End = readonly ["default" | "obsolete" | "approximate" | "manual", string];

const saslNote =
  "Settings of sendmail's log-in service. Postfix reads smtpd.conf of the same form (cyrus_sasl_config_path): copy it to /etc/postfix/sasl/smtpd.conf.";

/** Files that are known by their place, and how each kind ends. */
const catalogue: readonly (readonly [pattern: RegExp, end: End])[] = [
  [
    /^etc\/mail\/(Makefile|make|make_\w+|.*\.m4)$/,
    ["obsolete", "It builds sendmail's files; Postfix's tables are built by build-tables."],
  ],
  [/^etc\/(mail\/)?(helpfile|sendmail\.hf)$/, ["obsolete", "Text of sendmail's HELP command."]],
  [/^etc\/(mail\/)?(statistics|sendmail\.st)$/, ["obsolete", "Counters of sendmail; Postfix counts in its log."]],
  [
    /^var\/(log|lib\/sendmail)\/(statistics|sendmail\.st)$/,
    ["obsolete", "Counters of sendmail; Postfix counts in its log."],
  ],
  [/^etc\/(mail\/)?sendmail\.pid$|^var\/run\/sendmail\.pid$/, ["obsolete", "The number of a process that is gone."]],
  [
    /^etc\/shells$/,
    [
      "default",
      "Local users whose shell is not in it may not run commands by .forward on the old host; Postfix does not look at it.",
    ],
  ],
  [/^(etc\/sasl2?|usr\/lib\/sasl2?|usr\/local\/lib\/sasl2?)\/Sendmail\.conf$/i, ["manual", saslNote]],
  [
    /^etc\/sasldb2?$/,
    ["manual", "Users and secrets of Cyrus SASL: let smtpd read it (smtpd_sasl_path, auxprop_plugin: sasldb)."],
  ],
  [/^etc\/mail\/README$/, ["obsolete", "A text for people."]],
];

/** Directories that are looked through as a whole, and single files elsewhere. */
const directories = [
  "etc/mail",
  "etc/sasl",
  "etc/sasl2",
  "usr/lib/sasl",
  "usr/lib/sasl2",
  "usr/local/lib/sasl2",
  "var/log",
];
const singles = [
  "etc/helpfile",
  "etc/sendmail.hf",
  "etc/sendmail.st",
  "etc/shells",
  "etc/sasldb",
  "etc/sasldb2",
  "var/lib/sendmail/statistics",
  "var/run/sendmail.pid",
];

/** Files beside the configuration that are known by their names. */
export function fileCatalogue(site: Site): SurroundingPart {
  const part = partBuilder(site);
  const paths = [...directories.flatMap((directory) => filesIn(site, directory)), ...singles];
  for (const path of [...new Set(paths)].sort()) {
    const end = catalogue.find(([pattern]) => pattern.test(path))?.[1];
    if (!end || !site.exists(path) || site.isDirectory(path)) continue;
    if (path === "etc/shells") shells(site, part, end);
    else part.file(path, ...end);
  }
  return part;
}

/** /etc/sendmail/ANY/SHELL/ lets every user run commands (op.me, "/etc/shells"). */
function shells(site: Site, part: ReturnType<typeof partBuilder>, end: End): void {
  const any = [...saidLines(site, "etc/shells")].some(({ text }) => text.trim() === "/SENDMAIL/ANY/SHELL/");
  if (any) part.file("etc/shells", "default", "It lets every user run commands by .forward, as Postfix does.");
  else part.file("etc/shells", "approximate", end[1]);
}

export function filesIn(site: Site, directory: string): readonly string[] {
  return site.list(directory).flatMap((name) => {
    const path = `${directory}/${name}`;
    return site.isDirectory(path) ? filesIn(site, path) : [path];
  });
}
