/** self-signed: a certificate of our own; loaded only when there is none yet */
import { generate } from "selfsigned";
import type { Certificate } from "./certificate.ts";

export async function makeCertificate(hostname: string): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: hostname }], { keySize: 2048, algorithm: "sha256" });
  return { key: made.private, cert: made.cert };
}
