import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { nearestWord } from "../../postfix/catalogue/spelling.ts";
import { settingsFor, smtpServices } from "./restriction-lists.ts";
import { type CheckedPostfix, namesSet, placeOf, placeOfWord, placesOf, serviceSpan } from "./subject.ts";

const clientLevels = ["none", "may", "encrypt", "dane", "dane-only", "fingerprint", "verify", "secure", "half-dane"];

/** Levels by parameter (postconf(5), TLS_README); an empty value means the older parameters. */
const levels: Readonly<Record<string, readonly string[]>> = {
  smtpd_tls_security_level: ["none", "may", "encrypt"],
  postscreen_tls_security_level: ["none", "may", "encrypt"],
  tlsproxy_tls_security_level: ["none", "may", "encrypt"],
  smtp_tls_security_level: clientLevels,
  lmtp_tls_security_level: clientLevels,
  tlsproxy_client_security_level: clientLevels,
};

/** Levels that do not exist, certificates that are not there, TLS that is asked for and cannot be had. */
export function checkTls(subject: CheckedPostfix): readonly Diagnostic[] {
  return [...unknownLevels(subject), ...missingFiles(subject), ...withoutCertificate(subject)];
}

function unknownLevels(subject: CheckedPostfix): readonly Diagnostic[] {
  return Object.entries(levels).flatMap(([parameter, allowed]) =>
    placesOf(subject, parameter).flatMap((place) => {
      const value = place.settings.text(parameter);
      if (place.at === undefined || value === "" || allowed.includes(value.toLowerCase())) return [];
      const near = nearestWord(value, allowed);
      return [
        diagnose("PF4074", place.at, `${parameter} must be ${allowed.join(", ")}, not "${value}"`, {
          suggestions: near ? [{ kind: "becomes", text: near }] : [],
        }),
      ];
    }),
  );
}

const fileParameter =
  /^(?:smtpd|smtp|lmtp|tlsproxy|tlsproxy_client)_tls_(?:(?:dsa|eccert|dcert|ec|d)?cert_file|(?:dsa|eckey|dkey|ec|d)?key_file|chain_files|CAfile|CApath|dh1024_param_file|dh512_param_file)$/;

function missingFiles(subject: CheckedPostfix): readonly Diagnostic[] {
  const { files } = subject.directory;
  return namesSet(subject)
    .filter((name) => fileParameter.test(name))
    .flatMap((parameter) =>
      placesOf(subject, parameter).flatMap((place) => {
        if (place.at === undefined) return [];
        return place.settings
          .words(parameter)
          .filter((path) => path.startsWith("/") && !files.exists(path) && !files.isDirectory(path))
          .map((path) => {
            const isElsewhere = !subject.knowsHost && !path.startsWith("/etc/postfix/");
            const details = isElsewhere
              ? ({
                  severity: "info",
                  suggestions: [{ kind: "help", text: "--root DIR names the directory that holds the host's files" }],
                } as const)
              : {};
            return diagnose(
              "PF4070",
              placeOfWord(subject, place, path),
              `${parameter}: there is no file ${path}`,
              details,
            );
          });
      }),
    );
}

/** smtpd(8) needs a certificate to offer STARTTLS: without one it logs a warning and does not offer it. */
function withoutCertificate(subject: CheckedPostfix): readonly Diagnostic[] {
  const services = smtpServices(subject);
  return (services.length > 0 ? services : [undefined]).flatMap((service) => {
    const settings = settingsFor(subject, service);
    const level = settings.text("smtpd_tls_security_level").toLowerCase();
    const isWrapped = settings.bool("smtpd_tls_wrappermode");
    const wanted =
      isWrapped ||
      level === "may" ||
      level === "encrypt" ||
      settings.bool("smtpd_use_tls") ||
      settings.bool("smtpd_enforce_tls");
    const certificates = ["cert_file", "eccert_file", "dcert_file", "chain_files"].map((name) =>
      settings.text(`smtpd_tls_${name}`),
    );
    const has = certificates.some((value) => value !== "" && value.toLowerCase() !== "none");
    if (!wanted || has) return [];
    const isOwn = service?.options.some(
      ([name]) => name === "smtpd_tls_security_level" || name === "smtpd_tls_wrappermode",
    );
    const at =
      (isOwn && service ? serviceSpan(service) : undefined) ??
      placeOf(subject, "smtpd_tls_security_level") ??
      placeOf(subject, "smtpd_use_tls");
    const name = service ? `${service.name}/${service.type}` : "smtpd(8)";
    const what = isWrapped || level === "encrypt" ? "nobody can use it" : "TLS is not offered";
    return [diagnose("PF4071", at, `${name} is to speak TLS and has no certificate (smtpd_tls_chain_files): ${what}`)];
  });
}
