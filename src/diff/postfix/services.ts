import type { Service } from "../../postfix/config.ts";
import type { PostfixDirectory } from "../../postfix/read/directory.ts";
import { type Settings, settingsOfService } from "../../postfix/read/settings.ts";
import { type Change, changeOf } from "../change.ts";
import { oneLine, valueMeaning } from "./meaning.ts";

/** Services that came, went or run differently; their order and a field's default have no meaning (master(5)). */
export function serviceChanges(before: PostfixDirectory, after: PostfixDirectory): readonly Change[] {
  const [left, right] = [byKey(before), byKey(after)];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) => {
    const [a, b] = [left.get(key), right.get(key)];
    if (a && b) return [...fieldChanges(key, a, b, before, after), ...optionChanges(key, a, b, before, after)];
    return [changeOf(`master.cf/${key}`, a ? shown(a) : null, b ? shown(b) : null)];
  });
}

function byKey(directory: PostfixDirectory): ReadonlyMap<string, Service> {
  return new Map(directory.services.map((service) => [`${service.name}/${service.type}`, service]));
}

function shown(service: Service): string {
  const { name, type, private: private_, unprivileged, chroot, wakeup, processLimit, command, options, args } = service;
  const fields = [name, type, private_, unprivileged, chroot, wakeup, processLimit, command];
  return [...fields, ...options.map(([key, value]) => `-o {${key}=${value}}`), ...args].join(" ");
}

function fieldChanges(
  key: string,
  a: Service,
  b: Service,
  before: PostfixDirectory,
  after: PostfixDirectory,
): readonly Change[] {
  const fields: readonly (readonly [string, string, string])[] = [
    ["private", a.private === "-" ? "y" : a.private, b.private === "-" ? "y" : b.private],
    ["unprivileged", a.unprivileged === "-" ? "y" : a.unprivileged, b.unprivileged === "-" ? "y" : b.unprivileged],
    ["chroot", chroot(a, before.settings), chroot(b, after.settings)],
    ["wakeup", a.wakeup === "-" ? "0" : a.wakeup, b.wakeup === "-" ? "0" : b.wakeup],
    ["process_limit", processLimit(a, before.settings), processLimit(b, after.settings)],
    ["command", a.command, b.command],
    ["arguments", oneLine(a.args.join(" ")), oneLine(b.args.join(" "))],
  ];
  return fields
    .filter(([name, one, other]) => one !== other && !isFollowing(name, a, b))
    .map(([name, one, other]) => changeOf(`master.cf/${key}/${name}`, one, other));
}

/** A field that both leave at its default differs because of a parameter: it is that parameter's change. */
function isFollowing(field: string, a: Service, b: Service): boolean {
  if (field === "chroot") return a.chroot === "-" && b.chroot === "-";
  return field === "process_limit" && a.processLimit === "-" && b.processLimit === "-";
}

/** `-` is `n` since compatibility level 1 (master(5), COMPATIBILITY_README). */
function chroot({ chroot: field }: Service, settings: Settings): string {
  if (field !== "-") return field;
  return Number.parseInt(settings.text("compatibility_level"), 10) >= 1 ? "n" : "y";
}

function processLimit({ processLimit: field }: Service, settings: Settings): string {
  return field === "-" ? settings.text("default_process_limit") : field;
}

/** `-o` settings by what the service then has. Where both set the same text, a difference follows a parameter. */
function optionChanges(
  key: string,
  a: Service,
  b: Service,
  before: PostfixDirectory,
  after: PostfixDirectory,
): readonly Change[] {
  const [left, right] = [new Map(a.options), new Map(b.options)];
  if (left.size === 0 && right.size === 0) return [];
  const [ofA, ofB] = [settingsOfService(before.settings, a), settingsOfService(after.settings, b)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((name) => left.get(name) !== right.get(name))
    .filter((name) => valueMeaning(name, ofA.text(name)) !== valueMeaning(name, ofB.text(name)))
    .map((name) => changeOf(`master.cf/${key}/${name}`, left.get(name) ?? null, right.get(name) ?? null));
}
