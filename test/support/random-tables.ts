import type { Random } from "./random.ts";
import { address, addresses, many, users } from "./random-tables/addresses.ts";
import { aliasKeys, aliasRows } from "./random-tables/aliases.ts";
import { cidrText, clientKeys, networks } from "./random-tables/networks.ts";
import { patternText, results, safePattern, subjects } from "./random-tables/patterns.ts";
import { noise, plainValues, values } from "./random-tables/values.ts";

/** A random lookup table: files by name, and what refers to them, where `DIR` stands for their directory. */
export interface RandomTable {
  readonly files: Readonly<Record<string, string>>;
  readonly reference: string;
  readonly keys: readonly string[];
  /** Files that postmap builds first, with their type. */
  readonly build: readonly string[];
  /** The program that asks: aliases have a form of their own. */
  readonly program: "postmap" | "postalias";
}

export const tableKinds = [
  ..."hash btree lmdb cdb texthash aliases regexp pcre cidr inline static environ internal randmap unionmap pipemap".split(
    " ",
  ),
  ...["inline-regexp", "inline-pcre", "inline-cidr"],
] as const;

/** For `environ:`. */
export const tableEnvironment = { colour: "blue", editor: "ed -s", tz: "UTC" };

export function randomTable(kind: string, name: string, random: Random, count: number): RandomTable {
  const plain = { files: {}, build: [], program: "postmap" as const };
  const file = (text: string): Readonly<Record<string, string>> => ({ [name]: text });
  switch (kind) {
    case "hash":
    case "btree":
    case "lmdb":
    case "cdb":
    case "texthash": {
      const rows = indexedRows(random);
      const build = kind === "texthash" ? [] : [`${kind}:DIR/${name}`];
      return { ...plain, files: file(rows), build, reference: `${kind}:DIR/${name}`, keys: addresses(random, count) };
    }
    case "aliases":
      return {
        files: file(aliasRows(random)),
        build: [`hash:DIR/${name}`],
        program: "postalias",
        reference: `hash:DIR/${name}`,
        keys: many(count, () => random.pick([...aliasKeys, ...users])),
      };
    case "regexp":
    case "pcre":
      return {
        ...plain,
        files: file(patternText(kind, random)),
        reference: `${kind}:DIR/${name}`,
        keys: subjects(random, count),
      };
    case "cidr":
      return {
        ...plain,
        files: file(cidrText(random)),
        reference: `cidr:DIR/${name}`,
        keys: clientKeys(random, count),
      };
    case "inline-regexp":
    case "inline-pcre": {
      const dialect = kind === "inline-pcre" ? "pcre" : "regexp";
      const rules = many(1 + random.below(3), () => `{${safePattern(dialect, random)} ${random.pick(results)}}`);
      return { ...plain, reference: `${dialect}:{ ${rules.join(", ")} }`, keys: subjects(random, count) };
    }
    case "inline-cidr": {
      const rules = many(1 + random.below(4), () => `{${random.pick(networks)} ${random.pick(plainValues)}}`);
      return { ...plain, reference: `cidr:{ ${rules.join(", ")} }`, keys: clientKeys(random, count) };
    }
    case "inline":
      return { ...plain, reference: inlineText(random), keys: addresses(random, count) };
    case "static":
      return {
        ...plain,
        reference: random.pick(["static:one", "static:two words", "static:{ in braces }", "static:{}", "static:a=b"]),
        keys: addresses(random, count),
      };
    case "environ":
      return {
        ...plain,
        reference: "environ:any",
        keys: many(count, () => random.pick(["colour", "Editor", "TZ", "COLOUR", "none"])),
      };
    case "internal":
      return { ...plain, reference: "internal:any", keys: addresses(random, count) };
    case "randmap":
      return {
        ...plain,
        reference: random.pick(["randmap:{one}", "randmap:{ {two words} }", "randmap:{a,}", "randmap:{a=b}"]),
        keys: addresses(random, count),
      };
    case "unionmap":
    case "pipemap":
      return composite(kind, name, random, count);
    default:
      throw new Error(`no such kind of table: ${kind}`);
  }
}

function indexedRows(random: Random): string {
  const rows = many(1 + random.below(40), () => {
    if (random.oneIn(7)) return random.pick(noise);
    return `${address(random)}${random.pick([" ", "\t", "   ", " \t"])}${random.pick(values)}`;
  });
  return `${rows.join("\n")}${random.oneIn(5) ? "" : "\n"}`;
}

const inlineKeys = ["a", "B", "c.d", "user@example.com", "@example.com", "x+y"];

function inlineText(random: Random): string {
  const rows = many(1 + random.below(5), () => {
    const key = random.pick(inlineKeys);
    return random.pick([
      `${key}=1`,
      `{${key} = two words}`,
      `{ ${key}=a = b }`,
      `${key}=`,
      `{${key}=}`,
      `{${key} = {x}}`,
    ]);
  });
  return `inline:{${random.pick(["", " "])}${rows.join(random.pick([", ", " ", ","]))}${random.pick(["", " "])}}`;
}

function composite(kind: "unionmap" | "pipemap", name: string, random: Random, count: number): RandomTable {
  const inner = ["texthash", "hash", "inline", "static", "internal"];
  const parts = many(1 + random.below(3), () => random.pick(inner)).map((each, index) =>
    each === "static"
      ? { files: {}, build: [], reference: "static:s" }
      : randomTable(each, `${name}-${index}`, random, 0),
  );
  return {
    files: Object.assign({}, ...parts.map((part) => part.files)),
    build: parts.flatMap((part) => part.build),
    program: "postmap",
    reference: `${kind}:{${parts.map((part) => part.reference).join(", ")}}`,
    keys: many(count, () => (random.oneIn(3) ? random.pick(inlineKeys) : address(random))),
  };
}
