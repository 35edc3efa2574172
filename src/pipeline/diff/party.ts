import type { NamedText } from "../../diff/text.ts";
import type { PostfixFiles } from "../../postfix/read/files.ts";
import { openSite, type Site } from "../../source/site.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { convert } from "../convert.ts";
import { emittedFiles } from "../emitted-files.ts";
import { loadPostfix, type OpenedPostfix, openPostfix, type PostfixFlags } from "../postfix.ts";
import { type LoadedSendmail, loadSendmail, type SendmailSource } from "../sendmail-source.ts";

/** What A or B of `diff` is. */
export type DiffInput =
  | { readonly kind: "postfix"; readonly path: string }
  /** The output of `postconf -n`, or a main.cf alone: parameters without services and tables of their own. */
  | { readonly kind: "settings"; readonly file: SourceFile }
  | { readonly kind: "sendmail"; readonly request: SendmailSource };

export interface PostfixParty {
  readonly kind: "postfix";
  readonly opened: OpenedPostfix;
  readonly files: PostfixFiles;
  readonly root: Site;
  /** Only its parameters are known. */
  readonly isBare: boolean;
}

export interface SendmailParty {
  readonly kind: "sendmail";
  readonly loaded: LoadedSendmail;
  readonly request: SendmailSource;
}

export type Party = PostfixParty | SendmailParty;
export type Opening =
  | { readonly ok: true; readonly party: Party }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Opens A or B. Bare settings stand in the files of `other`, where that is a directory. */
export async function openParty(
  input: DiffInput,
  flags: PostfixFlags,
  other: PostfixParty | undefined,
): Promise<Opening> {
  if (input.kind === "sendmail") return openSendmail(input.request);
  if (input.kind === "settings") return { ok: true, party: bareParty(input.file, flags, other) };
  const loaded = loadPostfix(input.path, flags);
  if (!loaded.ok) return loaded;
  const root = openSite(loaded.located.root);
  const isBare = loaded.located.mainFile !== undefined;
  return { ok: true, party: { kind: "postfix", opened: loaded, files: loaded.config.files, root, isBare } };
}

function bareParty(file: SourceFile, flags: PostfixFlags, other: PostfixParty | undefined): PostfixParty {
  const root = other?.root ?? openSite(flags.root ?? "/");
  const below: PostfixFiles = other?.files ?? root;
  const files: PostfixFiles = {
    ...below,
    read: (path) => (path === "/etc/postfix/main.cf" ? { ok: true, file } : below.read(path)),
  };
  return { kind: "postfix", opened: openPostfix(files, root, flags), files, root, isBare: true };
}

async function openSendmail(request: SendmailSource): Promise<Opening> {
  const loaded = await loadSendmail(request);
  if (!loaded.read) return { ok: false, path: request.file.path, reason: "it holds no sendmail configuration" };
  return { ok: true, party: { kind: "sendmail", loaded, request } };
}

/** A sendmail configuration as the Postfix directory that convert writes of it. */
export async function converted({ request }: SendmailParty, flags: PostfixFlags): Promise<PostfixParty> {
  const { source, file, facts, cfDir } = request;
  const options = { mapType: "hash", postfixVersion: "3.7", mailbox: undefined, findings: {} } as const;
  const conversion = await convert({ source, file, facts, cfDir, ...options }, { write: () => undefined });
  const files = emittedFiles(conversion.config, "hash", source.site);
  const opened = openPostfix(files, source.site, { ...flags, facts });
  return { kind: "postfix", opened, files, root: source.site, isBare: false };
}

/** The files that a person wrote: of Postfix both files and the tables named, of sendmail the main file. */
export function textsOf(party: Party, tables: (party: PostfixParty) => readonly string[]): readonly NamedText[] {
  if (party.kind === "sendmail") {
    const { kind } = party.request.source.main;
    return [{ name: `sendmail.${kind}`, text: party.request.file.text }];
  }
  const paths = ["/etc/postfix/main.cf", ...(party.isBare ? [] : ["/etc/postfix/master.cf", ...tables(party)])];
  return paths.flatMap((path) => {
    const read = party.files.read(path);
    return read.ok ? [{ name: path.replace(/^\/etc\/postfix\//, "").replace(/^\//, ""), text: read.file.text }] : [];
  });
}
