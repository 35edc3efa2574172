/** address: the path of MAIL FROM and RCPT TO (RFC 5321 section 4.1.2, with the leniency of smtpd(8)) */
import { unquoteLocal } from "../../postfix/address/quote.ts";

export interface PathCommand {
  /** Internal (unquoted) form. */
  readonly address: string;
  /** ESMTP parameters, names in upper case, values with xtext undone. */
  readonly parameters: Readonly<Record<string, string | true>>;
}

/** Reads `MAIL FROM:<path> NAME=value ...`; undefined when it is malformed. */
export function readPathCommand(line: string, verb: "MAIL FROM" | "RCPT TO"): PathCommand | undefined {
  const match = new RegExp(`^${verb.replace(" ", "\\s+")}\\s*:\\s*(.*)$`, "is").exec(line.trimEnd());
  if (!match) return undefined;
  const rest = match[1] ?? "";
  const end = pathEnd(rest);
  if (end === undefined) return undefined;
  const path = rest.startsWith("<") ? rest.slice(1, end - 1) : rest.slice(0, end);
  const parameters = readParameters(rest.slice(end));
  if (!parameters || /[\x00-\x1f\x7f]/.test(path)) return undefined;
  const withoutRoute = path.trim().replace(/^@[^:]*:/, "");
  return { address: unquoteLocal(withoutRoute), parameters };
}

/** Where the path ends: behind its `>`, or at the blank after an address without brackets. */
function pathEnd(text: string): number | undefined {
  const bracketed = text.startsWith("<");
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && bracketed && character === ">") return at + 1;
    else if (!quoted && !bracketed && character === " ") return at;
  }
  return bracketed || quoted || text === "" ? undefined : text.length;
}

function readParameters(text: string): Record<string, string | true> | undefined {
  const parameters: Record<string, string | true> = {};
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]*))?$/.exec(word);
    if (!match) return undefined;
    const value = match[2]?.replaceAll(/\+([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    parameters[(match[1] ?? "").toUpperCase()] = value === undefined || value === "" ? true : value;
  }
  return parameters;
}
