/**
 * header-addresses — the addresses of a header one by one, each as a mailer shows it (headers.c, commaize)
 */

import { isOn, type OptionValues } from "./options.ts";
import { ADDRESS_ROOM, prescan } from "./prescan.ts";
import type { Mailer } from "./program.ts";
import { type RemoteNameOptions, remoteName } from "./remote-name.ts";
import { type Session, STATUS } from "./session.ts";
import type { TokenTable } from "./token-types.ts";

export interface HeaderAddresses {
  /** In the order of the header; sendmail joins them with commas and folds long lines. */
  readonly texts: readonly string[];
  /** 75 when a map could not be asked. */
  readonly status: number;
}

/** Texts of a header's addresses with their phrases and comments; blanks and commas between them are gone. */
function headerAddresses(session: Session, header: string, delimiter: string): readonly string[] {
  const { external } = session.program.tables;
  const found: string[] = [];
  for (let at = 0; at < header.length; ) {
    while (/[\s,]/.test(header[at] ?? "x")) at += 1;
    const from = at;
    at = addressEnd(header, at, delimiter, external);
    const text = header.slice(from, at).replace(/[\s,]+$/, "");
    if (text !== "") found.push(text);
    if (at === from) at += 1;
  }
  return found;
}

/** `a @ b`: an address that a blank would end goes on where an at sign follows. */
function addressEnd(header: string, from: number, delimiter: string, table: TokenTable): number {
  let at = from;
  for (;;) {
    const rest = header.slice(at);
    at += prescan(rest, { table, delimiter, room: ADDRESS_ROOM, lenient: false }).end;
    const next = at + (/^\s*/.exec(header.slice(at))?.[0].length ?? 0);
    if (header[next] !== "@") return at;
    at = next + 1 + (/^\s*/.exec(header.slice(next + 1))?.[0].length ?? 0);
  }
}

/** With OldStyleHeaders, blanks part the addresses of a header that holds none of `,;<(` (headers.c, eatheader). */
export function headerDelimiter(options: OptionValues, header: string): string {
  return isOn(options.get("OldStyleHeaders"), false) && !/[,;<(]/.test(header) ? " " : ",";
}

export function rewriteHeader(
  session: Session,
  header: string,
  mailer: Mailer,
  delimiter: string,
  options: RemoteNameOptions,
): HeaderAddresses {
  let status: number = STATUS.ok;
  const texts: string[] = [];
  for (const address of headerAddresses(session, header, delimiter)) {
    const shown = remoteName(session, address, mailer, options);
    if (shown.status !== STATUS.ok) status = shown.status;
    if (shown.text !== "") texts.push(shown.text.replace(/[\r\n]+/g, " "));
  }
  return { texts, status };
}
