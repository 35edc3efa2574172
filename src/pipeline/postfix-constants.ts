import type { PostfixDirectory } from "../postfix/read/directory.ts";
import type { OtherConstants } from "../sendmail/probe/probe.ts";

/** Rows that are taken from one table of the directory. */
const ROWS = 400;

/** Parameters whose tables hold addresses or domains as keys. */
const tables = [
  "transport_maps",
  "virtual_alias_maps",
  "virtual_mailbox_maps",
  "canonical_maps",
  "recipient_canonical_maps",
  "sender_canonical_maps",
  "alias_maps",
  "relocated_maps",
];

const lists = ["mydestination", "relay_domains", "virtual_alias_domains", "virtual_mailbox_domains", "myorigin"];

/** What a Postfix directory names: an entry that only it has is probed too. */
export function postfixConstants(directory: PostfixDirectory): OtherConstants {
  const addresses = new Set<string>();
  const domains = new Set<string>();
  const users = new Set<string>();
  const add = (key: string): void => {
    const at = key.lastIndexOf("@");
    if (at > 0 && at < key.length - 1) addresses.add(key);
    else if (at === 0) domains.add(key.slice(1));
    else if (/^\.?[\w-]+(?:\.[\w-]+)+$/.test(key)) domains.add(key.replace(/^\./, ""));
    else if (/^[\w.+-]+$/.test(key)) users.add(key);
  };
  for (const name of lists) for (const word of directory.settings.words(name)) if (!/[:/$]/.test(word)) add(word);
  for (const name of tables) {
    for (const reference of directory.settings.words(name)) {
      const [, path] = /^(?:proxy:)?(?:hash|btree|lmdb|cdb|texthash|dbm):(.*)$/.exec(reference) ?? [];
      if (path !== undefined) for (const key of keysOf(directory, path)) add(key);
    }
  }
  return { addresses: [...addresses], domains: [...domains], users: [...users] };
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
