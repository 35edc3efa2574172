/** message-lines: a message as cleanup(8) walks through it: header fields of each kind, then lines of text */
import { readParameters } from "../mime/header.ts";

/**
 * `header`: of the message itself; `mime`: Content-* and MIME-Version there, and all fields of a part; `nested`: of an
 * attached message (header_checks(5)). Text keeps its line ends; a field with its continuations is one piece.
 */
export interface MessagePiece {
  readonly kind: "header" | "mime" | "nested" | "blank" | "body";
  readonly text: string;
  /** Of the body: the number of the part that the line is in. */
  readonly part: number;
}

interface Block {
  readonly kind: "header" | "mime" | "nested";
  contentType: string;
}

/** Cuts a message (lines ending in LF, one character a byte). */
export function* messagePieces(message: string): Generator<MessagePiece> {
  const boundaries: string[] = [];
  let block: Block | undefined = { kind: "header", contentType: "" };
  let part = 0;
  for (let at = 0; at < message.length; ) {
    const end = block ? fieldEnd(message, at) : lineEnd(message, at);
    const text = message.slice(at, end);
    at = end;
    if (block) {
      const name = /^([!-9;-~]+)[ \t]*:/.exec(text)?.[1]?.toLowerCase();
      if (name !== undefined) {
        if (name === "content-type") block.contentType = text.slice(text.indexOf(":") + 1).replaceAll("\n", "");
        const isMime = block.kind === "mime" || (block.kind === "header" && /^(content-|mime-version$)/.test(name));
        yield { kind: isMime ? "mime" : block.kind, text, part };
        continue;
      }
      const { value, parameters } = readParameters(block.contentType);
      const boundary = parameters.find(([parameter]) => parameter === "boundary")?.[1];
      if (/^multipart\//i.test(value) && boundary) boundaries.push(boundary);
      const isBlank = text === "\n";
      block = isBlank && /^message\/rfc822$/i.test(value) ? { kind: "nested", contentType: "" } : undefined;
      part += 1;
      if (isBlank) {
        yield { kind: "blank", text, part };
        continue;
      }
    }
    const opened = boundaries.findLastIndex((boundary) => text.startsWith(`--${boundary}`));
    yield { kind: "body", text, part };
    if (opened === -1) continue;
    const isLast = text.startsWith(`--${boundaries[opened]}--`);
    boundaries.length = isLast ? opened : opened + 1;
    if (!isLast) block = { kind: "mime", contentType: "" };
    part += 1;
  }
}

function lineEnd(message: string, from: number): number {
  const lf = message.indexOf("\n", from);
  return lf === -1 ? message.length : lf + 1;
}

/** A field ends before a line that does not begin with a blank. */
function fieldEnd(message: string, from: number): number {
  let at = lineEnd(message, from);
  if (at === from + 1) return at;
  while (at < message.length && (message[at] === " " || message[at] === "\t")) at = lineEnd(message, at);
  return at;
}
