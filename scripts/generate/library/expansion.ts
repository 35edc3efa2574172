import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../../src/sendmail/rule-fingerprint.ts";
import { type Choice, choices, withoutSmtp } from "./variants.ts";

/** A release's cf folder and what can be chosen in it. */
export interface Library {
  readonly name: string;
  readonly folder: string;
  readonly choices: readonly Choice[];
  readonly ostypes: readonly string[];
}

/** Opens a cf folder (`m4/`, `feature/`, `mailer/`, ...); features that have no entry of their own get a bare one. */
export function openLibrary(name: string, folder: string): Library {
  const listed = (kind: string): readonly string[] =>
    existsSync(join(folder, kind)) ? readdirSync(join(folder, kind)).filter((file) => file.endsWith(".m4")) : [];
  const known = new Set(choices.flatMap(({ needs }) => needs));
  const others: Choice[] = [
    ...listed("feature").map((file) => ({ kind: "feature", macro: "FEATURE", file })),
    ...listed("hack").map((file) => ({ kind: "hack", macro: "HACK", file })),
    ...listed("domain").map((file) => ({ kind: "domain", macro: "DOMAIN", file })),
  ]
    .filter(({ kind, file }) => !known.has(`${kind}/${file}`))
    .map(({ kind, macro, file }) => {
      const chosen = file.slice(0, -".m4".length);
      return {
        name: kind === "feature" ? chosen : `${macro}(${chosen})`,
        lines: [`${macro}(\`${chosen}')`],
        needs: [`${kind}/${file}`],
      };
    });
  return {
    name,
    folder,
    choices: [...choices, ...others].filter(({ needs }) => needs.every((file) => existsSync(join(folder, file)))),
    ostypes: listed("ostype").map((file) => file.slice(0, -".m4".length)),
  };
}

/** One source to expand: the choices in it, an OSTYPE, and whether the usual MAILERs close it. */
export interface Variant {
  readonly chosen: readonly Choice[];
  readonly ostype: string;
}

const alone = new Set(["nullclient", "msp", "HACK(msp_nullclient)"]);

function sourceOf({ chosen, ostype }: Variant): string {
  const mailers = chosen.some(({ name }) => alone.has(name))
    ? []
    : [
        "MAILER(local)",
        ...(chosen.some(({ name }) => name === withoutSmtp) ? [] : ["MAILER(smtp)"]),
        ...chosen.flatMap(({ mailers: more = [] }) => more.map((m) => `MAILER(${m})`)),
      ];
  return ["divert(0)dnl", `OSTYPE(\`${ostype}')`, ...chosen.flatMap(({ lines }) => lines), ...mailers, ""].join("\n");
}

/** A rule of an expansion: the ruleset that it stands in (its number where it has one) and its fingerprint. */
export interface FoundRule {
  readonly ruleset: string;
  readonly hash: string;
}

const hashes = new Map<string, string>();

/** The rules that real m4 prints for a variant, each once. Empty when the library refuses the combination. */
export async function rulesOf(library: Library, variant: Variant): Promise<readonly FoundRule[]> {
  return rulesIn(await expand(library.folder, sourceOf(variant)));
}

export function rulesIn(cf: string): readonly FoundRule[] {
  const numbers = new Map<string, string>();
  const found = new Map<string, FoundRule>();
  let ruleset = "";
  for (const line of cf.replace(/\n(?=[ \t])/g, " ").split("\n")) {
    if (line.startsWith("S")) ruleset = rulesetKey(line, numbers);
    if (!line.startsWith("R")) continue;
    const [lhs, rhs] = line.slice(1).split(/\t+/);
    if (lhs === undefined || rhs === undefined || ruleset === "") continue;
    for (const [left, right] of spellings(lhs, rhs)) {
      const rule = `${left}\t${right}`;
      const hash = hashes.get(rule) ?? fingerprint(left, right);
      hashes.set(rule, hash);
      found.set(`${ruleset} ${hash}`, { ruleset, hash });
    }
  }
  return [...found.values()];
}

/** A rule as the release prints it, and as Red Hat's packages of that release do: they know the host by another name. */
function spellings(lhs: string, rhs: string): readonly (readonly [string, string])[] {
  const patched = [lhs, rhs].map((side) => side.replaceAll("localhost.$m", "localhost.localdomain"));
  return lhs.includes("localhost.$m")
    ? [
        [lhs, rhs],
        [patched[0] ?? lhs, patched[1] ?? rhs],
      ]
    : [[lhs, rhs]];
}

/** `S3`, `Scanonify=3`, `Scanonify`: the number where the file has given one, else the name. */
function rulesetKey(line: string, numbers: Map<string, string>): string {
  const [name = "", number] = line
    .slice(1)
    .split(/[\t#]/)[0]
    ?.split("=")
    .map((part) => part.trim()) ?? [""];
  if (/^\d+$/.test(name)) return name;
  if (number !== undefined) numbers.set(name, number);
  return numbers.get(name) ?? name;
}

function expand(folder: string, source: string): Promise<string> {
  const child = spawn("m4", [`-D_CF_DIR_=${folder}/`, join(folder, "m4/cf.m4"), "-"], {
    cwd: existsSync(join(folder, "cf")) ? join(folder, "cf") : folder,
    env: { PATH: process.env.PATH, LC_ALL: "C", USER: "builder", LOGNAME: "builder", HOST: "host.example.com" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("latin1").on("data", (piece: string) => {
    output += piece;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(source);
  return new Promise((resolve) => child.once("close", (status) => resolve(status === 0 ? output : "")));
}
