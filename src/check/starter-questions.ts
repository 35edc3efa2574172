import type { StarterQuestions } from "./starter.ts";

/** What a configuration names, whichever program it is for. */
export interface OwnMaterial {
  /** Domains whose mail is delivered here or taken for others. */
  readonly domains: readonly string[];
  /** Names without a domain that have an entry of their own: aliases. */
  readonly localNames: readonly string[];
  /** Keys of tables that are asked for recipients: `user@domain`, `@domain`, `domain`, `.domain`, `user`. */
  readonly recipientKeys: readonly string[];
  /** Keys of tables that are asked for senders, and domains that are masqueraded. */
  readonly senderKeys: readonly string[];
  /** Keys of access tables. */
  readonly accessKeys: readonly string[];
  /** Networks whose clients may relay: `192.0.2.0/24`, `10.1`. */
  readonly networks: readonly string[];
}

/** Documentation addresses (RFC 5737): nobody's client. */
const stranger = { name: "client.outside.example", address: "203.0.113.77" };
const far = "somebody@elsewhere.example";

/** The questions that an administrator would ask first: of each address and domain that is named, and of relaying. */
export function questionsFrom(material: OwnMaterial): StarterQuestions {
  const [home] = material.domains;
  const atHome = (name: string): string => (home === undefined ? name : `${name}@${home}`);
  const keys = material.recipientKeys.map((key) => addressOf(key, atHome));
  const recipients = [
    ...material.localNames.map(atHome),
    ...keys,
    ...material.domains.map((each) => `postmaster@${each}`),
  ];
  const plain = { client: stranger, helo: "client.outside.example", sender: "stranger@outside.example" };
  const inside = material.networks.flatMap(hostIn).slice(0, 3);
  return {
    recipients: unique([...recipients, far]),
    clients: distinct([
      { ...plain, recipient: far },
      ...unique(material.domains)
        .slice(0, 5)
        .map((domain) => ({ ...plain, recipient: `postmaster@${domain}` })),
      ...(home === undefined ? [] : [{ ...plain, sender: "", recipient: `postmaster@${home}` }]),
      ...(home === undefined ? [] : [{ ...plain, sender: `postmaster@${home}`, recipient: far }]),
      ...inside.map((address) => ({ ...plain, client: { name: "unknown", address }, recipient: far })),
      ...material.accessKeys.slice(0, 20).flatMap((key) => accessQuestion(key, atHome("postmaster"))),
    ]),
    senders: unique([
      ...material.senderKeys.map((key) => addressOf(key, atHome)),
      ...material.domains.slice(0, 3).map((each) => `somebody@${each}`),
    ]).flatMap((sender) => [
      { sender, where: "envelope" as const, via: undefined },
      { sender, where: "header" as const, via: undefined },
    ]),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** An address that a key is asked for. */
function addressOf(key: string, atHome: (name: string) => string): string {
  if (key.startsWith("@")) return `somebody${key}`;
  if (key.startsWith(".")) return `somebody@host${key}`;
  if (key.includes("@")) return key;
  return key.includes(".") ? `somebody@${key}` : atHome(key);
}

/** A client or sender that an access key is asked for. */
function accessQuestion(key: string, recipient: string): StarterQuestions["clients"] {
  const base = { client: stranger, helo: "client.outside.example", sender: "stranger@outside.example", recipient };
  const network = key.replace(/^connect:/i, "").replace(/\.$/, "");
  if (/^\d+(?:\.\d+)*$/.test(network))
    return hostIn(network).map((address) => ({ ...base, client: { name: "unknown", address } }));
  const name = key.replace(/^from:/i, "");
  if (/^(?:to|spam|tls_\w+|srv_features|try_tls|auth\w*|clientrate|clientconn|greetpause|connect):/i.test(name))
    return [];
  if (name.endsWith("@")) return [{ ...base, sender: `${name}outside.example` }];
  if (name.includes("@")) return [{ ...base, sender: name }];
  if (!/^\.?[\w-]+(?:\.[\w-]+)+$/.test(name)) return [];
  const domain = name.replace(/^\./, "host.");
  return [
    { ...base, sender: `somebody@${domain}` },
    { ...base, client: { name: domain, address: stranger.address } },
  ];
}

/** An address of an IPv4 network, written with a mask or cut off at a dot. */
function hostIn(network: string): readonly string[] {
  const [address = ""] = network.split("/");
  const parts = address.split(".").filter((part) => part !== "");
  if (parts.length === 0 || parts.length > 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return [];
  if (parts[0] === "127" || parts[0] === "0") return [];
  const full = [...parts, ...Array.from({ length: 4 - parts.length }, () => "0")];
  if (full[3] === "0") full[3] = "7";
  return [full.join(".")];
}
