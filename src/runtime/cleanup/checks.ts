/** checks: header_checks and body_checks with their actions (header_checks(5), src/cleanup/cleanup_message.c) */
import type { Settings } from "../../postfix/read/settings.ts";
import type { PostfixEnvironment } from "../../postfix/resolve/environment.ts";
import type { MapList } from "../../postfix/tables/maps.ts";
import type { MessagePiece } from "./message-lines.ts";

/** What an action asks for beside what becomes of the line. */
export interface CheckedMessage {
  hold: boolean;
  discard: boolean;
  filter: string | undefined;
  redirect: string | undefined;
  readonly bcc: string[];
  refusal: { readonly code: number; readonly enhanced: string; readonly text: string } | undefined;
}

export function nothingAsked(): CheckedMessage {
  return { hold: false, discard: false, filter: undefined, redirect: undefined, bcc: [], refusal: undefined };
}

/** Lines in the place of a checked one; undefined: the line is left out. */
export type CheckPiece = (piece: MessagePiece, asked: CheckedMessage) => string | undefined;

/** `say`: log lines of the actions. Undefined when the configuration checks nothing. */
export function contentChecks(
  environment: PostfixEnvironment,
  settings: Settings,
  say: (text: string) => void,
): CheckPiece | undefined {
  const maps = {
    header: environment.maps(settings, "header_checks"),
    mime: environment.maps(settings, "mime_header_checks"),
    nested: environment.maps(settings, "nested_header_checks"),
    body: environment.maps(settings, "body_checks"),
  };
  if (Object.values(maps).every((list) => list.tables.length === 0)) return undefined;
  const limit = settings.int("body_checks_size_limit");
  let part = -1;
  let seen = 0;
  return (piece, asked) => {
    if (piece.kind === "blank") return piece.text;
    if (piece.kind === "body") {
      if (piece.part !== part) seen = 0;
      part = piece.part;
      seen += piece.text.length;
      if (seen > limit) return piece.text;
    }
    return checked(piece, maps[piece.kind], asked, say);
  };
}

const logged = new Set("REJECT DISCARD HOLD FILTER REDIRECT BCC STRIP PREPEND REPLACE WARN WARNING INFO".split(" "));
const silent = new Set(["IGNORE", "DUNNO", "OK", "PASS"]);

function checked(
  piece: MessagePiece,
  maps: MapList,
  asked: CheckedMessage,
  say: (text: string) => void,
): string | undefined {
  const line = piece.text.replace(/\n$/, "");
  if (line === "" || maps.tables.length === 0) return piece.text;
  const answer = maps.find(line);
  if (answer.kind === "failed") {
    asked.refusal ??= { code: 451, enhanced: "4.3.0", text: "Error: queue file write error" };
    return piece.text;
  }
  if (answer.kind !== "found") return piece.text;
  const [, word = "", rest = ""] = /^\s*(\S+)\s*([\s\S]*)$/.exec(answer.value) ?? [];
  const action = word.toUpperCase();
  if (logged.has(action)) {
    const what = piece.kind === "body" ? "body" : "header";
    const verb = action === "WARN" ? "warning" : action.toLowerCase();
    say(`${verb}: ${what} ${line.slice(0, 200)}${rest === "" ? "" : `: ${rest}`}`);
  } else if (!silent.has(action)) {
    say(`warning: unknown command in ${maps.parameter} map: ${word}`);
  }
  return afterAction(action, rest, piece.text, asked);
}

/** What stands in the place of a line after an action with its text; undefined: nothing. */
function afterAction(action: string, text: string, line: string, asked: CheckedMessage): string | undefined {
  switch (action) {
    case "REJECT":
      asked.refusal ??= refusalOf(text);
      return line;
    case "DISCARD":
      asked.discard = true;
      return line;
    case "HOLD":
      asked.hold = true;
      return line;
    case "FILTER":
      asked.filter = text;
      return line;
    case "REDIRECT":
      asked.redirect = text;
      return line;
    case "BCC":
      asked.bcc.push(text);
      return line;
    case "IGNORE":
    case "STRIP":
      return undefined;
    case "PREPEND":
      return `${text}\n${line}`;
    case "REPLACE":
      return `${text}\n`;
    default:
      return line;
  }
}

/** `REJECT [X.Y.Z] [text]`. */
function refusalOf(rest: string): NonNullable<CheckedMessage["refusal"]> {
  const status = /^([45]\.\d{1,3}\.\d{1,3})(?:\s+([\s\S]*))?$/.exec(rest);
  const enhanced = status?.[1] ?? "5.7.1";
  const text = status ? (status[2] ?? "") : rest;
  return {
    code: enhanced.startsWith("4") ? 450 : 550,
    enhanced,
    text: text === "" ? "message content rejected" : text,
  };
}
