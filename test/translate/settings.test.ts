import { describe, expect, test } from "vitest";
import { optionStories } from "../../src/pipeline/explain/option-stories.ts";
import { postfixVersions } from "../../src/postfix/config.ts";
import { optionEntries } from "../../src/sendmail/catalogue/options.ts";
import { translated } from "../support/small-cf.ts";

describe("privacy", () => {
  test("goaway is all questions of strangers, but not ETRN and not receipts", () => {
    const small = translated(["V10", "O PrivacyOptions=goaway"]);
    expect(small.main("disable_vrfy_command")).toBe("yes");
    expect(small.main("smtpd_helo_required")).toBe("yes");
    expect(small.main("smtpd_etrn_restrictions")).toBeUndefined();
    expect(small.main("smtpd_discard_ehlo_keywords")).toBeUndefined();
    expect(small.ended(2)).toBe("exact");
  });

  test("lines add up", () => {
    const small = translated([
      "V10",
      "O PrivacyOptions=noetrn,noreceipts",
      "O PrivacyOptions=restrictqrun restrictmailq",
    ]);
    expect(small.main("smtpd_discard_ehlo_keywords")).toBe("dsn, etrn");
    expect(small.main("smtpd_etrn_restrictions")).toBe("reject");
    expect(small.main("authorized_flush_users")).toBe("root");
    expect(small.main("authorized_mailq_users")).toBe("root");
  });

  test("what is only a warning of old needs nothing", () => {
    expect(translated(["V10", "O PrivacyOptions=authwarnings"]).ended(2)).toBe("default");
    expect(translated(["V10", "O PrivacyOptions=public"]).ended(2)).toBe("default");
  });

  test("a word that no release knows is named", () => {
    expect(translated(["V10", "O PrivacyOptions=authwarnings,nospam"]).ended(2)).toBe("unsupported");
  });

  test("the usual greeting is Postfix's, an own one keeps its words", () => {
    expect(translated(["V10", "O SmtpGreetingMessage=$j Sendmail $v/$Z; $b"]).ended(2)).toBe("default");
    const own = translated(["V10", "O SmtpGreetingMessage=$j at your service; costs $$5"]);
    expect(own.main("smtpd_banner")).toBe("$myhostname ESMTP at your service; costs $$5");
    const noisy = "O SmtpGreetingMessage=$j Sendmail $v/$Z; $b; (No spam) $?{client_addr}from ${client_addr}$.";
    expect(translated(["V10", noisy]).main("smtpd_banner")).toBe("$myhostname ESMTP (No spam)");
  });
});

describe("TLS and log-in", () => {
  test("certificates of both sides, and TLS wherever it is offered", () => {
    const small = translated([
      "V10",
      "O ServerCertFile=/etc/mail/certs/host.cert",
      "O ServerKeyFile=/etc/mail/certs/host.key",
      "O CACertFile=/etc/mail/certs/ca.pem",
    ]);
    expect(small.main("smtpd_tls_cert_file")).toBe("/etc/mail/certs/host.cert");
    expect(small.main("smtpd_tls_key_file")).toBe("/etc/mail/certs/host.key");
    expect(small.main("smtp_tls_CAfile")).toBe("/etc/mail/certs/ca.pem");
    expect(small.main("smtpd_tls_security_level")).toBe("may");
    expect(small.main("smtp_tls_security_level")).toBe("may");
    expect(small.main("smtpd_tls_ask_ccert")).toBe("yes");
  });

  test("a site without any TLS setting gets none", () => {
    expect(translated(["V10"]).main("smtp_tls_security_level")).toBeUndefined();
  });

  test("TLSSrvOptions=V asks no client for a certificate", () => {
    const small = translated(["V10", "O ServerCertFile=/c", "O TLSSrvOptions=V"]);
    expect(small.main("smtpd_tls_ask_ccert")).toBe("no");
  });

  test("old protocol versions stay refused", () => {
    const small = translated(["V10", "O ServerSSLOptions=+SSL_OP_NO_SSLv3 +SSL_OP_NO_TLSv1 +SSL_OP_NO_TICKET"]);
    expect(small.main("smtpd_tls_protocols")).toBe("!SSLv3, !TLSv1");
    expect(small.main("tls_ssl_options")).toBe("NO_TICKET");
  });

  test("mechanisms are offered in the realm that the old program used", () => {
    const small = translated(["V10", "O AuthMechanisms=EXTERNAL GSSAPI PLAIN LOGIN", "O AuthOptions=A p y"]);
    expect(small.main("smtpd_sasl_auth_enable")).toBe("yes");
    expect(small.main("smtpd_sasl_mechanism_filter")).toBe("gssapi, plain, login");
    expect(small.main("smtpd_sasl_local_domain")).toBe("$myhostname");
    expect(small.main("smtpd_sasl_security_options")).toBe("noanonymous, noplaintext");
    expect(small.main("smtpd_sasl_tls_security_options")).toBe("noanonymous");
  });

  test("a parameter that a version does not have is left out", () => {
    const lines = ["V10", "O AuthMechanisms=PLAIN LOGIN"];
    expect(translated(lines, { version: "3.5" }).main("smtpd_sasl_mechanism_filter")).toBeUndefined();
    expect(translated(lines, { version: "3.6" }).main("smtpd_sasl_mechanism_filter")).toBe("plain, login");
  });
});

