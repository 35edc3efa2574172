/**
 * printed-mailer — a mailer as `=M` shows it (util.c, printmailer)
 */
import { macroName } from "./macro-names.ts";
import { shown } from "./metasymbol.ts";
import type { Mailer, Program } from "./program.ts";

export function printedMailer(program: Program, mailer: Mailer): string {
  const text = (value: string): string => shown(value, (id) => macroName(program.names, id));
  const ruleset = (number: number): string => program.rulesetNames[number] ?? String(number);
  const number = (field: string, fallback: number): number => {
    const value = Number.parseInt(mailer.equates.get(field) ?? "", 10);
    return Number.isNaN(value) ? fallback : value;
  };
  const flags = [...mailer.flags]
    .filter((flag) => flag.charCodeAt(0) < 0x80)
    .sort()
    .join("");
  const charset = mailer.equates.get("C");
  return [
    `mailer ${mailer.number} (${mailer.name}): P=${mailer.path}`,
    `S=${ruleset(mailer.senderEnvelope)}/${ruleset(mailer.senderHeader)}`,
    `R=${ruleset(mailer.recipientEnvelope)}/${ruleset(mailer.recipientHeader)}`,
    `M=${number("M", 0)} U=${userOf(mailer)} F=${flags} L=${lineLimit(mailer, number("L", 0))}`,
    `E=${text(endOfLine(mailer))}`,
    ...(charset === undefined ? [] : [`C=${charset}`]),
    `T=${types(mailer)} r=${Math.max(number("r", 0), 0) || 100} A=${mailer.argv.map(text).join(" ")}`,
  ].join(" ");
}

function userOf(mailer: Mailer): string {
  const value = mailer.equates.get("U");
  const ids = /^(\d+)(?:[^\d]+(\d+))?/.exec(value ?? "");
  return ids ? `${ids[1]}:${ids[2] ?? "-1"}` : "-1:-1";
}

/** F=L asks for SMTP's limit where L= gives none (readcf.c). */
function lineLimit(mailer: Mailer, given: number): number {
  return given === 0 && mailer.flags.has("L") ? 990 : Math.max(given, 0);
}

function endOfLine(mailer: Mailer): string {
  const given = mailer.equates.get("E");
  if (given !== undefined && given !== "") return given;
  return mailer.argv.some((word) => word.includes("\x81u")) ? "\n" : "\r\n";
}

function types(mailer: Mailer): string {
  const given = mailer.equates.get("T");
  if (given !== undefined) {
    const [mta = "", address = "", diagnostic = ""] = given.split("/");
    return `${mta || "dns"}/${address || "rfc822"}/${diagnostic || "smtp"}`;
  }
  if (mailer.path !== "[IPC]") return "<undefined>/<undefined>/<undefined>";
  return `dns/rfc822/${mailer.argv[0] === "FILE" ? "x-unix" : "smtp"}`;
}
