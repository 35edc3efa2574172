import { written } from "../source/origin.ts";
import type { OptionLine } from "../syntax/sendmail-cf/ast.ts";
import { munch } from "../syntax/sendmail-cf/munch.ts";
import { parseTemplate, symbolName } from "../syntax/sendmail-cf/template.ts";
import { isGone, matchOptionName, type OptionEntry, optionByLetter, optionNamed } from "./catalogue/options.ts";
import { asText } from "./expand-macros.ts";
import { defineDeliveryMode } from "./machine.ts";
import { complaintOf } from "./option-checks.ts";
import { boolValue } from "./option-values.ts";
import { defineMacro, expandNow, type ReaderState, report } from "./reader-state.ts";

/** Values in which readcf.c replaces macros at once (SET_STRING_EXP); all others keep them for the time of use. */
const EXPANDED = new Set([
  "ServerCertFile",
  "ServerKeyFile",
  "ClientCertFile",
  "ClientKeyFile",
  "CACertFile",
  "CACertPath",
  "ClientCACertFile",
  "ClientCACertPath",
  "DHParameters",
  "CipherList",
  "CipherSuites",
  "CertFingerprintAlgorithm",
  "SSLEnginePath",
  "CRLFile",
  "CRLPath",
  "SharedMemoryKeyFile",
]);

/** Values in which quotes and backslashes are undone (readcf.c, munchstring). */
const MUNCHED = new Set(["SmtpGreetingMessage", "UnixFromLine", "OperatorChars"]);

/** The timeouts that one old number stands for (readcf.c inittimeouts, "old syntax"). */
const OLD_TIMEOUT = ["mail", "rcpt", "datainit", "datablock", "datafinal", "command"] as const;

/** Settings that these names take with them: `queuereturn` is all four kinds of mail (readcf.c settimeout). */
const PARTS_OF: Readonly<Record<string, readonly string[]>> = {
  "Timeout.queuereturn": ["normal", "urgent", "non-urgent", "dsn"],
  "Timeout.queuewarn": ["normal", "urgent", "non-urgent", "dsn"],
  "Timeout.resolver.retrans": ["first", "normal"],
  "Timeout.resolver.retry": ["first", "normal"],
};

/** `OAvalue`, `O Name=value`: readcf.c setoption(). */
export function readOption(state: ReaderState, line: OptionLine): void {
  const entry = line.form === "short" ? shortOption(state, line) : longOption(state, line);
  const value = line.value?.text ?? "";
  if (!entry) {
    set(state, line, line.name, value, undefined);
    return;
  }
  if (isGone(entry)) {
    report(state, "CF1054", line.nameSpan, `sendmail no longer has the option ${entry.name}; newer versions refuse it`);
  }
  switch (entry.name) {
    case "Timeout":
      readTimeouts(state, line, suboptionOf(line), value);
      return;
    case "Milter":
      readSuboption(state, line, "Milter", suboptionOf(line) ?? "", value);
      return;
    case "QueueTimeout":
      readQueueTimeout(state, line, value);
      return;
    case "MinFreeBlocks":
      readFreeBlocks(state, line, entry, value);
      return;
    case "MacroDefinition":
      readMacroDefinition(state, line, value);
      return;
    default:
      set(state, line, entry.name, value, entry);
      return;
  }
}

function checkValue(state: ReaderState, line: OptionLine, entry: OptionEntry, value: string): void {
  const complaint = complaintOf(entry, value);
  if (complaint !== undefined) report(state, "CF1056", line.value?.span ?? line.nameSpan, complaint);
  // From here on the file may ask for the mode (readcf.c, option d; envelope.c set_delivery_mode).
  if (entry.name === "DeliveryMode") defineDeliveryMode(state, value[0] ?? "i");
}

function shortOption(state: ReaderState, line: OptionLine): OptionEntry | undefined {
  const entry = optionByLetter(line.name);
  if (!entry) report(state, "CF1050", line.nameSpan, `no option has the letter \`${line.name}\``);
  return entry;
}

function longOption(state: ReaderState, line: OptionLine): OptionEntry | undefined {
  const name = line.name.split(".", 1)[0] ?? "";
  const match = matchOptionName(name);
  switch (match.kind) {
    case "full":
      return match.entry;
    case "abbreviation":
      report(state, "CF1051", line.nameSpan, `${name} stands for ${match.entry.name}`, {
        suggestions: [{ kind: "becomes", text: `O ${match.entry.name}=${line.value?.text ?? ""}` }],
      });
      return match.entry;
    case "ambiguous":
      report(state, "CF1052", line.nameSpan, `${name} may stand for ${match.names.join(", ")}`);
      return undefined;
    case "unknown":
      report(state, "CF1050", line.nameSpan, unknownName(name));
      return undefined;
  }
}

