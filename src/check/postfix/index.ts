import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { checkParameters } from "../../postfix/read/check-parameters.ts";
import { checkRelay } from "./relay.ts";
import { checkRestrictions } from "./restrictions.ts";
import type { CheckedPostfix } from "./subject.ts";
import { checkListFiles, checkTables } from "./tables.ts";

/** What can be said of a Postfix directory without running it, whatever its files hold; in no order. */
export function checkPostfix(subject: CheckedPostfix): readonly Diagnostic[] {
  return [
    ...subject.directory.diagnostics,
    ...checkParameters(subject.directory),
    ...checkTables(subject),
    ...checkListFiles(subject),
    ...checkRestrictions(subject),
    ...checkRelay(subject),
  ];
}
