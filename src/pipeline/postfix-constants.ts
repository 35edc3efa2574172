import type { PostfixDirectory } from "../postfix/read/directory.ts";
import type { OtherConstants } from "../sendmail/probe/probe.ts";

/** Rows that are taken from one table of the directory. */
const ROWS = 400;
/** Texts that are made of one pattern. */
const ALTERNATIVES = 12;

const lists = ["mydestination", "relay_domains", "virtual_alias_domains", "virtual_mailbox_domains", "myorigin"];

/** Types of tables with a `key value` row a line. */
const keyed = /^(?:proxy:)?(?:hash|btree|lmdb|cdb|texthash|dbm|cidr):(.*)$/;
const patterned = /^(?:proxy:)?(?:pcre|regexp):(.*)$/;

/** What a Postfix directory names: an entry that only it has is probed too. */
export function postfixConstants(directory: PostfixDirectory): OtherConstants {
  const addresses = new Set<string>();
  const domains = new Set<string>();
  const users = new Set<string>();
  const networks = new Set<string>();
  const add = (key: string): void => {
    const at = key.lastIndexOf("@");
    if (/^[\d.]+(?:\/\d+)?$/.test(key)) networks.add(key);
    else if (at > 0 && at < key.length - 1) addresses.add(key);
    else if (at === 0) domains.add(key.slice(1));
    else if (at > 0) users.add(key.slice(0, -1));
    else if (/^\.?[\w-]+(?:\.[\w-]+)+$/.test(key)) domains.add(key.replace(/^\./, ""));
    else if (/^[\w.+-]+$/.test(key)) users.add(key);
  };
  for (const name of lists) for (const word of directory.settings.words(name)) if (!/[:/$]/.test(word)) add(word);
  for (const word of directory.settings.words("mynetworks")) {
    if (/^[\d.]+(?:\/\d+)?$/.test(word)) add(word);
    // Where nothing listens on IPv6 no client comes from there.
    else if (/^\[::1\]/.test(word) && directory.settings.text("inet_protocols") !== "ipv4") networks.add("::1");
  }
  for (const reference of tablesOf(directory)) {
    const path = keyed.exec(reference)?.[1];
    const patterns = patterned.exec(reference)?.[1];
    if (path !== undefined) for (const key of keysOf(directory, path)) add(key);
    if (patterns !== undefined) for (const text of patternsOf(directory, patterns)) add(text);
  }
  return { addresses: [...addresses], domains: [...domains], users: [...users], networks: [...networks] };
}

/** Every table that a parameter of main.cf, or an option of a service, names. */
function tablesOf({ main, services }: PostfixDirectory): ReadonlySet<string> {
  const values = [
    ...main.map((entry) => entry.value),
    ...services.flatMap((service) => service.options.map(([, value]) => value)),
  ];
  const expanded = values.map((value) => value.replaceAll("$config_directory", "/etc/postfix"));
  return new Set(expanded.flatMap((value) => value.match(/[^\s,{}]+:\/[^\s,{}]+/g) ?? []));
}

/** The constant text of a pattern's alternatives: `/^(.+)@(a|b)\.example$/` names a.example and b.example. */
function* patternsOf(directory: PostfixDirectory, path: string): Generator<string> {
  let rows = 0;
  for (const { text } of directory.files.lines(path)) {
    const pattern = /^!?\/((?:[^\\/]|\\.)*)\//.exec(text)?.[1];
    if (pattern === undefined) continue;
    rows += 1;
    if (rows > ROWS) return;
    for (const one of alternatives(pattern.replace(/^\^|\$$/g, "")).slice(0, ALTERNATIVES)) {
      const plain = one.replace(/\\(.)/g, "$1").toLowerCase();
      if (/^[\w.@+-]+$/.test(plain)) yield plain.replace(/^\.+/, "");
    }
  }
}

/** A pattern's groups of plain alternatives, written out; what stands for any text is left out at the front. */
function alternatives(pattern: string): readonly string[] {
  const bare = pattern.replace(/^\(?(?:\.[+*]|\[\^@\]\][+*])\)?/, "");
  const group = /^([^()]*)\(([^()?][^()]*|\?:[^()]*)\)(.*)$/.exec(bare);
  if (!group) return [bare];
  const [, before = "", inside = "", after = ""] = group;
  const choices = inside.replace(/^\?:/, "").split("|");
  return choices.flatMap((choice) => alternatives(after).map((rest) => before + choice + rest));
}

function* keysOf(directory: PostfixDirectory, path: string): Generator<string> {
  let rows = 0;
  for (const { text } of directory.files.lines(path)) {
    const key = /^([^\s#:]+)(?:\s|:)/.exec(text)?.[1];
    if (key === undefined) continue;
    rows += 1;
    if (rows > ROWS) return;
    yield key.toLowerCase();
  }
}
