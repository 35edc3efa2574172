import type { Access } from "../model/access.ts";
import type { Refusal } from "../model/refusal.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { RuleLine } from "../syntax/sendmail-cf/ast.ts";
import { accessEntries } from "./access/entries.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { inferred } from "./shared/class-facts.ts";
import { refusalOf } from "./shared/refusal.ts";
import {
  delayedChecks,
  dottedKeysCount,
  findRule,
  fullAddressMayGrantRelay,
  recipientsAreChecked,
  relayByWholeHost,
  ruleOrigin,
  skipCounts,
  unqualifiedSendersAreRefused,
  unresolvableSendersAreRefused,
} from "./shared/ruleset-evidence.ts";
import { openMap } from "./shared/source-table.ts";

/** FEATURE access_db and the features that change how its table is read (cf/README, "ANTI-SPAM CONFIGURATION"). */
export function liftAccess(context: LiftContext): Lifted<Access> {
  const { config } = context;
  const map = config.maps.get("access");
  const table = map ? openMap(context, map) : undefined;
  const evidence = (rule: RuleLine | undefined) => inferred(rule !== undefined, rule ? [ruleOrigin(rule)] : []);
  const wholeHost = relayByWholeHost(config);
  const shape = {
    checksRecipients: evidence(recipientsAreChecked(config)),
    grantsByAddress: evidence(fullAddressMayGrantRelay(config)),
    dottedKeys: evidence(dottedKeysCount(config)),
  };
  const skips = skipCounts(config) !== undefined;
  const value: Access = {
    table,
    ...shape,
    grantsSubdomains: inferred(wholeHost === undefined, wholeHost ? [ruleOrigin(wholeHost)] : []),
    delayed: inferred(delayedChecks(config)),
    refusesUnqualifiedSenders: evidence(unqualifiedSendersAreRefused(config)),
    refusesUnresolvableSenders: evidence(unresolvableSendersAreRefused(config)),
    refusal: ruleRefusal(config, ["Basic_check_relay", "Basic_check_mail", "check_relay", "check_mail"], accessDenied),
    recipientRefusal: ruleRefusal(config, ["Rcpt_ok", "Basic_check_rcpt", "check_rcpt"], mailboxDisabled),
    entries: () =>
      accessEntries(table, {
        checksRecipients: shape.checksRecipients.value,
        grantsByAddress: shape.grantsByAddress.value,
        dottedKeys: shape.dottedKeys.value,
        skips,
      }),
  };
  return { value, claims: [], diagnostics: [] };
}

const accessDenied: Refusal = { temporary: false, code: "550", status: "5.7.1", text: "Access denied" };
const mailboxDisabled: Refusal = {
  temporary: false,
  code: "550",
  status: "5.2.1",
  text: "Mailbox disabled for this recipient",
};

/** What REJECT answers: confREJECT_MSG and confRCPTREJ_MSG stand in the rule for it. */
function ruleRefusal(config: SendmailConfig, rulesets: readonly string[], usual: Refusal): Refusal {
  const rule = findRule(config, rulesets, /^<REJECT>/, /\$#error/);
  const parts = /\$#\s*error\s*(?:\$@\s*(\S+))?\s*\$:\s*(.*)$/s.exec(rule?.rhs.text ?? "");
  return parts ? refusalOf(parts[1] ?? usual.status, parts[2] ?? "") : usual;
}
