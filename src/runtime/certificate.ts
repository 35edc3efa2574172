/** certificate: the host's certificate, or one of its own making that is kept below --data */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { MailSystem } from "./mail-system.ts";
import type { Certificate } from "./self-signed.ts";

/** smtpd_tls_cert_file and smtpd_tls_key_file below --data; else a self-signed one for myhostname, made once. */
export async function hostCertificate(system: MailSystem): Promise<Certificate> {
  const { settings } = system;
  const named = [settings.text("smtpd_tls_key_file"), settings.text("smtpd_tls_cert_file")] as const;
  const own = await readPair(system, named[0] || named[1], named[1]);
  if (own) return own;
  const kept = ["/var/lib/cf2postfix/key.pem", "/var/lib/cf2postfix/cert.pem"] as const;
  const before = await readPair(system, ...kept);
  if (before) return before;
  const { makeCertificate } = await import("./self-signed.ts");
  const made = await makeCertificate(settings.text("myhostname"));
  await mkdir(dirname(system.located(kept[0])), { recursive: true, mode: 0o700 });
  await writeFile(system.located(kept[0]), made.key, { mode: 0o600 });
  await writeFile(system.located(kept[1]), made.cert);
  return made;
}

async function readPair(system: MailSystem, key: string, cert: string): Promise<Certificate | undefined> {
  if (key === "" || cert === "") return undefined;
  try {
    const [keyText, certText] = await Promise.all([key, cert].map((path) => readFile(system.located(path), "latin1")));
    return keyText === undefined || certText === undefined ? undefined : { key: keyText, cert: certText };
  } catch {
    return undefined;
  }
}
