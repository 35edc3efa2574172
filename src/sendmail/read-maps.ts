import { written } from "../source/origin.ts";
import type { MapLine } from "../syntax/sendmail-cf/ast.ts";
import { parseTemplate } from "../syntax/sendmail-cf/template.ts";
import { mapClassNamed } from "./catalogue/map-classes.ts";
import { asText } from "./expand-macros.ts";
import { expandNow, type ReaderState, report } from "./reader-state.ts";

/** Classes whose arguments are one text: an expression, a list of maps. */
const WHOLE_ARGUMENTS = new Set(["regex", "sequence"]);

/** `Kname class -flags arguments`: readcf.c makemapentry(). Macros are expanded first. */
export function readMap(state: ReaderState, line: MapLine): void {
  const mapClass = line.mapClass.toLowerCase();
  const entry = mapClassNamed(mapClass);
  if (!entry) {
    report(state, "CF1061", line.span, `map ${line.name}: there is no map class ${line.mapClass}`);
  } else if (!entry.ofSendmail) {
    report(
      state,
      "CF1061",
      line.span,
      `map ${line.name}: only patched versions of sendmail have the class ${line.mapClass}`,
    );
  }
  const expand = (text: string): string =>
    text.includes("$") ? asText(expandNow(state, parseTemplate(text), line.span)) : text;
  const flags = new Map<string, string>();
  for (const flag of line.flags) {
    flags.set(flag.letter, expand(flag.value));
    if (entry?.flags && !entry.flags.has(flag.letter)) {
      report(state, "CF1062", flag.span, `map ${line.name}: the class ${line.mapClass} has no flag -${flag.letter}`);
    }
  }
  const args = line.args.map((word) => expand(word.text));
  const spec = WHOLE_ARGUMENTS.has(mapClass) ? args.join(" ") : args[0];
  if (
    entry?.ofSendmail &&
    entry.needsFile &&
    (spec ?? "") === "" &&
    mapClass !== "ldap" &&
    mapClass !== "ldapx" &&
    mapClass !== "dns"
  ) {
    report(state, "CF1063", line.span, `map ${line.name} names no file`);
  }
  const key = line.name.toLowerCase();
  if (mapClass === "sequence") checkMembers(state, line, args);
  const before = state.maps.get(key);
  if (before) state.superseded.set(before.line, line);
  state.maps.set(key, {
    name: line.name,
    mapClass,
    line,
    flags,
    spec: spec === "" ? undefined : spec,
    origin: written(line.span),
  });
}

/** The maps of a sequence must be defined by then: sendmail leaves the others out (map.c seq_map_parse()). */
function checkMembers(state: ReaderState, line: MapLine, members: readonly string[]): void {
  for (const [index, member] of members.entries()) {
    if (state.maps.has(member.toLowerCase())) continue;
    const at = line.args[index]?.span ?? line.span;
    report(state, "CF1065", at, `map ${line.name}: no K line before this one defines the map ${member}`);
  }
}
