import type { TlsValues } from "../model/tls.ts";
import type { TranslateContext, Translated } from "./context.ts";
import type { SettingOutcome, SettingRules } from "./shared/setting.ts";
import { becomes, decides, ends, switchThatIs, translateSettings } from "./shared/setting.ts";

const tlsCodes = {
  exact: "TR3140",
  default: "TR3141",
  approximate: "TR3142",
  manual: "TR3143",
  unsupported: "TR3144",
} as const;

const revocation = "Postfix reads no revocation lists; OpenSSL's own configuration (tls_config_file) can name one.";

/** What becomes of each TLS setting. */
export const tlsRules: SettingRules<TlsValues> = {
  serverCertificate: decides(
    "exact",
    ["smtpd_tls_cert_file", "smtpd_tls_security_level"],
    "With a certificate the server offers STARTTLS.",
    (path) => ({
      disposition: "exact",
      note: "With a certificate the server offers STARTTLS; the file must hold the whole chain, the host's own first.",
      parameters: [
        ["smtpd_tls_cert_file", path],
        ["smtpd_tls_security_level", "may"],
      ],
    }),
  ),
  serverKey: becomes("smtpd_tls_key_file", String, "The key must be readable by root only and have no passphrase."),
  clientCertificate: becomes("smtp_tls_cert_file", String, "Shown to servers that ask for one."),
  clientKey: becomes("smtp_tls_key_file", String, "The key of the client certificate."),
  authorityFile: becomes(["smtpd_tls_CAfile", "smtp_tls_CAfile"], String, "Trusted authorities, for both sides."),
  authorityDirectory: becomes(["smtpd_tls_CApath", "smtp_tls_CApath"], String, "Trusted authorities, for both sides."),
  clientAuthorityFile: becomes("smtp_tls_CAfile", String, "Trusted authorities of the client side."),
  clientAuthorityDirectory: becomes("smtp_tls_CApath", String, "Trusted authorities of the client side."),
  revocationFile: ends("manual", revocation),
  revocationDirectory: ends("manual", revocation),
  ciphers: decides(
    "approximate",
    ["tls_medium_cipherlist", "smtpd_tls_ciphers", "smtp_tls_ciphers"],
    "The list becomes the medium grade of both sides; Postfix's own grades are usually the better choice.",
    (list) => ({
      disposition: "approximate",
      note: "The list becomes the medium grade of both sides; Postfix's own grades are usually the better choice.",
      parameters: [
        ["tls_medium_cipherlist", list],
        ["smtpd_tls_ciphers", "medium"],
        ["smtp_tls_ciphers", "medium"],
      ],
    }),
  ),
  cipherSuites: ends("unsupported", "Postfix leaves the cipher suites of TLS 1.3 to OpenSSL (openssl.cnf)."),
  dhParameters: decides(
    "approximate",
    ["smtpd_tls_dh1024_param_file", "smtpd_tls_exclude_ciphers"],
    "A file is used as it is; built-in parameters are Postfix's own.",
    (value): SettingOutcome => {
      if (value === "builtin")
        return { disposition: "default", note: "Postfix has parameters of 2048 bits of its own." };
      if (value === "none") {
        return {
          disposition: "exact",
          note: "Key exchange by plain Diffie-Hellman is turned off.",
          parameters: [["smtpd_tls_exclude_ciphers", "kDH, kEDH"]],
        };
      }
      return {
        disposition: "exact",
        note: "The file is used as it is.",
        parameters: [["smtpd_tls_dh1024_param_file", value]],
      };
    },
  ),
  serverOptions: decides(
    "approximate",
    ["smtpd_tls_protocols", "smtpd_tls_mandatory_protocols", "tls_preempt_cipherlist", "tls_ssl_options"],
    "Protocol versions, the order of ciphers and tickets are carried over; Postfix sets the other switches itself.",
    (words) => sslOutcome(words, "smtpd"),
  ),
  clientOptions: decides(
    "approximate",
    ["smtp_tls_protocols", "smtp_tls_mandatory_protocols", "tls_ssl_options"],
    "Protocol versions and tickets are carried over; Postfix sets the other switches itself.",
    (words) => sslOutcome(words, "smtp"),
  ),
  askClientCertificate: becomes(
    "smtpd_tls_ask_ccert",
    (ask) => (ask ? "yes" : "no"),
    "Clients are asked for a certificate, as the old server did unless told not to.",
  ),
  fingerprintDigest: becomes(
    ["smtpd_tls_fingerprint_digest", "smtp_tls_fingerprint_digest"],
    String,
    "The digest by which certificates are named, for both sides.",
  ),
  randomSource: becomes(
    "tls_random_source",
    (source) => source.replace(/^file:/, "dev:"),
    "Postfix feeds its own generator from there.",
    "approximate",
  ),
  dane: decides(
    "exact",
    ["smtp_tls_security_level", "smtp_dns_support_level"],
    "A resolver that validates must run on this host.",
    (level) =>
      level === "no"
        ? { disposition: "default", note: "Postfix does not look at TLSA records unless it is told to." }
        : {
            disposition: level === "yes" ? "exact" : "approximate",
            note: "A resolver that validates must run on this host.",
            parameters: [
              ["smtp_tls_security_level", "dane"],
              ["smtp_dns_support_level", "dnssec"],
            ],
          },
  ),
  clearAfterFailure: decides(
    "approximate",
    ["smtp_tls_security_level"],
    "Postfix sends in the clear after a failed handshake at level may.",
    (clear) =>
      clear
        ? {
            disposition: "exact",
            note: "After a failed handshake Postfix sends the message in the clear.",
            parameters: [["smtp_tls_security_level", "may"]],
          }
        : {
            disposition: "approximate",
            note: "Postfix sends in the clear after a failed handshake; level encrypt would refuse hosts without TLS, too.",
          },
  ),
  strictTransport: decides(
    "approximate",
    ["smtp_tls_policy_maps"],
    "A policy service for MTA-STS must run on this host.",
    (value) =>
      value
        ? {
            disposition: "manual",
            note: "Install a policy service for MTA-STS and set smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:postfix.",
          }
        : { disposition: "default", note: "Postfix does not look for MTA-STS rules." },
  ),
  fips: switchThatIs(false, "OpenSSL runs as the system has set it up.", {
    disposition: "unsupported",
    note: "OpenSSL's own configuration turns FIPS mode on for the whole system.",
  }),
  engine: ends("unsupported", "OpenSSL's own configuration (tls_config_file) names engines."),
  enginePath: ends("unsupported", "OpenSSL's own configuration (tls_config_file) names engines."),
  alternativeNames: ends("default", "Postfix looks at the other names of certificates where names are checked."),
};

