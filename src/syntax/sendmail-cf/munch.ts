const ESCAPES: Readonly<Record<string, string>> = { r: "\r", n: "\n", f: "\f", b: "\b" };

/**
 * Undoes quotes and backslashes as readcf.c munchstring() does: a quote only ever vanishes, `\r \n \f \b` are control
 * characters, any other character after a backslash stands for itself.
 */
export function munch(text: string): string {
  if (!/["\\]/.test(text)) return text;
  return text.replace(/\\([\s\S]?)|"/g, (_, escaped: string | undefined) =>
    escaped === undefined ? "" : (ESCAPES[escaped] ?? escaped),
  );
}
