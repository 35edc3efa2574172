import type { DeliveryAgent } from "../../model/agents.ts";

/** Settings of an agent that some kind of service has no place for, as an administrator wrote them. */
const settings: readonly (readonly [keyof DeliveryAgent, letter: string])[] = [
  ["account", "U"],
  ["messageSize", "M"],
  ["lineLength", "L"],
  ["lineEnd", "E"],
  ["directories", "D"],
  ["root", "/"],
  ["timeLimit", "W"],
  ["recipientsPerDelivery", "r"],
  ["messagesPerConnection", "m"],
  ["nice", "N"],
  ["characterSet", "C"],
  ["queueGroup", "Q"],
];

/** SMTP ends lines so, and breaks them near 1000 bytes anyhow (RFC 5321 section 4.5.3.1.6; smtp_line_length_limit). */
const usual: Readonly<Partial<Record<string, (value: unknown) => boolean>>> = {
  E: (value) => value === "\\r\\n",
  L: (value) => typeof value === "number" && value >= 900,
};

/** What letters of F= asked for that no service of Postfix does. */
const flagRemarks: Readonly<Record<string, string>> = {
  B: "A backslash at the head of a user name stays.",
  i: "Senders are not rewritten by the user database for this service alone.",
  j: "Header recipients are not rewritten by the user database for this service alone.",
  p: "The return path is never a route.",
  "3": "No characters are encoded for EBCDIC.",
  "6": "Headers keep their eighth bit.",
  "9": "Text in quoted-printable or base64 stays encoded.",
  "~": "The home directory is not looked at first.",
};

/** A sentence for what is lost of an agent when its service has no place but for `placed` (letters of equates). */
export function lostSettings(agent: DeliveryAgent, placed: string): readonly string[] {
  const lost = settings.filter(([key, letter]) => {
    const value = agent[key];
    const written = Array.isArray(value) ? value.length > 0 : value !== undefined;
    return written && !placed.includes(letter) && usual[letter]?.(value) !== true;
  });
  const letters = lost.map(([, letter]) => `${letter}=`);
  return letters.length === 0 ? [] : [`There is no counterpart here for ${letters.join(", ")}.`];
}

export function flagRemarksOf({ otherFlags }: DeliveryAgent): readonly string[] {
  return otherFlags.map((flag) => flagRemarks[flag] ?? `The old program knew no flag ${flag}.`);
}
