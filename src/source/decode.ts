/** Encodings tried in order; the first that reads every byte wins (old Japanese hosts wrote their comments in these). */
const encodings = ["utf-8", "iso-2022-jp", "euc-jp", "shift_jis"] as const;

export type Encoding = (typeof encodings)[number];

/**
 * Text as a person should see it: bytes held as latin1 characters, decoded by the first encoding that fits, else left
 * as Latin-1. Control characters become visible so that a file cannot steer the terminal that shows it. `encoding` is
 * what the whole file is written in, where that is known: one line alone may fit several.
 */
export function shownText(text: string, encoding?: Encoding): string {
  // What is decoded already is left as it is.
  if (/[^\0-\xff]/.test(text)) return visible(text);
  if (!/[\x1b\x80-\xff]/.test(text)) return visible(text);
  const known = encoding ?? encodingOf(text);
  return visible(known === undefined ? text : decode(text, known));
}

/** The encoding of a text with bytes above 127 or escape sequences; undefined: none of those known, or plain ASCII. */
export function encodingOf(text: string): Encoding | undefined {
  if (!/[\x1b\x80-\xff]/.test(text)) return undefined;
  const bytes = Buffer.from(text, "latin1");
  for (const encoding of encodings) {
    if ((encoding === "iso-2022-jp") !== text.includes("\x1b$") && encoding !== "utf-8") continue;
    try {
      if (!new TextDecoder(encoding, { fatal: true }).decode(bytes).includes("\x1b")) return encoding;
    } catch {
      // Not this encoding.
    }
  }
  return undefined;
}

/** A line of a file as it is shown, and where its bytes are then. */
export interface ShownLine {
  readonly text: string;
  /** What is shown before a byte, which is counted from 1. */
  before(byteColumn: number): string;
}

export function shownLine(text: string, encoding?: Encoding): ShownLine {
  const known = encoding ?? encodingOf(text);
  return {
    text: shownText(text, known),
    before: (byteColumn) => shownText(text.slice(0, byteColumn - 1), known),
  };
}

/** Columns that a terminal gives a text: two for the characters of East Asian scripts (Unicode, UAX 11, wide and full). */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

function decode(text: string, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(Buffer.from(text, "latin1"));
}

function visible(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (character) =>
    character === "\r" ? "" : `^${String.fromCharCode(character.charCodeAt(0) ^ 64)}`,
  );
}
