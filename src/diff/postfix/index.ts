import type { PostfixEnvironment } from "../../postfix/resolve/environment.ts";
import type { Change } from "../change.ts";
import { parameterChanges } from "./parameters.ts";
import { serviceChanges } from "./services.ts";
import { tableChanges } from "./tables.ts";

/** What two Postfix directories say differently: effective values, services, rows. Spelling and comments do not count. */
export function comparePostfix(before: PostfixEnvironment, after: PostfixEnvironment): readonly Change[] {
  return [
    ...parameterChanges(before.directory, after.directory),
    ...serviceChanges(before.directory, after.directory),
    ...tableChanges(before, after),
  ];
}
