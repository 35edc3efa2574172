import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { settingsFor, smtpServices } from "./restriction-lists.ts";
import { type CheckedPostfix, placeOf, placesOf, serviceSpan } from "./subject.ts";

/** Log-ins that are incomplete, without effect, or readable on the wire. */
export function checkSasl(subject: CheckedPostfix): readonly Diagnostic[] {
  return [...asClient(subject), ...inTheClear(subject)];
}

/** smtp(8) ends with a fatal error when it is to log in and has no passwords. */
function asClient(subject: CheckedPostfix): readonly Diagnostic[] {
  return ["smtp", "lmtp"].flatMap((program) => {
    const enable = `${program}_sasl_auth_enable`;
    const passwords = `${program}_sasl_password_maps`;
    const incomplete = placesOf(subject, enable).flatMap(({ settings, at }) =>
      at !== undefined && settings.bool(enable) && settings.text(passwords) === ""
        ? [diagnose("PF4075", at, `${enable} = yes needs ${passwords}: ${program}(8) does not run without it`)]
        : [],
    );
    const idle = placesOf(subject, passwords).flatMap(({ settings, at, service }) => {
      const isOn = settings.bool(enable) || placesOf(subject, enable).some((place) => place.settings.bool(enable));
      return at !== undefined && !isOn && !service && settings.text(passwords) !== ""
        ? [diagnose("PF4076", at, `${passwords} has no effect while ${enable} is no`)]
        : [];
    });
    return [...incomplete, ...idle];
  });
}

/** Passwords are safe on the wire when TLS must come first, or the mechanism hides them. */
function inTheClear(subject: CheckedPostfix): readonly Diagnostic[] {
  const services = smtpServices(subject);
  return (services.length > 0 ? services : [undefined]).flatMap((service) => {
    const settings = settingsFor(subject, service);
    if (!settings.bool("smtpd_sasl_auth_enable")) return [];
    const level = settings.text("smtpd_tls_security_level").toLowerCase();
    const isForced =
      level === "encrypt" || settings.bool("smtpd_enforce_tls") || settings.bool("smtpd_tls_wrappermode");
    const isOwn = service?.options.some(([name]) => /^smtpd_(?:sasl_auth_enable|tls_\w+)$/.test(name));
    const at = (isOwn && service ? serviceSpan(service) : undefined) ?? placeOf(subject, "smtpd_sasl_auth_enable");
    const name = service ? `${service.name}/${service.type}` : "smtpd(8)";
    const hasTls = isForced || level === "may" || settings.bool("smtpd_use_tls");
    if (settings.bool("smtpd_tls_auth_only") && !hasTls) {
      return [diagnose("PF4076", at, `${name} takes log-ins inside TLS only, and TLS is off: nobody can log in`)];
    }
    const hides = settings.words("smtpd_sasl_security_options").includes("noplaintext");
    if (isForced || hides || settings.bool("smtpd_tls_auth_only")) return [];
    return [
      diagnose("PF4073", at, `${name} takes passwords outside of TLS`, {
        suggestions: [{ kind: "help", text: "smtpd_tls_auth_only = yes" }],
      }),
    ];
  });
}
