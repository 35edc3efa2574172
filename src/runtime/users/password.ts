/**
 * password: does a password fit what a passwd file holds?
 *
 * Dovecot's schemes (`{SCHEME}text`, optionally `{SCHEME.HEX}` or `.B64`) and crypt(3) strings. Without a scheme the
 * text is a crypt(3) string, as in /etc/passwd and /etc/shadow; `*`, `!` and the empty text fit nothing.
 */
import { spawn } from "node:child_process";
import { createHash, timingSafeEqual } from "node:crypto";

/** Hashes by scheme: `salted` has its salt behind the digest. */
const digests: Readonly<Record<string, { readonly name: string; readonly length: number; readonly salted: boolean }>> =
  {
    SHA: { name: "sha1", length: 20, salted: false },
    SHA1: { name: "sha1", length: 20, salted: false },
    SHA256: { name: "sha256", length: 32, salted: false },
    SHA512: { name: "sha512", length: 64, salted: false },
    SSHA: { name: "sha1", length: 20, salted: true },
    SSHA256: { name: "sha256", length: 32, salted: true },
    SSHA512: { name: "sha512", length: 64, salted: true },
    SMD5: { name: "md5", length: 16, salted: true },
    "LDAP-MD5": { name: "md5", length: 16, salted: false },
    "PLAIN-MD5": { name: "md5", length: 16, salted: false },
  };

const plain = new Set(["PLAIN", "CLEAR", "CLEARTEXT", "PLAIN-TRUNC"]);
const crypts = new Set(["CRYPT", "DES-CRYPT", "MD5-CRYPT", "MD5", "SHA256-CRYPT", "SHA512-CRYPT", "BLF-CRYPT"]);

export interface Secret {
  /** Upper case, without its encoding. */
  readonly scheme: string;
  readonly encoding: "HEX" | "B64" | undefined;
  readonly text: string;
}

export function readSecret(field: string): Secret {
  const match = /^\{([A-Za-z0-9-]+)(?:\.(HEX|B64|BASE64))?\}(.*)$/is.exec(field);
  if (!match) return { scheme: "CRYPT", encoding: undefined, text: field };
  const encoding = match[2]?.toUpperCase() === "HEX" ? "HEX" : match[2] ? "B64" : undefined;
  return { scheme: (match[1] ?? "").toUpperCase(), encoding, text: match[3] ?? "" };
}

/** True for schemes that `verifyPassword` understands. */
export function isKnownScheme({ scheme }: Secret): boolean {
  return plain.has(scheme) || crypts.has(scheme) || scheme in digests || scheme === "ARGON2I" || scheme === "ARGON2ID";
}

/** Schemes: PLAIN, crypt(3) family, SHA/SSHA family, MD5 family, BLF-CRYPT, ARGON2. Others never fit. */
export async function verifyPassword(password: string, secret: Secret): Promise<boolean> {
  const { scheme, text } = secret;
  if (plain.has(scheme)) return equal(Buffer.from(password), decoded(secret, Buffer.from(text)));
  if (scheme.startsWith("ARGON2")) return (await import("hash-wasm")).argon2Verify({ password, hash: text });
  const digest = digests[scheme];
  if (digest) return verifyDigest(password, secret, digest);
  return crypts.has(scheme) ? verifyCrypt(password, decoded(secret, Buffer.from(text)).toString("latin1")) : false;
}

function decoded({ encoding, text }: Secret, otherwise: Buffer): Buffer {
  return encoding === "HEX" ? Buffer.from(text, "hex") : encoding === "B64" ? Buffer.from(text, "base64") : otherwise;
}

function verifyDigest(
  password: string,
  secret: Secret,
  { name, length, salted }: { readonly name: string; readonly length: number; readonly salted: boolean },
): boolean {
  const isHex = new RegExp(`^[0-9a-f]{${length * 2}}$`, "i").test(secret.text);
  const stored = decoded(secret, Buffer.from(secret.text, isHex ? "hex" : "base64"));
  const hash = createHash(name).update(password);
  if (salted) hash.update(stored.subarray(length));
  return equal(hash.digest(), stored.subarray(0, length));
}

async function verifyCrypt(password: string, stored: string): Promise<boolean> {
  if (!/^(?:\$|[./0-9A-Za-z]{13}$|_)/.test(stored)) return false;
  if (/^\$[56]\$/.test(stored)) return (await import("unixcrypt")).verify(password, stored);
  if (/^\$2[abxy]\$/.test(stored)) return (await import("hash-wasm")).bcryptVerify({ password, hash: stored });
  return equal(Buffer.from(await systemCrypt(password, stored)), Buffer.from(stored));
}

/** crypt(3) of the system through perl, for DES, MD5 and yescrypt; an empty answer where there is no perl. */
function systemCrypt(password: string, salt: string): Promise<string> {
  return new Promise((resolve) => {
    const script = "chomp($s = <STDIN>); local $/; $p = <STDIN>; print crypt($p, $s);";
    const perl = spawn("perl", ["-e", script], { stdio: ["pipe", "pipe", "ignore"] });
    let answer = "";
    perl.stdout.on("data", (bytes: Buffer) => {
      answer += bytes.toString("latin1");
    });
    perl.on("error", () => resolve(""));
    perl.on("close", () => resolve(answer));
    perl.stdin.on("error", () => undefined);
    perl.stdin.end(`${salt}\n${password}`);
  });
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
