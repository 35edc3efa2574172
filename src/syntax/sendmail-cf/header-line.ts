import type { HeaderLine, Template } from "./ast.ts";
import { endOf, nodesOf, tokenOf } from "./cst.ts";
import { baseOf, type LineReading, type LineSource, read, refuse, wordIn } from "./line-reading.ts";
import { readNotation } from "./read-notation.ts";
import { symbolName, templateOf } from "./template.ts";

const BODY = 1;

/** `H?flags?Name: value`, `H?${macro}?Name: value`, `HName: $>+ruleset`: headers.c dochompheader(). */
export function readHeaderLine(source: LineSource): LineReading {
  const { text } = source.folded;
  const reading = readNotation(text.slice(BODY), "header", "headerLine");
  if (!reading.ok) return refuseHeader(source, text, reading.from);
  const { tree } = reading;
  const condition = tokenOf(tree, "HeaderCondition")?.image.slice(1, -1);
  const macro = condition === undefined ? undefined : conditionMacro(condition);
  if (condition?.includes("$") && macro === undefined) return refuseHeader(source, text, 0);
  const colon = tokenOf(tree, "HeaderColon");
  const valueFrom = BODY + (colon ? endOf(colon) : 0);
  const blanks = /^\s*/.exec(text.slice(valueFrom))?.[0].length ?? 0;
  const template = nodesOf(tree, "template")[0];
  const parts = template ? withoutLeadingBlanks(templateOf(template)) : [];
  return read({
    kind: "header",
    ...baseOf(source),
    flags: macro === undefined ? condition : undefined,
    conditionMacro: macro,
    name: tokenOf(tree, "HeaderName")?.image ?? "",
    value: wordIn(source, valueFrom + blanks, text.length),
    template: parts,
    check: checkOf(parts),
  });
}

/** `$x` or `${name}` alone between the question marks. */
function conditionMacro(condition: string): string | undefined {
  const written = /^\$(\{[^}]*\}|[^{])$/.exec(condition)?.[1];
  return written === undefined ? undefined : symbolName(written);
}

/** `$>ruleset` checks the header without comments, `$>+ruleset` keeps them (cf/README, header checks). */
function checkOf(parts: Template): HeaderLine["check"] {
  const first = parts[0];
  if (first?.kind !== "metasymbol") return undefined;
  const called = /^\$>(\+?)[ \t]*([A-Za-z0-9_]+)/.exec(first.text);
  if (!called?.[2]) return undefined;
  return { ruleset: called[2], keepComments: called[1] === "+" };
}

function withoutLeadingBlanks(parts: Template): Template {
  const first = parts[0];
  if (first?.kind !== "text") return parts;
  const text = first.text.replace(/^\s+/, "");
  return text === "" ? parts.slice(1) : [{ kind: "text", text }, ...parts.slice(1)];
}

function refuseHeader(source: LineSource, text: string, at: number): LineReading {
  const body = text.slice(BODY);
  if (body.startsWith("?") && !body.slice(1).includes("?")) {
    return refuse(source, "CF1040", "the condition has no closing `?`", { from: BODY, to: text.length });
  }
  if (/^\?[^?]*\$/.test(body)) {
    const end = body.indexOf("?", 1);
    const message = "the condition must be one macro or mailer flags";
    return refuse(source, "CF1040", message, { from: BODY, to: BODY + end + 1 });
  }
  const name = /^(?:\?[^?]*\?)?([!-#%-9;-~]*)/.exec(body)?.[1] ?? "";
  const message = name === "" ? "the line has no header name" : `\`:\` is expected after the header name ${name}`;
  return refuse(source, "CF1040", message, { from: BODY + at, to: BODY + at + 1 }, [
    { kind: "help", text: "a header is written as H?flags?Name: value; the flags part may be left out" },
  ]);
}
