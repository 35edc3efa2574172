/** `Name=MTA, Port=587, M=Ea`: the keys and values of a socket option (daemon.c, setsockaddroptions). */
export interface SocketOptions {
  /** By the names of `wanted`; of a key that comes twice the last value, modifiers joined. */
  readonly keys: ReadonlyMap<string, string>;
  /** The other settings, as written. */
  readonly others: readonly string[];
}

/**
 * The first letter of a key decides, in either case, but for `InputMailFilters`/`I`, `DeliveryMode`/`D` against
 * `delayLA`, `children`, `refuseLA`, `queueLA` (daemon.c, setsockaddroptions).
 */
const keyNames: readonly (readonly [RegExp, string])[] = [
  [/^(children)$/, "children"],
  [/^(delayla|refusela|queuela|q|c|r(cvbufsize)?|s(ndbufsize)?|l(isten)?|d(eliverymode)?)$/i, "other"],
  [/^f/i, "family"],
  [/^a/i, "addr"],
  [/^p/i, "port"],
  [/^m/i, "modifier"],
  [/^n/i, "name"],
  [/^i/i, "filters"],
];

/** Reads a socket option. `wanted`: the keys that the caller understands; all others come back as written. */
export function readSocketOptions(text: string, wanted: readonly string[]): SocketOptions {
  const keys = new Map<string, string>();
  const others: string[] = [];
  for (const part of text.split(",")) {
    const setting = part.trim();
    if (setting === "") continue;
    const [key = "", ...rest] = setting.split("=");
    const value = rest.join("=").trim();
    const name = keyNames.find(([pattern]) => pattern.test(key.trim()))?.[1];
    const before = name === undefined ? undefined : keys.get(name);
    if (name === undefined || !wanted.includes(name)) others.push(setting);
    else if (name === "modifier") keys.set(name, (before ?? "") + value);
    else {
      // Of a key that comes twice the last one counts (daemon.c): the earlier one did nothing, which is to be said.
      if (before !== undefined && before !== value) others.push(`the earlier ${name} ${before}`);
      keys.set(name, value);
    }
  }
  return { keys, others };
}

export function socketFamily(text: string | undefined): "ipv4" | "ipv6" | "local" | undefined {
  switch (text?.toLowerCase()) {
    case "inet":
      return "ipv4";
    case "inet6":
      return "ipv6";
    case "local":
    case "unix":
      return "local";
    default:
      return undefined;
  }
}

export function modifierLetters(text: string | undefined): ReadonlySet<string> {
  return new Set((text ?? "").replace(/\s/g, ""));
}

/** The letters that the caller does not understand, as they are to be named (`modifier X`). */
export function otherModifiers(letters: ReadonlySet<string>, understood: string): readonly string[] {
  return [...letters].filter((letter) => !understood.includes(letter)).map((letter) => `modifier ${letter}`);
}

/** A value that was written but says nothing (`Family=iso`), as written. */
export function unreadable(keys: ReadonlyMap<string, string>, key: string, value: unknown): readonly string[] {
  const written = keys.get(key);
  return written === undefined || value !== undefined ? [] : [`${key} ${written}`];
}
