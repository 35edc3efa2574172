import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { type LineSource, placeIn } from "./line-reading.ts";

/** conf.h MAXMACNAMELEN. */
const LONGEST_NAME = 25;

/** `${name}` and its fellows; `$$` is a dollar and begins nothing. */
const USED = /\$\$|\$[=~&?]?\{([^}]*)(\}?)/g;

/** Names of macros and classes that are used in a line: what macid_parse() (macro.c) says of them. */
export function checkUsedNames(source: LineSource): readonly Diagnostic[] {
  const { text } = source.folded;
  const found: Diagnostic[] = [];
  if (/(?:^|[^$])\$[=~&?]$/.test(text)) {
    found.push(
      diagnose("CF1012", placeIn(source, text.length - 2, text.length), "the line ends where a name is expected"),
    );
  }
  if (!text.includes("{")) return found;
  for (const { 0: whole, 1: name, 2: brace, index } of text.matchAll(USED)) {
    if (name === undefined) continue;
    const at = placeIn(source, index, index + whole.length);
    if (brace === "") {
      found.push(
        diagnose("CF1013", at, `the brace of ${whole.slice(0, 20)} is not closed: sendmail drops the rest of the line`),
      );
    } else {
      const complaint = complaintAboutName(name);
      if (complaint !== undefined) found.push(diagnose("CF1014", at, complaint));
    }
  }
  return found;
}

/** What sendmail says of a name in braces, in a sentence; undefined when it takes it as it is. */
export function complaintAboutName(name: string): string | undefined {
  const odd = /[^A-Za-z0-9_]/.exec(name)?.[0];
  if (odd !== undefined) {
    return `sendmail drops \`${odd}\` from the name {${name}}: it becomes {${name.replace(/[^A-Za-z0-9_]/g, "")}}`;
  }
  if (name.length > LONGEST_NAME) {
    return `the name has ${name.length} characters, sendmail takes at most ${LONGEST_NAME}`;
  }
  return undefined;
}
