import type { Site } from "../source/site.ts";
import type { CfFile } from "../syntax/sendmail-cf/ast.ts";
import type { MachineFacts } from "./config.ts";

/** Stands for a host name that nobody told. */
export const assumedName = "localhost.localdomain";

/**
 * What sendmail takes from its machine: given facts first, then etc/hostname below the site root, made a full name by
 * etc/hosts as gethostbyname() would (daemon.c, myhostname). Without any of them the name is assumed, and said so.
 */
export function machineFacts(given: ReadonlyMap<string, string>, site: Site): MachineFacts {
  const told = given.get("hostname") ?? nameOfMachine(site);
  return { hostname: told ?? assumedName, hostnameAssumed: told === undefined, other: given };
}

/** Where nobody told the machine's name, a whole name after `Dj` is the best guess: it is what the host calls itself. */
export function nameWritten(file: CfFile, facts: MachineFacts): MachineFacts {
  let hostname = facts.hostname;
  for (const line of file.lines) {
    if (line.kind !== "macro" || line.name !== "j") continue;
    const text = line.value.text.trim();
    if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i.test(text)) hostname = text;
  }
  return { ...facts, hostname };
}

function nameOfMachine(site: Site): string | undefined {
  for (const { text } of site.lines("etc/hostname")) {
    const name = text.trim();
    if (name !== "" && !name.startsWith("#")) return name.includes(".") ? name : (fullName(site, name) ?? name);
  }
  return undefined;
}

/** The first name with a dot on a line of etc/hosts that holds `name`. */
function fullName(site: Site, name: string): string | undefined {
  for (const { text } of site.lines("etc/hosts")) {
    const names = (text.split("#", 1)[0] ?? "").trim().split(/\s+/).slice(1);
    if (names.includes(name)) return names.find((other) => other.includes("."));
  }
  return undefined;
}
