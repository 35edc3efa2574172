import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { written } from "../../source/origin.ts";
import { lineSpan } from "../../source/source-file.ts";
import { type MainCfEntry, parseMainCf } from "../../syntax/main-cf/parse.ts";
import { type MasterCfEntry, parseMasterCf } from "../../syntax/master-cf/parse.ts";
import { standardServices } from "../catalogue/standard-services.ts";
import type { PostfixVersion, Service } from "../config.ts";
import type { PostfixFiles } from "./files.ts";
import { type HostFacts, type Settings, settingsOf } from "./settings.ts";

export interface ReadOptions {
  readonly version: PostfixVersion;
  readonly host: HostFacts;
  /** What `$config_directory` stands for; /etc/postfix when absent. */
  readonly configDirectory?: string;
}

/** A Postfix configuration directory as it is: both files with their places, and the effective settings. */
export interface PostfixDirectory {
  readonly version: PostfixVersion;
  readonly files: PostfixFiles;
  /** Every main.cf entry in order; the last of a name counts. */
  readonly main: readonly MainCfEntry[];
  readonly master: readonly MasterCfEntry[];
  readonly services: readonly Service[];
  readonly settings: Settings;
  /** What was wrong with the text of the two files. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads main.cf and master.cf from /etc/postfix of `files`. Without a master.cf the services that Postfix ships are
 * taken. Never throws: what cannot be read is a diagnostic.
 */
export function readPostfixDirectory(files: PostfixFiles, options: ReadOptions): PostfixDirectory {
  const diagnostics: Diagnostic[] = [];
  const mainFile = files.read("/etc/postfix/main.cf");
  if (!mainFile.ok) diagnostics.push(unreadable(mainFile.path, mainFile.failure.reason));
  const main = mainFile.ok ? parseMainCf(mainFile.file) : { entries: [], diagnostics: [] };
  const masterFile = files.read("/etc/postfix/master.cf");
  if (!masterFile.ok && masterFile.failure.kind !== "missing") {
    diagnostics.push(unreadable(masterFile.path, masterFile.failure.reason));
  }
  const master = masterFile.ok ? parseMasterCf(masterFile.file) : { entries: [], diagnostics: [] };
  const services = masterFile.ok ? master.entries.map(serviceOf) : standardServices;
  const values = new Map(main.entries.map((entry) => [entry.name, entry.value]));
  for (const name of readOnlyNames) values.delete(name);
  values.set("config_directory", options.configDirectory ?? "/etc/postfix");
  return {
    version: options.version,
    files,
    main: main.entries,
    master: master.entries,
    services,
    settings: settingsOf({ version: options.version, main: values, services, host: options.host }),
    diagnostics: [...diagnostics, ...main.diagnostics, ...master.diagnostics, ...setTwice(main.entries)],
  };
}

/** Names that each program sets for itself; a main.cf entry is ignored (postconf(1) warns of it). */
export const readOnlyNames: readonly string[] = ["process_id", "process_name", "service_name"];

function unreadable(path: string, reason: string): Diagnostic {
  return diagnose("PF4006", lineSpan(path, 1), `${path} cannot be read: ${reason}`);
}

function setTwice(entries: readonly MainCfEntry[]): readonly Diagnostic[] {
  const first = new Map<string, MainCfEntry>();
  return entries.flatMap((entry) => {
    const earlier = first.get(entry.name);
    first.set(entry.name, entry);
    if (!earlier || earlier.value === entry.value) return [];
    return diagnose("PF4004", entry.nameSpan, `${entry.name} was set before; this value replaces it`, {
      related: [{ message: "the earlier value", at: earlier.nameSpan }],
    });
  });
}

/** A master.cf entry as a Service: `-o` settings apart from the other arguments. */
export function serviceOf(entry: MasterCfEntry): Service {
  const options: [string, string][] = [];
  const args: string[] = [];
  const words = [...entry.arguments];
  while (words.length > 0) {
    const word = words.shift() ?? "";
    const setting = word === "-o" ? words.shift() : undefined;
    const equals = setting?.indexOf("=") ?? -1;
    if (setting === undefined || equals <= 0) args.push(word, ...(setting === undefined ? [] : [setting]));
    else options.push([setting.slice(0, equals).trim(), setting.slice(equals + 1).trim()]);
    if (!word.startsWith("-")) args.push(...words.splice(0));
  }
  return {
    name: entry.name,
    type: serviceType(entry.type),
    private: flag(entry.private),
    unprivileged: flag(entry.unprivileged),
    chroot: flag(entry.chroot),
    wakeup: entry.wakeup,
    processLimit: entry.processLimit,
    command: entry.command,
    options,
    args,
    origins: [written(entry.span)],
  };
}

function serviceType(text: string): Service["type"] {
  return text === "inet" || text === "fifo" || text === "pass" || text === "unix-dgram" ? text : "unix";
}

function flag(text: string): Service["private"] {
  return text === "y" || text === "n" ? text : "-";
}
