import type { Fact } from "../model/fact.ts";
import type { HeaderPolicy } from "../model/headers.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import { written } from "../source/origin.ts";
import type { HeaderLine, Template } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";

/** Headers that every mail system makes by itself (RFC 5321 section 4.4, RFC 5322 section 3.6). */
const stockNames = new Set([
  "received",
  "date",
  "from",
  "message-id",
  "return-path",
  "resent-date",
  "resent-from",
  "resent-message-id",
]);

/** H lines: what the old host puts into messages, and what it looks at (op.me, "H -- Define Header"). */
export function liftHeaders({ config }: LiftContext): Lifted<readonly Fact<HeaderPolicy>[]> {
  const value = config.headers.map((line): Fact<HeaderPolicy> => {
    const header = headerOf(line, config);
    return { value: header, origins: [written(line.span)], certainty: "stated" };
  });
  return { value, claims: [], diagnostics: [] };
}

function headerOf(line: HeaderLine, config: SendmailConfig): HeaderPolicy {
  const { name } = line;
  const written = line.value.text.trim();
  const agents = agentsWith(line.flags, config);
  if (line.check) return { name, kind: "checked", text: written, agents: [] };
  if (stockNames.has(name.toLowerCase())) return { name, kind: "stock", text: written, agents };
  if (agents.length === 0 && line.flags !== undefined) return { name, kind: "never", text: written, agents };
  if (written === "") return { name, kind: "placeholder", text: "", agents };
  const text = line.conditionMacro === undefined ? staticText(line.template, config) : undefined;
  if (text === undefined) return { name, kind: "computed", text: written, agents };
  return { name, kind: "fixed", text, agents: line.flags === undefined ? [] : agents };
}

/** Names of the mailers that have one of the flags; without flags a header is for all of them. */
function agentsWith(flags: string | undefined, config: SendmailConfig): readonly string[] {
  if (flags === undefined) return [];
  return [...config.mailers.values()]
    .filter((mailer) => [...flags].some((flag) => mailer.flags.has(flag)))
    .map((mailer) => mailer.name);
}

/** The text when it is the same for every message: only macros that the configuration itself defines. */
function staticText(template: Template, config: SendmailConfig): string | undefined {
  let text = "";
  for (const part of template) {
    if (part.kind === "text") text += part.text;
    else if (part.kind === "macro") {
      const value = macroText(part.name, config);
      if (value === undefined) return undefined;
      text += value;
    } else return undefined;
  }
  return text.trim();
}

function macroText(name: string, config: SendmailConfig): string | undefined {
  const symbol = config.macros.get(name);
  if (symbol?.directive && !symbol.value.includes("$")) return symbol.value;
  return name === "j" ? config.facts.hostname : undefined;
}
