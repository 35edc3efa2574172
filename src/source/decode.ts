/** Encodings tried in order; the first that reads every byte wins (old Japanese hosts wrote their comments in these). */
const encodings = ["utf-8", "iso-2022-jp", "euc-jp", "shift_jis"] as const;

/**
 * Text as a person should see it: bytes held as latin1 characters, decoded by the first encoding that fits, else left
 * as Latin-1. Control characters become visible so that a file cannot steer the terminal that shows it.
 */
export function shownText(text: string): string {
  return visible(/[\x1b\x80-\xff]/.test(text) ? decoded(text) : text);
}

function decoded(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  for (const encoding of encodings) {
    if ((encoding === "iso-2022-jp") !== text.includes("\x1b$") && encoding !== "utf-8") continue;
    try {
      const result = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!result.includes("\x1b")) return result;
    } catch {
      // Not this encoding.
    }
  }
  return text;
}

function visible(text: string): string {
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (character) =>
    character === "\r" ? "" : `^${String.fromCharCode(character.charCodeAt(0) ^ 64)}`,
  );
}