function unknownName(name: string): string {
  return name.startsWith(" ")
    ? `sendmail takes the second blank for a part of the name: there is no option \`${name}\``
    : `there is no option ${name}`;
}

function suboptionOf(line: OptionLine): string | undefined {
  const dot = line.form === "long" ? line.name.indexOf(".") : -1;
  return dot === -1 ? undefined : line.name.slice(dot + 1);
}

/** `Timeout.mail=5m`; without a name a list `mail=5m,rcpt=1h`, or one number for six of them. */
function readTimeouts(state: ReaderState, line: OptionLine, suboption: string | undefined, value: string): void {
  if (suboption !== undefined) {
    readSuboption(state, line, "Timeout", suboption, value);
    return;
  }
  for (const item of value.split(",")) {
    const text = item.trim();
    if (/^\d/.test(text)) {
      for (const name of OLD_TIMEOUT) readSuboption(state, line, "Timeout", name, text);
    } else {
      const cut = text.search(/:/) === -1 ? text.indexOf("=") : text.indexOf(":");
      if (cut !== -1) readSuboption(state, line, "Timeout", text.slice(0, cut), text.slice(cut + 1));
    }
  }
}

function readSuboption(state: ReaderState, line: OptionLine, group: string, suboption: string, value: string): void {
  const name = `${group}.${suboption.replace(/\.\*$/, "")}`;
  const entry = optionNamed(name);
  if (!entry) {
    report(
      state,
      "CF1055",
      line.nameSpan,
      `the option ${group} has no part ${suboption === "" ? "without a name" : suboption}`,
    );
    set(state, line, name, value, undefined);
    return;
  }
  for (const part of PARTS_OF[entry.name] ?? []) drop(state, line, `${entry.name}.${part}`);
  set(state, line, entry.name, value, entry);
}

/** `OT5d/4h`: return after five days, warn after four hours. */
function readQueueTimeout(state: ReaderState, line: OptionLine, value: string): void {
  const [back, warn] = value.split(/\/(.*)/s);
  if (warn !== undefined) readSuboption(state, line, "Timeout", "queuewarn", warn);
  readSuboption(state, line, "Timeout", "queuereturn", back ?? "");
}

/** `Ob100/1000000`: free blocks and the largest message. */
function readFreeBlocks(state: ReaderState, line: OptionLine, entry: OptionEntry, value: string): void {
  const [blocks, size] = value.split(/\/(.*)/s);
  set(state, line, entry.name, blocks ?? "", entry);
  if (size !== undefined) set(state, line, "MaxMessageSize", size, optionNamed("MaxMessageSize"));
}

/** `OMxvalue`: a D line in another coat. */
function readMacroDefinition(state: ReaderState, line: OptionLine, value: string): void {
  const name = /^(\{[^}]+\}|[^{])/.exec(value)?.[0];
  if (name === undefined || !line.value) {
    report(state, "CF1012", line.span, "the line has no macro name");
    return;
  }
  const template = parseTemplate(value.slice(name.length));
  defineMacro(state, symbolName(name), template, written(line.value.span), line);
  set(state, line, "MacroDefinition", value, optionNamed("MacroDefinition"));
}

function set(state: ReaderState, line: OptionLine, name: string, text: string, entry: OptionEntry | undefined): void {
  if (entry) checkValue(state, line, entry, text);
  const before = state.options.get(name);
  const value = storedValue(state, line, text, entry);
  const gathers = entry?.gathers ?? false;
  if (before && !gathers) for (const earlier of before.settings) supersede(state, earlier, line, name);
  state.options.set(name, {
    name,
    known: entry !== undefined,
    value: before && gathers ? `${before.value},${value}` : value,
    values: before && gathers ? [...before.values, value] : [value],
    settings: before && gathers ? [...before.settings, line] : [line],
    origin: written(line.span),
  });
}

function storedValue(state: ReaderState, line: OptionLine, text: string, entry: OptionEntry | undefined): string {
  if (!entry) return text;
  if (entry.type === "bool") return String(boolValue(text));
  if (MUNCHED.has(entry.name)) return munch(text);
  if (EXPANDED.has(entry.name)) return asText(expandNow(state, parseTemplate(text), line.span));
  return text;
}

/** A part that a later setting of the whole covers. */
function drop(state: ReaderState, line: OptionLine, name: string): void {
  const before = state.options.get(name);
  if (!before) return;
  state.options.delete(name);
  for (const earlier of before.settings) supersede(state, earlier, line, name);
}

/** A line that set several things is only replaced when none of them stands any more. */
function supersede(state: ReaderState, earlier: OptionLine, later: OptionLine, name: string): void {
  if (earlier === later) return;
  for (const option of state.options.values()) {
    if (option.name !== name && option.settings.includes(earlier)) return;
  }
  state.superseded.set(earlier, later);
}
