import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { DnsZone } from "../peers/index.ts";
import type { WireMessage, WireOutcome } from "./message.ts";
import { askMessages, openWireSite, type WireSite } from "./site.ts";

/** One question that a person wrote for a site, answered by both programs. */
export interface Answered {
  readonly message: WireMessage;
  readonly sendmail: WireOutcome;
  readonly postfix: WireOutcome;
  readonly same: boolean;
  /** Why it may end otherwise: the code that the report of the conversion has for it. */
  readonly predictedBy: string | undefined;
  /** The report does have that code, at a line that is not carried over exactly. */
  readonly isPredicted: boolean;
}

interface Question {
  readonly message: WireMessage;
  readonly predictedBy: string | undefined;
}

/**
 * Asks the questions of a site folder: `root/`, `questions.tsv` with a line `name[address]`, sender, recipient, and
 * where both may differ the code that says so; `dns.yaml`, what DNS knows there besides what is assumed.
 */
export async function askQuestions(
  folder: string,
  choose: (questions: readonly Question[]) => readonly Question[] = (questions) => questions,
): Promise<readonly Answered[]> {
  const questions = choose(readQuestions(join(folder, "questions.tsv")));
  const site = await openWireSite(join(folder, "root"));
  const answers = await askMessages(
    site,
    questions.map(({ message }) => message),
    dnsOf(folder),
  );
  const open = openCodes(site);
  return answers.map((answer, at) => {
    const predictedBy = questions[at]?.predictedBy;
    return { ...answer, predictedBy, isPredicted: predictedBy !== undefined && open.has(predictedBy) };
  });
}

/** Codes of lines and of table rows that are not carried over exactly. */
function openCodes({ conversion }: WireSite): ReadonlySet<string> {
  const open = new Set(conversion.diagnostics.map(({ code }) => code));
  for (const { disposition, code } of conversion.directives) {
    if (disposition !== "exact" && disposition !== "default") open.add(code);
  }
  return open;
}

function dnsOf(folder: string): DnsZone {
  const path = join(folder, "dns.yaml");
  return existsSync(path) ? parse(readFileSync(path, "utf8")) : {};
}

function readQuestions(path: string): readonly Question[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line): Question => {
      const [client = "", sender = "", recipient = "", predictedBy] = line.split("\t");
      const [, name = "", address = ""] = /^([^[]*)\[(.*)\]$/.exec(client) ?? [];
      const named = name === "" ? { name: undefined } : { name };
      return { message: { client: { ...named, address }, sender, recipient }, predictedBy };
    });
}
