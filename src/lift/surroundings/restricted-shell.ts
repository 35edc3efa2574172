import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { MailPolicy } from "../../model/policy.ts";
import type { Site } from "../../source/site.ts";
import type { SurroundingPart } from "../surroundings.ts";
import { partBuilder } from "./part.ts";

/** Where smrsh looks for programs, by system (smrsh(8), conf.h CMDDIR). */
const directories = [
  "/etc/smrsh",
  "/usr/adm/sm.bin",
  "/usr/lib/sm.bin",
  "/usr/libexec/sm.bin",
  "/var/adm/sm.bin",
  "/etc/mail/smrsh",
];

/**
 * The programs that smrsh lets aliases run. Where the old host ran commands through smrsh, each alias whose program is
 * not among them was refused: that is a finding for each, for Postfix would run them without local_command_shell.
 */
export function restrictedShell(site: Site, policy: MailPolicy): SurroundingPart {
  const part = partBuilder(site);
  const present = directories.filter((directory) => site.isDirectory(directory));
  const programs = present.flatMap((directory) => site.list(directory).map((name) => ({ directory, name })));
  for (const { directory, name } of programs) {
    const note = "A program that smrsh may run: smrsh keeps its directory, and local_command_shell asks it.";
    part.file(`${directory}/${name}`, "default", note);
  }
  if (present.length === 0) return part;
  const allowed = new Set(programs.map(({ name }) => name));
  for (const file of policy.aliases.files) {
    for (const entry of file.value.entries()) {
      if (entry.kind !== "alias") continue;
      for (const member of entry.members) {
        const refused = refusedCommand(member, allowed);
        if (refused === undefined) continue;
        const message = `smrsh refuses the command of ${entry.name}: ${refused}.`;
        part.diagnostics.push(
          diagnose("LI2502", entry.at, message, {
            suggestions: [{ kind: "help", text: `put the program into ${present[0]}, or take the alias out` }],
          }),
        );
      }
    }
  }
  return part;
}

/** Why smrsh would not run a member (`|command`): smrsh.c takes the last part of the program's path. */
function refusedCommand(member: string, allowed: ReadonlySet<string>): string | undefined {
  const command = /^"?\|\s*(.*?)"?$/.exec(member.trim())?.[1];
  if (command === undefined) return undefined;
  const program = /^(?:exec\s+)?(\S+)/.exec(command)?.[1]?.split("/").at(-1) ?? "";
  if (/[`$;<>\n]/.test(command)) return "it holds a character that smrsh does not allow";
  return allowed.has(program) ? undefined : `${program} is not in its directory`;
}