describe("delivery to users, notices and text", () => {
  test("forward files are looked for at the same places", () => {
    const small = translated(["V10", "O ForwardPath=$z/.forward.$w+$h:$z/.forward.$w:$z/.forward"]);
    expect(small.main("forward_path")).toBe(
      "$home/.forward.mail${recipient_delimiter}${extension}, $home/.forward.mail, $home/.forward",
    );
    expect(translated(["V10", "O ForwardPath"]).main("forward_path")).toBe("");
  });

  test("programs of nobody never run as root, nor under an account that may not exist", () => {
    expect(translated(["V10", "O DefaultUser=root"]).main("default_privs")).toBe("nobody");
    expect(translated(["V10", "O DefaultUser=mail:mail"]).main("default_privs")).toBe("mail");
    const own = translated(["V10", "O DefaultUser=mailnull:mailnull"]);
    expect(own.main("default_privs")).toBeUndefined();
    expect(own.note(2)).toContain("default_privs = mailnull");
  });

  test("double bounces go to postmaster, as on the old host, unless there is to be nobody", () => {
    const silent = translated(["V10"]);
    expect(silent.main("notify_classes")).toBe("resource, software, 2bounce");
    expect(translated(["V10", "O DoubleBounceAddress="]).main("notify_classes")).toBeUndefined();
    const own = translated(["V10", "O DoubleBounceAddress=dead@example.com", "O PostmasterCopy=boss"]);
    expect(own.main("2bounce_notice_recipient")).toBe("dead@example.com");
    expect(own.main("bounce_notice_recipient")).toBe("boss");
    expect(own.main("notify_classes")).toBe("resource, software, 2bounce, bounce");
  });

  test("a directory for files of aliases cannot be kept, but / is no limit", () => {
    expect(translated(["V10", "O SafeFileEnvironment=/"]).ended(2)).toBe("default");
    expect(translated(["V10", "O SafeFileEnvironment=/arch"]).ended(2)).toBe("unsupported");
  });

  test("undeclared 8-bit text", () => {
    expect(translated(["V10", "O EightBitMode=pass8"]).ended(2)).toBe("default");
    expect(translated(["V10", "O EightBitMode=strict"]).main("strict_8bitmime_body")).toBe("yes");
    const mime = ["V10", "O EightBitMode=mimefy"];
    expect(translated(mime, { version: "3.7" }).main("force_mime_input_conversion")).toBeUndefined();
    expect(translated(mime, { version: "3.9" }).main("force_mime_input_conversion")).toBe("yes");
  });

  test("variables of the environment are set for Postfix and for its programs", () => {
    const small = translated(["V10", "EOPENSSL_CONF=/etc/mail/ssl.conf", "O TimeZoneSpec=Asia/Tokyo"]);
    expect(small.main("export_environment")).toContain("TZ=Asia/Tokyo OPENSSL_CONF=/etc/mail/ssl.conf");
    expect(small.main("import_environment")).toContain("OPENSSL_CONF=/etc/mail/ssl.conf");
    expect([2, 3].map(small.ended)).toEqual(["exact", "exact"]);
  });

  test("codes of refusals are the ones that other hosts have always seen", () => {
    const small = translated(["V10"]);
    expect(small.main("access_map_reject_code")).toBe("550");
    expect(small.main("relay_domains_reject_code")).toBe("550");
    expect(small.main("unknown_address_reject_code")).toBe("553");
  });
});

describe("headers", () => {
  test("stock headers need nothing, conditions that no mailer meets were never met", () => {
    const small = translated(["V10", "H?D?Date: $a", "H?x?Full-Name: $x", "HSubject:"]);
    expect([2, 3, 4].map(small.ended)).toEqual(["default", "default", "default"]);
  });

  test("a fixed header is put before this host's Received: line", () => {
    const small = translated(["V10", "DOExample University", "HX-Organization: $O"]);
    expect(small.main("header_checks")).toBe("regexp:$config_directory/added_headers");
    const table = small.translation.config.tables.find((one) => one.name === "added_headers");
    expect([...(table?.rows() ?? [])]).toEqual([
      { key: "/^Received: .*by mail\\.example\\.com \\(/", value: "PREPEND X-Organization: Example University" },
    ]);
    expect(small.ended(3)).toBe("approximate");
  });

  test("a header made of the session cannot be made, one that rules judge is left to a person", () => {
    const small = translated(["V10", "HX-Client: ${client_addr}", "HMessage-Id: $>CheckMessageId"]);
    expect([2, 3].map(small.ended)).toEqual(["unsupported", "manual"]);
  });
});

describe("every option", () => {
  test("has an end", () => {
    expect(optionStories().filter((story) => story.disposition === "unknown")).toEqual([]);
    expect(optionStories()).toHaveLength(optionEntries().length);
  });

  test("set to its own default, or to a plain value, is claimed once it is written", () => {
    const elsewhere = new Set(["AliasFile", "Milter"]);
    const samples: Readonly<Record<string, string>> = {
      keys: "Name=MTA",
      time: "5m",
      bool: "True",
      path: "/x",
      size: "7",
    };
    for (const entry of optionEntries()) {
      if (elsewhere.has(entry.name) || entry.name === "MacroDefinition") continue;
      for (const value of [entry.default ?? "", samples[entry.type] ?? "1"]) {
        const small = translated(["V10", `O ${entry.name}=${value}`]);
        expect(small.ended(2), `O ${entry.name}=${value}`).toBeDefined();
        expect(small.ended(2), `O ${entry.name}=${value}`).not.toBe("unknown");
      }
    }
  });

  test("writes only parameters that the asked version knows", () => {
    const lines = ["V10", ...optionEntries().map((entry) => `O ${entry.name}=${entry.default ?? "1"}`)];
    for (const version of postfixVersions) {
      const { translation } = translated(lines, { version });
      const names = translation.config.parameters.map((parameter) => parameter.name);
      expect(names).toContain("message_size_limit");
      expect(names.includes("force_mime_input_conversion")).toBe(false);
    }
  });
});
