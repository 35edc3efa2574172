/** address: address lists of header fields, as ENVELOPE needs them (RFC 5322 section 3.4, obsolete forms included) */

export interface Mailbox {
  readonly kind: "mailbox";
  /** Display name or comment; undefined when there is none. */
  readonly name: string | undefined;
  /** Source route of RFC 822, `@a,@b`. */
  readonly route: string | undefined;
  readonly local: string;
  readonly domain: string | undefined;
}

export interface Group {
  readonly kind: "group";
  readonly name: string;
  readonly members: readonly Mailbox[];
}

type Token = { readonly kind: "word" | "quoted" | "comment" | "special" | "literal"; readonly text: string };

/** Reads a list; what cannot be understood becomes a mailbox whose local part is the text. */
export function readAddressList(text: string): readonly (Mailbox | Group)[] {
  const found: (Mailbox | Group)[] = [];
  let group: { name: string; members: Mailbox[] } | undefined;
  let pending: Token[] = [];
  const flush = (): void => {
    const mailbox = mailboxOf(pending);
    pending = [];
    if (mailbox) (group ? group.members : found).push(mailbox);
  };
  let inAngle = false;
  for (const token of tokens(text)) {
    const special = token.kind === "special" ? token.text : "";
    if (special === "<") inAngle = true;
    if (special === ">") inAngle = false;
    if (!inAngle && special === ",") flush();
    else if (!inAngle && special === ":" && !group) {
      group = { name: phrase(pending) ?? "", members: [] };
      pending = [];
    } else if (!inAngle && special === ";" && group) {
      flush();
      found.push({ kind: "group", ...group });
      group = undefined;
    } else pending.push(token);
  }
  flush();
  if (group) found.push({ kind: "group", ...group });
  return found;
}

function mailboxOf(all: readonly Token[]): Mailbox | undefined {
  const comment = all.find((token) => token.kind === "comment")?.text;
  const list = all.filter((token) => token.kind !== "comment");
  if (list.length === 0) return undefined;
  const open = list.findIndex((token) => token.kind === "special" && token.text === "<");
  if (open === -1) return fromSpec(list, comment, undefined);
  const close = list.findIndex((token, at) => at > open && token.kind === "special" && token.text === ">");
  const inner = list.slice(open + 1, close === -1 ? undefined : close);
  const colon = inner.findIndex((token) => token.kind === "special" && token.text === ":");
  const routed = colon !== -1 && inner[0]?.text === "@";
  const route = routed
    ? inner
        .slice(0, colon)
        .map((token) => token.text)
        .join("")
    : undefined;
  return fromSpec(routed ? inner.slice(colon + 1) : inner, phrase(list.slice(0, open)) ?? comment, route);
}

function fromSpec(spec: readonly Token[], name: string | undefined, route: string | undefined): Mailbox {
  const at = spec.findLastIndex((token) => token.kind === "special" && token.text === "@");
  const local = spec.slice(0, at === -1 ? undefined : at);
  const domain =
    at === -1
      ? undefined
      : spec
          .slice(at + 1)
          .map((token) => token.text)
          .join("");
  const separator = at === -1 && local.length > 1 ? " " : "";
  return { kind: "mailbox", name, route, local: local.map((token) => token.text).join(separator), domain };
}

function phrase(list: readonly Token[]): string | undefined {
  if (list.length === 0) return undefined;
  let out = "";
  for (const token of list) {
    const tight = out === "" || token.text === "." || (token.kind === "special" && token.text !== "<");
    out += tight ? token.text : ` ${token.text}`;
  }
  return out;
}

function* tokens(text: string): Generator<Token> {
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    if (/\s/.test(character)) at += 1;
    else if (character === '"' || character === "(" || character === "[") {
      const end = closing(text, at);
      const inner = text.slice(at + 1, end);
      if (character === "[") yield { kind: "literal", text: `[${inner}]` };
      else yield { kind: character === "(" ? "comment" : "quoted", text: inner.replaceAll(/\\([\s\S])/g, "$1") };
      at = end + 1;
    } else if (/[<>@,;:]/.test(character)) {
      yield { kind: "special", text: character };
      at += 1;
    } else {
      const word = /^[^\s"([<>@,;:]+/.exec(text.slice(at))?.[0] ?? character;
      yield { kind: "word", text: word };
      at += word.length;
    }
  }
}

function closing(text: string, open: number): number {
  const close = text[open] === "(" ? ")" : text[open] === "[" ? "]" : '"';
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (at > open && text[at] === close) {
      depth -= close === ")" ? 1 : 0;
      if (close !== ")" || depth === 0) return at;
    } else if (close === ")" && text[at] === "(") depth += 1;
  }
  return text.length;
}
