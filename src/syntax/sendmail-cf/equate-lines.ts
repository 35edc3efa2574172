import type { CstNode } from "chevrotain";
import type { Equate } from "./ast.ts";
import { allTokensOf, endOf, nodesOf, tokenOf } from "./cst.ts";
import { baseOf, type LineReading, type LineSource, read, refuse, wordIn } from "./line-reading.ts";
import { munch } from "./munch.ts";
import { readNotation } from "./read-notation.ts";

const BODY = 1;

const OWNERS = { mailer: "mailer", milter: "filter", "queue-group": "queue group" } as const;

/** `Mname, P=path, ...`, `Xname, S=socket`, `Qname, P=path`: readcf.c makemailer(), milter_setup(), makequeue(). */
export function readEquatesLine(source: LineSource, kind: keyof typeof OWNERS): LineReading {
  const text = source.folded.text.slice(BODY);
  const reading = readNotation(text, "equateOwner", "equatesLine");
  if (!reading.ok) return refuseEquates(source, kind, text, reading.from);
  const name = tokenOf(reading.tree, "EquateOwner")?.image ?? "";
  const equates = nodesOf(reading.tree, "equate").map((tree) => equateOf(source, tree));
  return read({ kind, ...baseOf(source), name, equates });
}

function equateOf(source: LineSource, tree: CstNode): Equate {
  const nameTokens = nodesOf(tree, "equateName").flatMap(allTokensOf);
  const written = nameTokens.map((token) => token.image).join("");
  const equals = tokenOf(tree, "Equals");
  const valueTokens = nodesOf(tree, "equateValue").flatMap(allTokensOf);
  const leading = valueTokens[0]?.tokenType.name === "Space" ? 1 : 0;
  const first = valueTokens[leading];
  const last = valueTokens.at(-1);
  const from = BODY + (first ? first.startOffset : equals ? endOf(equals) : 0);
  const value = wordIn(source, from, first && last ? BODY + endOf(last) : from);
  return { field: written[0] ?? "", written: written.trimEnd(), value, munched: munch(value.text) };
}

function refuseEquates(source: LineSource, kind: keyof typeof OWNERS, text: string, at: number): LineReading {
  const name = /^[^,\s]*/.exec(text)?.[0] ?? "";
  const owner = OWNERS[kind];
  if (name === "") return refuse(source, "CF1012", `the line has no ${owner} name`, { from: BODY, to: BODY + 1 });
  const from = Math.max(name.length, text.slice(0, at).lastIndexOf(",") + 1);
  const word = text.slice(from, at).trim() || (/^[^,=]*/.exec(text.slice(at))?.[0].trim() ?? "");
  const message =
    word === ""
      ? `${owner} ${name}: a field is expected after the comma`
      : `${owner} ${name}: \`=\` is expected after \`${word}\``;
  const start = word === "" ? at : text.indexOf(word, from);
  return refuse(source, "CF1030", message, { from: BODY + start, to: BODY + start + word.length }, [
    { kind: "help", text: "fields are written as P=value and parted by commas; quote a comma inside a value" },
  ]);
}
