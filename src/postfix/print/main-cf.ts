import type { Origin } from "../../source/origin.ts";
import { splitWords } from "../../syntax/postfix-lines/words.ts";
import { parameterEntry } from "../catalogue/parameters.ts";
import { type Parameter, type ParameterGroup, type PostfixConfig, parameterGroups } from "../config.ts";
import { settingsOf } from "../read/settings.ts";
import { places } from "./places.ts";
import { type PrintedFile, pageOf } from "./printed.ts";

const headings: Readonly<Record<ParameterGroup, string>> = {
  compatibility: "The Postfix whose defaults this configuration was written for.",
  identity: "Who this host is.",
  domains: "The domains that it receives mail for.",
  rewriting: "How addresses are rewritten.",
  aliases: "Aliases and forwarding.",
  routing: "Where mail for other hosts goes.",
  delivery: "How mail is delivered here.",
  access: "Who may connect, send and relay.",
  limits: "Sizes and counts.",
  queue: "The queue: retries, timeouts, warnings.",
  tls: "Encryption.",
  sasl: "Authentication.",
  filters: "Content filters.",
  headers: "Message headers.",
  listeners: "Where the server listens.",
  logging: "Logging and notices.",
};

const WIDTH = 100;

/**
 * main.cf with only what differs from the defaults of `config.version`, in groups, each setting under its source
 * places. A setting that equals its default is left out; one whose default the host or the packager decides is not.
 */
export function printMainCf(config: PostfixConfig): PrintedFile {
  const page = pageOf("main.cf");
  const kept = settingsThatMatter(config);
  for (const group of parameterGroups) {
    const members = kept.filter((parameter) => parameter.group === group);
    if (members.length === 0) continue;
    if (!page.empty()) page.line("");
    page.line(`# ${headings[group]}`);
    for (const parameter of members) printParameter(parameter, page.line);
  }
  return page.done();
}

function printParameter(parameter: Parameter, line: (text: string, origins?: readonly Origin[]) => void): void {
  if (parameter.comment !== undefined) {
    for (const text of parameter.comment.split("\n")) line(`# ${text}`);
  }
  const from = places(parameter.origins);
  if (from !== "") line(`# ${from}`);
  for (const text of parameterLines(parameter.name, parameter.value)) line(text, parameter.origins);
}

/** `name = value`; a long list has one word a line, a restriction together with its argument. */
function parameterLines(name: string, value: string): readonly string[] {
  const whole = value === "" ? `${name} =` : `${name} = ${value.replace(/\n\s*/g, "\n    ")}`;
  const kind = parameterEntry(name)?.kind;
  if (whole.length <= WIDTH && !whole.includes("\n")) return [whole];
  if (kind !== "tables" && kind !== "matches" && kind !== "restrictions") return whole.split("\n");
  const words = splitWords(value).map((word) => word.text);
  return [`${name} =`, ...(kind === "restrictions" ? withArguments(words) : words).map((word) => `    ${word}`)];
}

const takesArgument =
  /^(?:check_\w+_access|check_policy_service|(?:reject|permit)_(?:rbl|dnswl)_client|(?:reject_rhsbl|permit_rhswl)_\w+|sleep)$/;

function withArguments(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let open = false;
  for (const word of words) {
    if (open) lines.push(`${lines.pop() ?? ""} ${word}`);
    else lines.push(word);
    open = !open && takesArgument.test(word);
  }
  return lines;
}

/** The settings that change something, in the order of their groups, sorted by name but for compatibility_level. */
function settingsThatMatter(config: PostfixConfig): readonly Parameter[] {
  const last = new Map(config.parameters.map((parameter) => [parameter.name, parameter]));
  const main = new Map(config.parameters.map((parameter) => [parameter.name, parameter.value]));
  const facts = { version: config.version, services: config.services, host: { hostname: "host.invalid" } };
  const settings = settingsOf({ ...facts, main });
  return [...last.values()]
    .filter((parameter) => {
      const entry = parameterEntry(parameter.name);
      if (entry && entry.from !== "postfix") return true;
      const builtIn = settings.builtIn(parameter.name);
      return builtIn === undefined || comparable(settings.text(parameter.name)) !== comparable(builtIn);
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Commas and blanks separate alike in lists, so they do not make a difference. */
function comparable(value: string): string {
  return value.replace(/[\s,]+/g, " ").trim();
}
