import type { MasterCfEntry } from "../../syntax/master-cf/parse.ts";
import { parameterEntry } from "../catalogue/parameters.ts";
import { type PostfixDirectory, readOnlyNames, serviceOf } from "./directory.ts";
import { expandValue } from "./expand.ts";
import { knownNames } from "./known-names.ts";
import { settingsOfService } from "./settings.ts";

/** The lines of `postconf -n`; with `expanded`, of `postconf -nx`. */
export function postconfSettings(directory: PostfixDirectory, expanded = false): readonly string[] {
  const known = knownNames(directory);
  const last = new Map(directory.main.map((entry) => [entry.name, entry.value]));
  return [...last]
    .filter(([name]) => known.inMain(name) && !readOnlyNames.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => printed(`${name} = ${expanded && !isRaw(name) ? directory.settings.text(name) : value}`));
}

/** postconf(1) prints a run of blanks as one. */
function printed(line: string): string {
  return line.replace(/[ \t\r\n\v\f]+/g, " ").trimEnd();
}

function isRaw(name: string): boolean {
  return parameterEntry(name)?.kind === "raw";
}

/** The lines of `postconf -M`. */
export function postconfServices(directory: PostfixDirectory): readonly string[] {
  return directory.master.map(serviceLine);
}

/** Columns of postconf(1): the name fills ten, the next fields seven to eight each. */
function serviceLine(entry: MasterCfEntry): string {
  const { name, type, unprivileged, chroot, wakeup, processLimit, command } = entry;
  const fields = [name, type, entry.private, unprivileged, chroot, wakeup, processLimit, command];
  let line = "";
  let column = 0;
  fields.forEach((field, index) => {
    const stop = serviceStops[index] ?? 0;
    const gap = index === 0 ? 0 : Math.max(1, stop - column);
    line += " ".repeat(gap) + field;
    column += gap + field.length;
  });
  return [line, ...printedArguments(entry.arguments)].join(" ");
}

const serviceStops = [0, 11, 17, 25, 33, 41, 49, 57];

function printedArguments(words: readonly string[]): readonly string[] {
  return words.map((word) => (/[ \t\r\n{}]/.test(word) || word === "" ? bracedIfNeeded(word) : word));
}

/** A word with blanks, or one that begins with a brace, is printed inside `{}`. */
function bracedIfNeeded(word: string): string {
  return /[ \t\r\n]/.test(word) || word.startsWith("{") || word === "" ? `{${word}}` : word;
}

/** The lines of `postconf -P`; with `expanded`, of `postconf -Px`. */
export function postconfServiceSettings(directory: PostfixDirectory, expanded = false): readonly string[] {
  return directory.master.flatMap((entry) => {
    const service = serviceOf(entry);
    const settings = settingsOfService(directory.settings, service);
    return [...new Map(service.options)]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, value]) => {
        const shown = expanded ? expandValue(value, settings.raw).value : value;
        return printed(`${entry.name}/${entry.type}/${name} = ${shown}`);
      });
  });
}
