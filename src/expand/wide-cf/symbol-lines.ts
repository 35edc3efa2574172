import type { CfLines } from "./cf-lines.ts";
import { textOf } from "./definition.ts";
import type { WideFacts } from "./facts.ts";

/** The lines that only name things: the level, macros, classes, options, headers and mailers. */
export function addSymbolLines(lines: CfLines, facts: WideFacts): void {
  const { definition, names } = facts;
  const { level } = definition.type;
  lines.add(level >= 5 ? `V${level}/Berkeley` : "V1", "CF_TYPE", "VENDER_CODE");
  lines.add(`Dm${names.domain}`, "MY_DOMAIN");
  lines.add(`Dw${names.name}`, "MY_NAME");
  lines.add(
    `Dj${names.official}`,
    ...(textOf(definition, "OFFICIAL_NAME") ? ["OFFICIAL_NAME"] : ["MY_NAME", "MY_DOMAIN"]),
  );
  lines.add("DnMAILER-DAEMON");
  lines.add(names.domain === "" ? "Cwlocalhost" : `Cwlocalhost localhost.${names.domain}`);
  if (facts.acceptsOfficial) lines.add(`Cw${names.official}`, "ACCEPT_OFFICIAL");
  addNames(lines, "Cw", "MY_ALIAS", facts.aliases);
  addNames(lines, "Cw", "ACCEPT_ADDRS", facts.acceptedDomains);
  if (definition.settings.has("USE_cw_FILECLASS") && textOf(definition, "USE_cw_FILECLASS")?.toLowerCase() === "yes") {
    const path = textOf(definition, "cw_FILE_PATH") || "/etc/sendmail.cw";
    lines.add(`Fw${path}`, "USE_cw_FILECLASS", "cw_FILE_PATH");
  }
  addOptions(lines, facts);
  lines.add("Troot\nTdaemon");
  lines.add("H?P?Return-Path: <$g>");
  lines.add("HReceived: $?sfrom $s $.$?_($?s$|from $.$_)$.by $j ($v/$Z)$?r with $r$. id $i$?u for $u; $|; $.$b");
  lines.add("H?D?Date: $a\nH?F?From: $?x$x <$g>$|$g$.\nH?M?Message-Id: <$t.$i@$j>");
  addMailers(lines, facts);
}

function addNames(lines: CfLines, letter: string, variable: string, entries: WideFacts["aliases"]): void {
  for (const { text } of entries) lines.add(`${letter}${text}`, variable);
}

function addOptions(lines: CfLines, { definition }: WideFacts): void {
  // Paths of the old system, whichever it was: Master/OSTYPE could not be read, and all of them had these.
  lines.add("O AliasFile=implicit:-o /etc/aliases", "OS_TYPE");
  lines.add("O QueueDirectory=/var/spool/mqueue");
  const privacy = words(textOf(definition, "PRIVACY_FLAGS"));
  if (privacy.length > 0) lines.add(`O PrivacyOptions=${privacy.join(",")}`, "PRIVACY_FLAGS");
  const copy = textOf(definition, "COPY_ERRORS_TO");
  if (copy) lines.add(`O PostmasterCopy=${copy}`, "COPY_ERRORS_TO");
}

function words(text: string | undefined): readonly string[] {
  return (text ?? "").split(/[\s,]+/).filter((word) => word !== "");
}

function addMailers(lines: CfLines, { definition }: WideFacts): void {
  const added = (textOf(definition, "LOCAL_MAILER_FLAG_ADD") ?? "").replace(/[^A-Za-z0-9:/|@%!]/g, "");
  const flags = `lsDFMAw5:/|@qPrmn9${added}`;
  lines.add(
    `Mlocal, P=/bin/mail, F=${flags}, S=10/30, R=20/40, T=DNS/RFC822/X-Unix, A=mail -d $u`,
    "OS_TYPE",
    "LOCAL_MAILER_FLAG_ADD",
  );
  lines.add("Mprog, P=/bin/sh, F=lsDFMoqeu9, S=10/30, R=20/40, D=$z:/, T=X-Unix/X-Unix/X-Unix, A=sh -c $u");
  lines.add("Msmtp, P=[IPC], F=mDFMuX, S=10/30, R=20/40, E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h", "MX_SENDMAIL");
}
