import type { SaslValues } from "../model/sasl.ts";
import type { TranslateContext, Translated } from "./context.ts";
import { offeredMechanisms } from "./shared/login-mechanisms.ts";
import type { SettingOutcome, SettingRules } from "./shared/setting.ts";
import { becomes, decides, ends, translateSettings } from "./shared/setting.ts";

const saslCodes = {
  exact: "TR3145",
  default: "TR3146",
  approximate: "TR3147",
  manual: "TR3148",
  unsupported: "TR3149",
} as const;

/** Conditions that Postfix words the same way (postconf(5), smtpd_sasl_security_options). */
const conditions = [
  ["noPlainTextWithoutTls", "noplaintext"],
  ["noActiveAttacks", "noactive"],
  ["noDictionaryAttacks", "nodictionary"],
  ["forwardSecrecy", "forward_secrecy"],
  ["mutual", "mutual_auth"],
] as const;

/** All conditions together: each of their lines is an origin of the same two lists. */
function conditionOutcome(_: boolean, { policy }: TranslateContext): SettingOutcome {
  const words = conditions.flatMap(([leaf, word]) => (policy.sasl[leaf]?.value ? [word] : []));
  const list = ["noanonymous", ...words];
  const withTls = list.filter((word) => word !== "noplaintext");
  return {
    disposition: "exact",
    note: "Mechanisms that do not meet the conditions are not offered.",
    parameters: [
      ["smtpd_sasl_security_options", list.join(", ")],
      ["smtpd_sasl_tls_security_options", withTls.join(", ")],
    ],
  };
}

const condition = decides<boolean>(
  "exact",
  ["smtpd_sasl_security_options", "smtpd_sasl_tls_security_options"],
  "Mechanisms that do not meet the condition are not offered.",
  conditionOutcome,
);

/** What becomes of each log-in setting. */
export const saslRules: SettingRules<SaslValues> = {
  mechanisms: decides(
    "approximate",
    ["smtpd_sasl_auth_enable", "smtpd_sasl_mechanism_filter", "smtpd_sasl_local_domain"],
    "The SASL library or Dovecot must be set up for smtpd before clients can log in; EXTERNAL is not supported.",
    mechanismOutcome,
  ),
  realm: becomes("smtpd_sasl_local_domain", String, "The realm of log-ins."),
  noPlainTextWithoutTls: condition,
  noAnonymous: condition,
  noActiveAttacks: condition,
  noDictionaryAttacks: condition,
  forwardSecrecy: condition,
  mutual: condition,
  passCredentials: ends("unsupported", "Postfix never passes credentials on."),
  identityOnlyWhenLoggedIn: ends("default", "Postfix tells the next host nothing about who logged in."),
  securityLayerBits: ends(
    "unsupported",
    "Postfix never negotiates a security layer with a log-in; TLS does that work.",
  ),
  ownLoginFile: ends(
    "manual",
    "Write the log-in into a table by host, `[host] user:password`, and name it in smtp_sasl_password_maps.",
  ),
};

function mechanismOutcome(_: readonly string[], { policy }: TranslateContext): SettingOutcome {
  const offered = offeredMechanisms(policy);
  if (offered.length === 0) {
    return { disposition: "default", note: "Without a mechanism that Postfix knows no log-in is offered." };
  }
  const onMailPort = policy.listeners.sockets.some(
    ({ value }) => /^(25|smtp)$/i.test(value.port) && !value.requireLogin && !value.withoutLogin,
  );
  return {
    disposition: onMailPort ? "manual" : "approximate",
    note: onMailPort
      ? "Set up the SASL library or Dovecot, then take smtpd_sasl_auth_enable=no off the smtp service in master.cf: without any mechanism smtpd ends at every connection."
      : "Set up the SASL library or Dovecot for smtpd before it is started: it ends at once when no mechanism is there.",
    parameters: [
      ["smtpd_sasl_auth_enable", "yes"],
      ["smtpd_sasl_mechanism_filter", offered.map((name) => name.toLowerCase()).join(", ")],
      // The old program's realm was its own name; Postfix's is empty (usersmtp.c, safesaslfile; postconf(5)).
      ["smtpd_sasl_local_domain", policy.sasl.realm?.value ?? "$myhostname"],
    ],
  };
}

/** Log-in of clients. */
export function translateSasl(context: TranslateContext): Partial<Translated> {
  return translateSettings(context.policy.sasl, saslRules, "sasl", saslCodes, context);
}
