import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { AgentProgram, DeliveryAgent } from "../../model/agents.ts";
import type { Fact } from "../../model/fact.ts";
import type { MailPolicy } from "../../model/policy.ts";
import { written } from "../../source/origin.ts";
import type { Site } from "../../source/site.ts";
import { lineSpan } from "../../source/source-file.ts";
import type { SurroundingPart } from "./part.ts";
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

const notes = {
  asked: "A program that smrsh may run: smrsh keeps its directory, and local_command_shell asks it.",
  assumed:
    "A program that smrsh may run. The definition does not say whether commands of aliases ran by smrsh; its directory does, so local_command_shell asks it: install smrsh on the new host.",
  unused:
    "A program that smrsh might run, but the prog mailer of the sendmail.cf does not start smrsh: the directory was not asked.",
} as const;

/**
 * The programs that smrsh lets aliases run. Where the old host ran commands through smrsh, each alias whose program is
 * not among them was refused: that is a finding for each, for Postfix would run them without local_command_shell.
 * `byDefinition`: what ran commands stood in the templates of WIDE CF, which are not there; then the directory tells.
 */
export function restrictedShell(site: Site, policy: MailPolicy, byDefinition: boolean): SurroundingPart {
  const part = partBuilder(site);
  const present = directories.filter((directory) => site.isDirectory(directory));
  const [first] = present;
  if (first === undefined) return part;
  const programs = present.flatMap((directory) => site.list(directory).map((name) => ({ directory, name })));
  const use = policy.agents.some(({ value }) => isRestricted(value)) ? "asked" : byDefinition ? "assumed" : "unused";
  for (const { directory, name } of programs) {
    const disposition = use === "asked" ? "default" : use === "assumed" ? "approximate" : "obsolete";
    part.file(`${directory}/${name}`, disposition, notes[use]);
  }
  if (use === "unused") return part;
  addRefused(part, policy, new Set(programs.map(({ name }) => name)), first);
  if (use === "asked") return part;
  const program = programs[0] ? `${programs[0].directory}/${programs[0].name}` : first;
  const origins = [written(lineSpan(site.shown(program), 1))];
  const shell = shellAt(site, first);
  const agents = policy.agents.map((fact): Fact<DeliveryAgent> => {
    if (fact.value.work.kind !== "commands") return fact;
    return { value: { ...fact.value, work: { kind: "commands", shell } }, origins, certainty: "inferred" };
  });
  return { ...part, agents };
}

function isRestricted({ work }: DeliveryAgent): boolean {
  return work.kind === "commands" && /(^|\/)smrsh$/.test(work.shell.path);
}

/** Where smrsh itself is: on the site, else where the packages that use the directory put it. */
function shellAt(site: Site, directory: string): AgentProgram {
  const usual = directory.startsWith("/etc/") ? "/usr/sbin/smrsh" : "/usr/libexec/smrsh";
  const known = [usual, "/usr/sbin/smrsh", "/usr/libexec/smrsh", "/usr/lib/sm.bin/smrsh", "/usr/lib/smrsh"];
  const path = known.find((one) => site.exists(one)) ?? usual;
  return { path, arguments: ["smrsh", "-c"].map((text) => [{ kind: "text", text }]) };
}

function addRefused(
  part: ReturnType<typeof partBuilder>,
  policy: MailPolicy,
  allowed: ReadonlySet<string>,
  directory: string,
): void {
  for (const file of policy.aliases.files) {
    for (const entry of file.value.entries()) {
      if (entry.kind !== "alias") continue;
      for (const member of entry.members) {
        const refused = refusedCommand(member, allowed);
        if (refused === undefined) continue;
        const message = `smrsh refuses the command of ${entry.name}: ${refused}.`;
        const text = `put the program into ${directory}, or take the alias out`;
        part.diagnostics.push(diagnose("LI2502", entry.at, message, { suggestions: [{ kind: "help", text }] }));
      }
    }
  }
}

/** Why smrsh would not run a member (`|command`): smrsh.c takes the last part of the program's path. */
function refusedCommand(member: string, allowed: ReadonlySet<string>): string | undefined {
  const command = /^"?\|\s*(.*?)"?$/.exec(member.trim())?.[1];
  if (command === undefined) return undefined;
  const program = /^(?:exec\s+)?(\S+)/.exec(command)?.[1]?.split("/").at(-1) ?? "";
  if (/[`$;<>\n]/.test(command)) return "it holds a character that smrsh does not allow";
  return allowed.has(program) ? undefined : `${program} is not in its directory`;
}
