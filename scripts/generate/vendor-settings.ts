// src/expand/mc/builtin/generated/vendor-settings.json: what each OSTYPE and Debian's DOMAINs of the packaged library
// set, by name and value, for .mc files that are read where there is no library. `--check` compares.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sendmailTree } from "../peers.mjs";
import { writeOrCompare } from "./document/write-or-compare.ts";

const target = new URL("../../src/expand/mc/builtin/generated/vendor-settings.json", import.meta.url).pathname;
const library = join(sendmailTree(), "usr/share/sendmail/cf");

/** `settings` come as they are; `presets` give way to what the .mc has set before the call. */
interface VendorSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly presets: Readonly<Record<string, string>>;
}

/** Names that say what a system is like; the others are the library's own notes. */
const wanted = /^(conf[A-Z]\w*|[A-Z][A-Z0-9]*_\w*|_DEF_LOCAL_MAILER_FLAGS|_LOCAL_LMTP_|_NO_MSA_|_NETINET6_|_FFR_\w+)$/;
const unwanted =
  /^(OPTION|.*_TABLE$|VERSION.*|MAILER_|LOCAL_(CONFIG|NET_CONFIG|RULE.*|USER.*|DOMAIN)|DEBIAN_.*|HOST_HACK)/;

function definitions(text: string): ReadonlyMap<string, string> {
  const program = `${text}\ndivert(-1)\ndumpdef\n`;
  const { stderr } = spawnSync("m4", [`-D_CF_DIR_=${library}/`, `${library}/m4/cf.m4`, "-"], {
    input: program,
    encoding: "latin1",
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of stderr.matchAll(/^(\w+):\t([\s\S]*?)\n(?=\w+:\t|$(?![\s\S]))/gm)) {
    if (wanted.test(name) && !unwanted.test(name) && !value.startsWith("<")) found.set(name, value);
  }
  return found;
}

function settingsOf(before: string, call: string): VendorSettings {
  const base = definitions(before);
  const after = definitions(`${before}\n${call}`);
  const changed = [...after].filter(([name, value]) => base.get(name) !== value && !value.includes("errprint"));
  const marked = definitions(
    `${before}\n${changed.map(([name]) => `define(\`${name}', \`MARK')`).join("\n")}\n${call}`,
  );
  const stays = (name: string): boolean => marked.get(name) === "MARK";
  return {
    settings: Object.fromEntries(changed.filter(([name]) => !stays(name))),
    presets: Object.fromEntries(changed.filter(([name]) => stays(name))),
  };
}

function all(): Readonly<Record<string, Readonly<Record<string, VendorSettings>>>> {
  // Debian's own files know their version from this one.
  const autoconf = `include(\`${library}/debian/autoconf.m4')`;
  const ostypes = readdirSync(join(library, "ostype")).map((file) => file.replace(/\.m4$/, ""));
  return {
    ostype: Object.fromEntries(
      ostypes
        .filter((name) => name !== "unknown")
        .map((name) => [name, settingsOf(name === "debian" ? autoconf : "", `OSTYPE(\`${name}')`)]),
    ),
    domain: Object.fromEntries(
      ["debian-mta", "debian-msp"].map((name) => [
        name,
        settingsOf(`${autoconf}\nOSTYPE(\`debian')`, `DOMAIN(\`${name}')`),
      ]),
    ),
  };
}

if (!existsSync(join(library, "m4/cf.m4"))) {
  console.log("vendor-settings: not compared, the packaged cf library is not here (node scripts/peers.mjs)");
} else {
  writeOrCompare(target, `${JSON.stringify(all(), null, 1)}\n`);
}
