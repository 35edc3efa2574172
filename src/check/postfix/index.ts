import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { checkParameters } from "../../postfix/read/check-parameters.ts";
import { checkAccounts } from "./accounts.ts";
import { checkDomains } from "./domains.ts";
import { checkLimits } from "./limits.ts";
import { checkLoops } from "./loops.ts";
import { checkRelay } from "./relay.ts";
import { checkRestrictions } from "./restrictions.ts";
import { checkSasl } from "./sasl.ts";
import { checkSecrets } from "./secrets.ts";
import { checkServices } from "./services.ts";
import type { CheckedPostfix } from "./subject.ts";
import { checkListFiles, checkShadowedTables, checkTables } from "./tables.ts";
import { checkTls } from "./tls.ts";
import { checkTransports } from "./transports.ts";

/** What can be said of a Postfix directory without running it, whatever its files hold; in no order. */
export function checkPostfix(subject: CheckedPostfix): readonly Diagnostic[] {
  return [
    ...subject.directory.diagnostics,
    ...checkParameters(subject.directory),
    ...checkTables(subject),
    ...checkShadowedTables(subject),
    ...checkListFiles(subject),
    ...checkServices(subject),
    ...checkTransports(subject),
    ...checkDomains(subject),
    ...checkAccounts(subject),
    ...checkRestrictions(subject),
    ...checkRelay(subject),
    ...checkLoops(subject),
    ...checkTls(subject),
    ...checkSasl(subject),
    ...checkSecrets(subject),
    ...checkLimits(subject),
  ];
}