const protocols: Readonly<Record<string, string>> = {
  SSL_OP_NO_SSLv2: "!SSLv2",
  SSL_OP_NO_SSLv3: "!SSLv3",
  SSL_OP_NO_TLSv1: "!TLSv1",
  SSL_OP_NO_TLSv1_1: "!TLSv1.1",
  SSL_OP_NO_TLSv1_2: "!TLSv1.2",
  SSL_OP_NO_TLSv1_3: "!TLSv1.3",
};

const switches: Readonly<Record<string, string>> = {
  SSL_OP_NO_TICKET: "NO_TICKET",
  SSL_OP_NO_COMPRESSION: "NO_COMPRESSION",
  SSL_OP_NO_RENEGOTIATION: "NO_RENEGOTIATION",
};

/** Words with a minus clear a switch that is on (tls.c, tls_set_options); what is left on counts. */
function sslOutcome(words: readonly string[], side: "smtpd" | "smtp"): SettingOutcome {
  const on = new Set<string>();
  for (const word of words) {
    const name = word.replace(/^[+-]/, "");
    if (word.startsWith("-")) on.delete(name);
    else on.add(name);
  }
  const parameters: (readonly [string, string])[] = [];
  const refused = [...on].flatMap((word) => protocols[word] ?? []);
  if (refused.length > 0) {
    parameters.push(
      [`${side}_tls_protocols`, refused.join(", ")],
      [`${side}_tls_mandatory_protocols`, refused.join(", ")],
    );
  }
  if (side === "smtpd" && on.has("SSL_OP_CIPHER_SERVER_PREFERENCE")) parameters.push(["tls_preempt_cipherlist", "yes"]);
  const options = [...on].flatMap((word) => switches[word] ?? []);
  if (options.length > 0) parameters.push(["tls_ssl_options", options.join(", ")]);
  const note = "Protocol versions, cipher order and tickets are carried over; Postfix sets the other switches itself.";
  return { disposition: "approximate", note, parameters };
}

/**
 * Encryption. The old client used TLS wherever it was offered, so that level is written as soon as the site has any
 * TLS setting (deliver.c; Postfix's own default is none).
 */
export function translateTls(context: TranslateContext): Partial<Translated> {
  const { tls } = context.policy;
  const settings = translateSettings(tls, tlsRules, "tls", tlsCodes, context);
  if (settings.parameters.length === 0) return settings;
  const origins = settings.parameters.flatMap((parameter) => parameter.origins).slice(0, 1);
  const opportunistic = { name: "smtp_tls_security_level", value: "may", origins, group: "tls" as const };
  return { ...settings, parameters: [opportunistic, ...settings.parameters] };
}
