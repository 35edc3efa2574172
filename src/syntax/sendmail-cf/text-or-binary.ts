const LOOKED_AT = 64 * 1024;

/** Control bytes that texts do not hold; ESC begins ISO-2022-JP, BS, VT and FF were typed on purpose once. */
const ODD_BYTES = /[\0-\x06\x0e-\x1a\x1c-\x1f]/g;

/**
 * Offset of the first odd byte when the beginning of the file is no text: more than one byte in a hundred is a control
 * byte. A stray NUL in an otherwise good file is not enough. Undefined for a text.
 */
export function binaryByte(text: string): number | undefined {
  const beginning = text.slice(0, LOOKED_AT);
  const first = beginning.search(ODD_BYTES);
  if (first === -1) return undefined;
  const odd = beginning.match(ODD_BYTES)?.length ?? 0;
  return odd < 4 || odd * 100 < beginning.length ? undefined : first;
}
