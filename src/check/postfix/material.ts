import type { TableForm } from "../../postfix/tables/table.ts";
import type { OwnMaterial } from "../starter-questions.ts";
import { restrictionLists } from "./restriction-lists.ts";
import type { CheckedPostfix } from "./subject.ts";
import { namedTables } from "./tables.ts";

/** Keys that are taken of one table: enough to say something about each kind, not all of a provider's customers. */
const KEYS = 60;

/** The addresses, domains and networks that a Postfix directory names itself. */
export function materialOf(subject: CheckedPostfix): OwnMaterial {
  const { settings } = subject.directory;
  const keysOf = (parameters: readonly string[], form: TableForm = "postmap"): readonly string[] =>
    parameters.flatMap((parameter) => settings.words(parameter).flatMap((word) => tableKeys(subject, word, form)));
  const domains = ["mydestination", "virtual_alias_domains", "virtual_mailbox_domains", "relay_domains"].flatMap(
    (name) => settings.words(name).flatMap((word) => domainsOf(subject, word)),
  );
  const lists = new Set(restrictionLists(subject).map(({ place }) => place.parameter));
  const access = namedTables(subject).filter(({ place }) => lists.has(place.parameter));
  return {
    domains: [...new Set(domains)].filter((domain) => domain.includes(".")),
    localNames: keysOf(["alias_maps"], "aliases").filter((key) => /^[\w.+-]+$/.test(key)),
    recipientKeys: keysOf([
      "virtual_alias_maps",
      "virtual_mailbox_maps",
      "transport_maps",
      "relocated_maps",
      "recipient_canonical_maps",
    ]),
    senderKeys: [
      ...keysOf(["canonical_maps", "sender_canonical_maps", "smtp_generic_maps"]),
      ...settings.words("masquerade_domains").flatMap((word) => (word.startsWith("!") ? [] : [`.${word}`])),
    ],
    accessKeys: access.flatMap(({ reference }) => tableKeys(subject, reference, "postmap")),
    networks: settings.words("mynetworks"),
  };
}

function tableKeys({ resolver }: CheckedPostfix, reference: string, form: TableForm): readonly string[] {
  if (!/^(?:proxy:)*\w+:/.test(reference)) return [];
  const keys: string[] = [];
  for (const key of resolver.environment.tables.open(reference, { form }).keys?.() ?? []) {
    if (keys.length === KEYS) break;
    if (key !== "@" && !/[\s"\\]/.test(key)) keys.push(key);
  }
  return keys;
}

/** Domains of one word of a list: itself, the keys of a table, the words of a file. */
function domainsOf(subject: CheckedPostfix, word: string): readonly string[] {
  if (word.startsWith("!") || word.startsWith("[")) return [];
  if (word.startsWith("/")) {
    const lines = [...subject.directory.files.lines(word)].slice(0, KEYS);
    return lines.flatMap(({ text }) =>
      text.startsWith("#") ? [] : text.split(/[\s,]+/).filter((each) => each !== ""),
    );
  }
  if (word.includes(":")) return tableKeys(subject, word, "postmap").filter((key) => !key.includes("@"));
  return [word.replace(/^\./, "host.").toLowerCase()];
}
