/** self-signed: a certificate of our own; loaded only when there is none yet */
import { generate } from "selfsigned";

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export async function makeCertificate(hostname: string): Promise<Certificate> {
  const made = await generate([{ name: "commonName", value: hostname }], { keySize: 2048, algorithm: "sha256" });
  return { key: made.private, cert: made.cert };
}
