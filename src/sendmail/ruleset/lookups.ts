/**
 * lookups — `$(map key $@ arguments $: default $)` and `$[host $: default $]` in a right-hand side (parseaddr.c)
 */
import { type Atom, join, stripQuotes } from "./atoms.ts";
import { askMap } from "./maps/ask.ts";
import { META } from "./metasymbol.ts";
import { ADDRESS_ROOM } from "./prescan.ts";
import { type Session, STATUS, systemError } from "./session.ts";
import { tokenize } from "./tokenize.ts";

/** Longest key (conf.h, MAXKEY). */
const KEY_ROOM = 1024;
/** Arguments with the key, and the end mark (sendmail.h, MAX_MAP_ARGS). */
const ARGUMENTS = 10;

interface Part {
  readonly mark: "key" | "argument" | "default";
  readonly from: number;
  to: number;
}

/** Replaces every lookup of a workspace, left to right; what comes back is not looked at again. Negative: broken. */
export function mapLookups(session: Session, workspace: Atom[], room: number): number {
  const { heads, texts } = session.program.atoms;
  let status: number = STATUS.ok;
  for (let at = 0; at < workspace.length; at += 1) {
    const head = heads[workspace[at] ?? 0];
    if (head !== META.hostBegin && head !== META.mapBegin) continue;
    const host = head === META.hostBegin;
    const nameAtom = host ? undefined : workspace[at + 1];
    if (!host && nameAtom === undefined) {
      systemError(session, "554 5.3.0 rewrite: missing mapname");
      return -STATUS.config;
    }
    const name = nameAtom === undefined ? "host" : (texts[nameAtom] ?? "");
    const parts = partsOf(session, workspace, at + (host ? 1 : 2), host ? META.hostEnd : META.mapEnd);
    const answer = answered(session, workspace, name, parts.parts);
    if (answer.status !== undefined) status = answer.status;
    if (!answer.tokens) return -STATUS.dataError;
    if (at + answer.tokens.length >= room) return -tooLong(session);
    const rest = workspace.slice(parts.end);
    if (at + answer.tokens.length + rest.length >= room) return -tooLong(session);
    workspace.length = at;
    workspace.push(...answer.tokens, ...rest);
    at += answer.tokens.length - 1;
  }
  return status;
}

function tooLong(session: Session): number {
  systemError(session, "554 5.3.0 rewrite: expansion too long");
  return STATUS.dataError;
}

/** Key, arguments and defaults between an opening and its closing mark; `end` is behind the closing one. */
function partsOf(
  session: Session,
  workspace: readonly Atom[],
  from: number,
  closing: number,
): { readonly parts: readonly Part[]; readonly end: number } {
  const { heads } = session.program.atoms;
  let part: Part = { mark: "key", from, to: from };
  const parts = [part];
  let at = from;
  for (; at < workspace.length; at += 1) {
    const head = heads[workspace[at] ?? 0];
    if (head === closing) break;
    if (head !== META.host && head !== META.user) continue;
    part.to = at;
    part = { mark: head === META.host ? "argument" : "default", from: at + 1, to: at + 1 };
    parts.push(part);
  }
  part.to = at;
  return { parts, end: Math.min(at + 1, workspace.length) };
}

function answered(
  session: Session,
  workspace: readonly Atom[],
  name: string,
  parts: readonly Part[],
): { readonly tokens: Atom[] | undefined; readonly status: number | undefined } {
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
  if (!fallback) return { tokens: workspace.slice(keyFrom, keyTo), status };
  const text = join(atoms, workspace, fallback.from, fallback.to, {
    blank: options.blank,
    external: false,
    room: KEY_ROOM,
  });
  return { tokens: text === "" ? [] : tokenize(session, text, true), status };
}
