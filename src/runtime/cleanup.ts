/**
 * cleanup: expands recipients, checks and rewrites the message, and puts it into the queue (cleanup(8))
 *
 * The order is Postfix's: a header field is checked as it came, then dropped or rewritten; fields that are missing come
 * at the end of the header; then the text is checked.
 */
import type { Settings } from "../postfix/read/settings.ts";
import { type CheckedMessage, contentChecks, nothingAsked } from "./cleanup/checks.ts";
import { copiesFor } from "./cleanup/copies.ts";
import { messagePieces } from "./cleanup/message-lines.ts";
import { droppedFields, fieldName, type HeaderContext, missingFields, rewriteField } from "./cleanup/rewrite-header.ts";
import type { MailSystem } from "./mail-system.ts";
import type { Maillog } from "./maillog.ts";
import type { Envelope, QueuedRecipient } from "./queue/envelope.ts";
import { enqueue, type QueueDirectory } from "./queue/queue-directory.ts";

/** Why a message was not taken, as an SMTP reply. */
export interface Refusal {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

export type Accepted = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusal: Refusal };

/** What access tables asked for while the message came in (access(5)). */
export interface AccessRequests {
  readonly hold?: boolean;
  readonly discard?: boolean;
  readonly filter?: string | undefined;
  readonly redirect?: string | undefined;
  readonly bcc?: readonly string[];
}

export interface CleanupRequest {
  readonly queue: QueueDirectory;
  readonly system: MailSystem;
  readonly log: Maillog;
  readonly envelope: Envelope;
  /** Lines ending in LF. */
  readonly message: Buffer;
  /** Lines to put in front, by the queue ID (`Received:`), each with its LF. */
  readonly prepend: (id: string) => string;
  /** Settings of the service that cleans up; the first cleanup of master.cf when absent. */
  readonly settings?: Settings;
  readonly context?: HeaderContext;
  readonly requests?: AccessRequests;
  /** receive_override_options. */
  readonly overrides?: ReadonlySet<string>;
}

/** Stands for the queue ID in `Received:` while header_checks look at it; the ID is known when the file is there. */
const QUEUE_ID = "\x01queue-id\x01";

/** The message is durable when this settles with `ok`. */
export async function cleanup(request: CleanupRequest): Promise<Accepted> {
  const { system, requests = {}, overrides = new Set() } = request;
  const settings = request.settings ?? system.resolver.environment.settingsFor("cleanup", "unix");
  const asked = nothingAsked();
  const lines: string[] = [];
  const say = (text: string): void => {
    lines.push(text);
  };
  const body = messageText(request, settings, asked, overrides.has("no_header_body_checks") ? undefined : say);
  for (const line of lines) request.log("cleanup", line);
  if (asked.refusal) return { ok: false, refusal: asked.refusal };
  const envelope = envelopeFor(request, settings, asked, overrides);
  if ("code" in envelope) return { ok: false, refusal: envelope };
  if (asked.discard || requests.discard) {
    const unused = Date.now().toString(16).toUpperCase();
    request.log("cleanup", `${unused}: discarded as asked`);
    return { ok: true, id: unused };
  }
  const into = asked.hold || requests.hold ? "hold" : "incoming";
  const id = await enqueue(request.queue, into, envelope, (made) => [
    Buffer.from(body.before.replaceAll(QUEUE_ID, made), "latin1"),
    Buffer.from(body.missing(made), "latin1"),
    Buffer.from(body.after, "latin1"),
  ]);
  request.log("cleanup", `${id}: message-id=${body.messageId ?? `<made for ${id}>`}`);
  return { ok: true, id };
}

interface MessageText {
  readonly before: string;
  readonly missing: (id: string) => string;
  readonly after: string;
  readonly messageId: string | undefined;
}

function messageText(
  request: CleanupRequest,
  settings: Settings,
  asked: CheckedMessage,
  say: ((text: string) => void) | undefined,
): MessageText {
  const { system, envelope, context = "local" } = request;
  const { resolver } = system;
  const check = say && contentChecks(resolver.environment, settings, say);
  const dropped = droppedFields(settings);
  const present = new Set<string>();
  let before = "";
  let after = "";
  let messageId: string | undefined;
  let inHeader = true;
  const message = request.prepend(QUEUE_ID) + request.message.toString("latin1");
  for (const piece of messagePieces(message)) {
    const isOwnField = inHeader && (piece.kind === "header" || piece.kind === "mime");
    const checked = check ? check(piece, asked) : piece.text;
    if (!isOwnField) {
      inHeader = false;
      after += checked ?? "";
      continue;
    }
    if (checked === undefined) continue;
    const name = fieldName(piece.text);
    if (dropped.has(name)) continue;
    present.add(name);
    if (name === "message-id") messageId ??= /:\s*(\S+)/.exec(piece.text)?.[1];
    before += rewriteField(checked, resolver, context);
  }
  if (after !== "" && !after.startsWith("\n")) after = `\n${after}`;
  const completes = context === "local" || settings.bool("always_add_missing_headers");
  const hostname = settings.text("myhostname");
  const now = new Date(envelope.arrival);
  const sender = resolver.cleanHeader(envelope.sender, "header_sender");
  const undisclosed = settings.text("undisclosed_recipients_header").trim();
  return {
    before,
    missing: (id) => (completes ? missingFields({ present, sender, hostname, id, now, undisclosed }) : ""),
    after: after === "" ? "\n" : after,
    messageId,
  };
}

/** The envelope as it is queued: rewritten, expanded, with copies; or why it cannot be. */
function envelopeFor(
  { system, envelope, requests = {} }: CleanupRequest,
  settings: Settings,
  asked: CheckedMessage,
  overrides: ReadonlySet<string>,
): Envelope | Refusal {
  const { resolver } = system;
  const maps = !overrides.has("no_address_mappings");
  const sender = resolver.cleanSender(envelope.sender);
  if (!sender.ok) return sender;
  const from = sender.addresses[0] ?? "";
  const redirect = asked.redirect ?? requests.redirect;
  const first = redirect === undefined ? envelope.recipients : [{ address: redirect, original: redirect }];
  const addresses = first.map(({ address }) => address);
  const copies = maps ? copiesFor(resolver.environment, settings, from, addresses) : [];
  if (copies === "failed") return { code: 451, enhanced: "4.3.0", text: "Error: queue file write error" };
  const bcc = [...(requests.bcc ?? []), ...asked.bcc, ...copies];
  const blind = bcc.map((address) => ({ address, original: address, notify: ["NEVER" as const] }));
  const recipients = new Map<string, QueuedRecipient>();
  for (const recipient of [...first, ...blind]) {
    const cleaned = maps
      ? resolver.cleanRecipient(recipient.address)
      : { ok: true as const, addresses: [recipient.address] };
    if (!cleaned.ok) return cleaned;
    for (const address of cleaned.addresses) {
      const key = address.toLowerCase();
      if (!recipients.has(key)) recipients.set(key, { ...recipient, address });
    }
  }
  const filter = asked.filter ?? requests.filter ?? (settings.text("content_filter") || undefined);
  return {
    ...envelope,
    sender: from,
    recipients: [...recipients.values()],
    ...(filter === undefined ? {} : { filter }),
  };
}
