/**
 * lookups — `$(map key $@ arguments $: default $)` and `$[host $: default $]` in a right-hand side (parseaddr.c)
 */
import { type Atom, join, stripQuotes } from "./atoms.ts";
import { askMap } from "./maps/ask.ts";
import { META } from "./metasymbol.ts";
import { ADDRESS_ROOM } from "./prescan.ts";
import { type Session, STATUS, systemError } from "./session.ts";
import { replaceOnTape, type Tape } from "./tape.ts";
import { tokenize } from "./tokenize.ts";

/** Longest key (conf.h, MAXKEY). */
const KEY_ROOM = 1024;
/** Arguments with the key, and the end mark (sendmail.h, MAX_MAP_ARGS). */
const ARGUMENTS = 10;

interface Parts {
  readonly parts: readonly Part[];
  /** Behind the closing mark. */
  readonly end: number;
}

interface Part {
  readonly mark: "key" | "argument" | "default";
  readonly from: number;
  to: number;
}

/** Replaces every lookup of a workspace, left to right; what comes back is not looked at again. Negative: broken. */
export function mapLookups(session: Session, tape: Tape, room: number): number {
  const { heads, texts } = session.program.atoms;
  let status: number = STATUS.ok;
  for (let at = 0; at < tape.length; at += 1) {
    const head = heads[tape.tokens[at] ?? 0];
    if (head !== META.hostBegin && head !== META.mapBegin) continue;
    const host = head === META.hostBegin;
    if (!host && at + 1 >= tape.length) {
      systemError(session, "554 5.3.0 rewrite: missing mapname");
      return -STATUS.config;
    }
    const name = host ? "host" : (texts[tape.tokens[at + 1] ?? 0] ?? "");
    const parts = partsOf(session, tape, at + (host ? 1 : 2), host ? META.hostEnd : META.mapEnd);
    const answer = answered(session, tape.tokens, name, parts);
    if (answer.status !== undefined) status = answer.status;
    if (!answer.tokens) return -STATUS.dataError;
    const put = answer.tokens.length;
    if (at + put + Math.max(0, tape.length - parts.end) >= room) return -tooLong(session);
    replaceOnTape(tape, at, parts.end, answer.tokens);
    at += put - 1;
  }
  return status;
}

function tooLong(session: Session): number {
  systemError(session, "554 5.3.0 rewrite: expansion too long");
  return STATUS.dataError;
}

/** Key, arguments and defaults between an opening and its closing mark. */
function partsOf(session: Session, tape: Tape, from: number, closing: number): Parts {
  const { heads } = session.program.atoms;
  let part: Part = { mark: "key", from, to: from };
  const parts = [part];
  let at = from;
  for (; at < tape.length; at += 1) {
    const head = heads[tape.tokens[at] ?? 0];
    if (head === closing) break;
    if (head !== META.host && head !== META.user) continue;
    part.to = at;
    part = { mark: head === META.host ? "argument" : "default", from: at + 1, to: at + 1 };
    parts.push(part);
  }
  part.to = at;
  return { parts, end: Math.min(at + 1, tape.length) };
}

function answered(
  session: Session,
  workspace: Int32Array,
  name: string,
  { parts }: Parts,
): { readonly tokens: ArrayLike<Atom> | undefined; readonly status: number | undefined } {
  const { program } = session;
  const { atoms, options } = program;
  const map = program.maps.get(name);
  if (!map) systemError(session, `554 5.3.0 rewrite: map ${name} not found`);
  const [keyPart] = parts;
  const keyFrom = keyPart?.from ?? 0;
  const keyTo = keyPart?.to ?? 0;
  const blank = map?.flags.blank ?? options.blank;
  const typed = join(atoms, workspace, keyFrom, keyTo, { blank, external: true, room: KEY_ROOM });
  const key = map?.flags.keepQuotes || !map ? typed : stripQuotes(typed);
  const args = [key];
  let fallback: Part | undefined;
  for (const part of parts) {
    if (part.mark === "default") fallback = part;
    if (part.mark !== "argument" || args.length >= ARGUMENTS) continue;
    args.push(join(atoms, workspace, part.from, part.to, { blank: options.blank, external: true, room: ADDRESS_ROOM }));
  }
  if (args.length >= ARGUMENTS) args.length = ARGUMENTS - 1;
  const answer = map ? askMap(session, map, key, args) : { value: undefined, tempFail: false };
  const status = answer.tempFail ? STATUS.tempFail : undefined;
  if (answer.value !== undefined) {
    return { tokens: answer.value === "" ? [] : tokenize(session, answer.value), status };
  }
  if (!fallback) return { tokens: workspace.slice(keyFrom, Math.max(keyFrom, keyTo)), status };
  const text = join(atoms, workspace, fallback.from, fallback.to, {
    blank: options.blank,
    external: false,
    room: KEY_ROOM,
  });
  return { tokens: text === "" ? [] : tokenize(session, text, true), status };
}
