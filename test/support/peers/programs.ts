import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, it } from "vitest";

/** Mail clients, by their programs. */
type ClientName = "swaks" | "fetchmail" | "mbsync" | "getmail" | "mutt" | "curl" | "python3";

export type PeerName = "sendmail" | "postfix" | "m4" | "tcpd" | "lmdb" | "cdb" | "pcre" | ClientName;

/** The folder that sendmail's packages are unpacked in by scripts/peers.mjs; it mirrors `/`. */
export function sendmailRoot(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return process.env.SENDMAIL_ROOT || join(cache, "cf2postfix-peers", "sendmail");
}

/** The m4 library of the unpacked sendmail package (`_CF_DIR_` without the final slash). */
export function cfLibrary(): string {
  return join(sendmailRoot(), "usr/share/sendmail/cf");
}

/** Folders for LD_LIBRARY_PATH below `root` (there is one, named after the machine). */
export function libraryFolders(root: string): readonly string[] {
  const top = join(sendmailRoot(), "usr/lib");
  return readdirSync(top)
    .filter((name) => name.includes("linux-gnu"))
    .map((name) => `${root}/usr/lib/${name}`);
}

const onPath = (program: string): boolean =>
  [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"].some((folder) => existsSync(join(folder, program)));

const mapTypes = (() => {
  let known: readonly string[] | undefined;
  return (): readonly string[] => {
    known ??= spawnSync("/usr/sbin/postconf", ["-m"], { encoding: "utf8" }).stdout?.split(/\s+/) ?? [];
    return known;
  };
})();

/** Why a peer cannot be asked on this machine, as a sentence; undefined when it can. */
function absence(name: PeerName): string | undefined {
  switch (name) {
    case "m4":
      return onPath("m4") ? undefined : "GNU m4 is not installed.";
    case "swaks":
    case "fetchmail":
    case "mbsync":
    case "getmail":
    case "mutt":
    case "curl":
    case "python3":
      return onPath(name) ? undefined : `${name} is not installed.`;
    case "tcpd":
      return onPath("tcpdmatch") ? sandboxAbsence() : "tcpdmatch of TCP Wrappers is not installed.";
    case "sendmail":
      if (!existsSync(join(sendmailRoot(), "usr/libexec/sendmail/sendmail"))) return "sendmail is not unpacked.";
      return sandboxAbsence();
    case "postfix":
      return onPath("postfix") ? sandboxAbsence() : "Postfix is not installed.";
    case "lmdb":
    case "cdb":
    case "pcre":
      if (!onPath("postfix")) return "Postfix is not installed.";
      return mapTypes().includes(name) ? undefined : `Postfix's ${name} tables are not installed.`;
  }
}

function sandboxAbsence(): string | undefined {
  if (process.getuid?.() !== 0) return "Only root can build the sandbox that real mail programs run in.";
  return onPath("unshare") && onPath("ip") ? undefined : "unshare(1) or ip(8) is not installed.";
}

/**
 * A suite that asks real programs. Where one is missing the suite is skipped and its title says why; where CI=true it
 * fails instead, so that nothing passes unjudged.
 */
export function peerSuite(peers: readonly PeerName[], title: string, body: () => void): void {
  const missing = peers.flatMap((name) => absence(name) ?? []);
  if (missing.length === 0) {
    describe(title, body);
    return;
  }
  const sentence = `${[...new Set(missing)].join(" ")} \`node scripts/peers.mjs\` (as root) fetches what is missing.`;
  if (process.env.CI !== "true") {
    describe.skip(`${title} (skipped: ${sentence})`, body);
    return;
  }
  describe(title, () => {
    it("has the real programs that judge it", () => {
      throw new Error(sentence);
    });
  });
}
