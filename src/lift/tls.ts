import type { Section } from "../model/section.ts";
import type { TlsValues } from "../model/tls.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted, liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import type { OptionReader } from "./shared/option-value.ts";
import { readBool, readNonEmpty, readWords } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<TlsValues>();

/** tls.c, inittls: `n`/`none`, `i`/`1`/`2`/`5` for built-in or made parameters, else the path of a file. */
const readDhParameters: OptionReader<string> = (text) => {
  const value = text.trim();
  if (/^n/i.test(value)) return "none";
  if (/^[i125]/i.test(value) || value === "") return "builtin";
  return value.startsWith("/") ? value : undefined;
};

const readDane: OptionReader<TlsValues["dane"]> = (text) => {
  if (/^(always|secure)$/i.test(text.trim())) return "always";
  return readBool(text) ? "yes" : "no";
};

/** Options of TLS (op.me, "STARTTLS"). */
export const tlsOptions = [
  leaf("ServerCertFile", "serverCertificate", readNonEmpty, "Certificate of this host as a server."),
  leaf("ServerKeyFile", "serverKey", readNonEmpty, "Key of that certificate."),
  leaf("ClientCertFile", "clientCertificate", readNonEmpty, "Certificate of this host as a client."),
  leaf("ClientKeyFile", "clientKey", readNonEmpty, "Key of that certificate."),
  leaf("CACertFile", "authorityFile", readNonEmpty, "File with the certificates of trusted authorities."),
  leaf("CACertPath", "authorityDirectory", readNonEmpty, "Directory with the certificates of trusted authorities."),
  leaf("CRLFile", "revocationFile", readNonEmpty, "File with revoked certificates."),
  leaf("CRLPath", "revocationDirectory", readNonEmpty, "Directory with revoked certificates."),
  leaf("CipherList", "ciphers", readNonEmpty, "Ciphers up to TLS 1.2, in OpenSSL's notation."),
  leaf("CipherSuites", "cipherSuites", readNonEmpty, "Cipher suites of TLS 1.3."),
  leaf("DHParameters", "dhParameters", readDhParameters, "Parameters for Diffie-Hellman key exchange."),
  obsolete("DHParameters512", "Parameters of 512 bits for export ciphers.", "Export ciphers are gone."),
  leaf("ServerSSLOptions", "serverOptions", readWords, "OpenSSL switches of the server side."),
  leaf("ClientSSLOptions", "clientOptions", readWords, "OpenSSL switches of the client side."),
  group(
    "TLSSrvOptions",
    ["askClientCertificate"],
    (section, symbol) => {
      const ask = !readWords(symbol.value).some((word) => word.startsWith("V"));
      setLeaf(section, "askClientCertificate", { value: ask, origins: originsOf(symbol), certainty: "stated" });
      return true;
    },
    "V: clients are not asked for a certificate.",
  ),
  leaf("CertFingerprintAlgorithm", "fingerprintDigest", readNonEmpty, "Digest by which certificates are named."),
  leaf("RandFile", "randomSource", readNonEmpty, "Source of random numbers."),
  leaf("DANE", "dane", readDane, "Check certificates of destinations by DNSSEC."),
  leaf("TLSFallbacktoClear", "clearAfterFailure", readBool, "Send in the clear after a failed handshake."),
  leaf("StrictTransportSecurity", "strictTransport", readBool, "Honour MTA-STS rules of destinations."),
  leaf("SSLEngine", "engine", readNonEmpty, "OpenSSL engine."),
  leaf("SSLEnginePath", "enginePath", readNonEmpty, "Where the engine lies."),
  leaf("SetCertAltnames", "alternativeNames", readBool, "Certificates' other names are kept for rules."),
];

/** Encryption as the site has it. A server with a certificate asks clients for theirs unless told not to (tls.c). */
export function liftTls(context: LiftContext): Lifted<Section<TlsValues>> {
  const lifted = liftOptions(context, tlsOptions);
  if (!lifted.value.serverCertificate) return lifted;
  return { ...lifted, value: { askClientCertificate: defaulted(true), ...lifted.value } };
}
