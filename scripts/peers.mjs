// Fetches the real programs that the tests ask (Postfix, GNU m4, sendmail's own tree) with apt, quietly. It changes
// nothing when all is there, and fails nothing when it cannot: test/support/peers says what is missing.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const servers = ["postfix", "postfix-pcre", "postfix-lmdb", "postfix-cdb", "m4", "tcpd", "iproute2", "util-linux"];
// Mail clients that are let loose on our own server.
// swaks speaks TLS by Net::SSLeay, which its package only recommends.
const clients = ["swaks", "libnet-ssleay-perl", "fetchmail", "isync", "getmail6", "mutt", "curl", "python3"];
const installed = [...servers, ...clients];
// sendmail's packages conflict with postfix: they are unpacked beside it, never installed.
const unpacked = ["sendmail-bin", "sendmail-base", "sendmail-cf", "libmilter1.0.1", "liblockfile1"];
const program = "usr/libexec/sendmail/sendmail";

/** Where sendmail's packages are unpacked; it outlives `npm ci`. SENDMAIL_ROOT names a tree that is there already. */
export function sendmailTree() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return process.env.SENDMAIL_ROOT || join(cache, "cf2postfix-peers", "sendmail");
}

const quietApt = { DEBIAN_FRONTEND: "noninteractive", DEBCONF_NONINTERACTIVE_SEEN: "true", LC_ALL: "C" };
let refreshed = false;

function run(command, args, options = {}) {
  return spawnSync(command, args, { encoding: "utf8", env: { ...process.env, ...quietApt }, ...options });
}

/** Runs apt-get, waiting for another one's lock; after a first failure the package lists are refreshed once. */
function apt(args, options) {
  const ask = () => run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...args], options);
  let result = ask();
  if (result.status !== 0 && !refreshed) {
    refreshed = true;
    run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", "update"]);
    result = ask();
  }
  return result;
}

function isInstalled(name) {
  const state = run("dpkg-query", ["-s", name]);
  return state.status === 0 && /^Status: \S+ ok installed$/m.test(state.stdout);
}

function install(names) {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  // Without an answer the package would write a main.cf for this machine and start a mail system.
  run("debconf-set-selections", [], { input: "postfix postfix/main_mailer_type select No configuration\n" });
  const all = apt(["install", "-y", "--no-install-recommends", ...missing]);
  if (all.status === 0) return;
  // A name that this distribution lacks must not keep the others away.
  for (const name of missing) {
    const one = apt(["install", "-y", "--no-install-recommends", name]);
    if (one.status !== 0) console.error(`peers: ${name} could not be installed: ${lastLine(one.stderr)}`);
  }
}

/** The libraries that the unpacked programs want and that may be installed: what the package itself depends on. */
function installLibraries(tree) {
  const libraries = readdirSync(join(tree, "usr/lib")).map((name) => join(tree, "usr/lib", name));
  const linked = run("ldd", [join(tree, program)], {
    env: { ...process.env, LD_LIBRARY_PATH: libraries.join(":") },
  });
  if (!linked.stdout?.includes("not found")) return;
  const depends = /^Depends: (.*)$/m.exec(run("apt-cache", ["show", "sendmail-bin"]).stdout ?? "")?.[1] ?? "";
  const names = depends.split(",").map((part) => part.trim().split(/[ |]/)[0] ?? "");
  install(names.filter((name) => name.startsWith("lib") && !unpacked.includes(name)));
}

function unpackSendmail() {
  const tree = sendmailTree();
  if (existsSync(join(tree, program))) return tree;
  mkdirSync(dirname(tree), { recursive: true });
  const work = mkdtempSync(join(dirname(tree), "unpack-"));
  try {
    const download = apt(["download", ...unpacked], { cwd: work });
    const archives = readdirSync(work).filter((name) => name.endsWith(".deb"));
    if (archives.length < unpacked.length) {
      console.error(`peers: sendmail's packages could not be fetched: ${lastLine(download.stderr)}`);
      return undefined;
    }
    for (const archive of archives) run("dpkg", ["-x", join(work, archive), join(work, "tree")]);
    // Another run may have been quicker: its tree is as good.
    if (!existsSync(tree)) renameSync(join(work, "tree"), tree);
    return tree;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function lastLine(text) {
  return (text ?? "").trim().split("\n").at(-1) ?? "";
}

function fetchPeers() {
  if (run("apt-get", ["--version"]).status !== 0 || process.getuid?.() !== 0) {
    console.error("peers: fetching them needs apt-get and root; the tests that ask real programs will say so.");
    return;
  }
  install(installed);
  const tree = unpackSendmail();
  if (tree) installLibraries(tree);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) fetchPeers();
