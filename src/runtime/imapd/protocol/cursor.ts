/** cursor: reads the grammar of RFC 3501 section 9 from the bytes of one command */

/** The command does not follow the grammar; the message ends a BAD response. */
export class BadSyntax extends Error {}

const atomSpecials = new Set([...'(){ %*"\\]'].map((character) => character.charCodeAt(0)));

function isAtomByte(byte: number): boolean {
  return byte > 32 && byte < 127 && !atomSpecials.has(byte);
}

/** ASTRING-CHAR: an atom byte or `]`. */
const isAstringByte = (byte: number): boolean => isAtomByte(byte) || byte === 93;
/** list-char: astring bytes and the wildcards of LIST. */
const isListByte = (byte: number): boolean => isAstringByte(byte) || byte === 37 || byte === 42;
/** Tags may hold no `+`. */
const isTagByte = (byte: number): boolean => isAstringByte(byte) && byte !== 43;

export class Cursor {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  peek(): string {
    return this.done ? "" : String.fromCharCode(this.bytes[this.at] ?? 0);
  }

  /** True and past it when `text` (any case) comes next. */
  accept(text: string): boolean {
    const next = this.bytes.toString("latin1", this.at, this.at + text.length);
    if (next.toLowerCase() !== text.toLowerCase()) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw new BadSyntax(`expected ${text === " " ? "a space" : text}`);
  }

  space(): void {
    this.expect(" ");
  }

  end(): void {
    // Some clients leave a blank at the end of the line.
    while (this.accept(" "));
    if (!this.done) throw new BadSyntax("unexpected text at the end of the command");
  }

  private run(allowed: (byte: number) => boolean, what: string): string {
    const from = this.at;
    while (this.at < this.bytes.length && allowed(this.bytes[this.at] ?? 0)) this.at += 1;
    if (this.at === from) throw new BadSyntax(`expected ${what}`);
    return this.bytes.toString("latin1", from, this.at);
  }

  tag(): string {
    return this.run(isTagByte, "a tag");
  }

  atom(): string {
    return this.run(isAtomByte, "an atom");
  }

  /** Letters, digits, dots and dashes: names of commands and items. */
  word(): string {
    return this.run((byte) => /[A-Za-z0-9.-]/.test(String.fromCharCode(byte)), "a word").toUpperCase();
  }

  number(): number {
    const value = Number(this.run((byte) => byte >= 48 && byte <= 57, "a number"));
    if (value > 0xffffffff) throw new BadSyntax("number too large");
    return value;
  }

  /** Quoted string or literal. */
  string(): Buffer {
    if (this.peek() === '"') return this.quoted();
    if (this.peek() === "{" || this.peek() === "~") return this.literal();
    throw new BadSyntax("expected a string");
  }

  private quoted(): Buffer {
    this.at += 1;
    const out: number[] = [];
    for (; this.at < this.bytes.length; this.at += 1) {
      let byte = this.bytes[this.at] ?? 0;
      if (byte === 34) {
        this.at += 1;
        return Buffer.from(out);
      }
      if (byte === 92) {
        this.at += 1;
        byte = this.bytes[this.at] ?? 0;
        if (byte !== 34 && byte !== 92) throw new BadSyntax("bad escape in a quoted string");
      }
      out.push(byte);
    }
    throw new BadSyntax("unclosed quoted string");
  }

  private literal(): Buffer {
    this.accept("~");
    this.expect("{");
    const length = this.number();
    this.accept("+");
    this.expect("}");
    this.accept("\r");
    this.expect("\n");
    const from = this.at;
    if (from + length > this.bytes.length) throw new BadSyntax("literal shorter than announced");
    this.at += length;
    return this.bytes.subarray(from, this.at);
  }

  astring(): Buffer {
    const next = this.peek();
    if (next === '"' || next === "{") return this.string();
    return Buffer.from(this.run(isAstringByte, "a string"), "latin1");
  }

  /** A mailbox name or pattern of LIST. */
  listMailbox(): string {
    const next = this.peek();
    if (next === '"' || next === "{") return this.string().toString("latin1");
    return this.run(isListByte, "a mailbox pattern");
  }

  mailbox(): string {
    const name = this.astring().toString("latin1");
    return name.toUpperCase() === "INBOX" ? "INBOX" : name;
  }

  flag(): string {
    const system = this.accept("\\");
    const name = this.atom();
    if (!system) return name;
    return `\\${name.slice(0, 1).toUpperCase()}${name.slice(1).toLowerCase()}`;
  }

  /** `(a b c)`, possibly empty. */
  list<T>(item: () => T): readonly T[] {
    this.expect("(");
    const items: T[] = [];
    while (!this.accept(")")) {
      if (items.length > 0) this.space();
      items.push(item());
    }
    return items;
  }

  /** Everything up to the end of the line. */
  remainder(): string {
    const rest = this.bytes.toString("latin1", this.at);
    this.at = this.bytes.length;
    return rest;
  }
}
