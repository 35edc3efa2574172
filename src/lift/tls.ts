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
  leaf("ServerCertFile", "serverCertificate", readNonEmpty),
  leaf("ServerKeyFile", "serverKey", readNonEmpty),
  leaf("ClientCertFile", "clientCertificate", readNonEmpty),
  leaf("ClientKeyFile", "clientKey", readNonEmpty),
  leaf("CACertFile", "authorityFile", readNonEmpty),
  leaf("CACertPath", "authorityDirectory", readNonEmpty),
  leaf("ClientCACertFile", "clientAuthorityFile", readNonEmpty),
  leaf("ClientCACertPath", "clientAuthorityDirectory", readNonEmpty),
  leaf("CRLFile", "revocationFile", readNonEmpty),
  leaf("CRLPath", "revocationDirectory", readNonEmpty),
  leaf("CipherList", "ciphers", readNonEmpty),
  leaf("CipherSuites", "cipherSuites", readNonEmpty),
  leaf("DHParameters", "dhParameters", readDhParameters),
  obsolete("DHParameters512", "Export ciphers are gone."),
  leaf("ServerSSLOptions", "serverOptions", readWords),
  leaf("ClientSSLOptions", "clientOptions", readWords),
  group("TLSSrvOptions", ["askClientCertificate"], (section, symbol) => {
    const ask = !readWords(symbol.value).some((word) => word.startsWith("V"));
    setLeaf(section, "askClientCertificate", { value: ask, origins: originsOf(symbol), certainty: "stated" });
    return true;
  }),
  leaf("CertFingerprintAlgorithm", "fingerprintDigest", readNonEmpty),
  leaf("RandFile", "randomSource", readNonEmpty),
  leaf("DANE", "dane", readDane),
  leaf("TLSFallbacktoClear", "clearAfterFailure", readBool),
  leaf("StrictTransportSecurity", "strictTransport", readBool),
  leaf("FIPSMode", "fips", readBool),
  leaf("SSLEngine", "engine", readNonEmpty),
  leaf("SSLEnginePath", "enginePath", readNonEmpty),
  leaf("SetCertAltnames", "alternativeNames", readBool),
];

/** Encryption as the site has it. A server with a certificate asks clients for theirs unless told not to (tls.c). */
export function liftTls(context: LiftContext): Lifted<Section<TlsValues>> {
  const lifted = liftOptions(context, tlsOptions);
  if (!lifted.value.serverCertificate) return lifted;
  return { ...lifted, value: { askClientCertificate: defaulted(true), ...lifted.value } };
}
