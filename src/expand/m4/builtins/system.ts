import { argumentsFit, type Builtin, numberOf, textOf, writeMade } from "../invocation.ts";
import type { Machine } from "../machine.ts";
import { complain, report } from "../messages.ts";
import { decodeDebugFlags } from "../tracing.ts";

/** Never runs anything; one command may be emulated (see `Machine.shell`). Returns what it wrote to its output. */
function runInstead(machine: Machine, command: string): string {
  machine.sysval = 0;
  const effect = machine.shell?.(command);
  if (!effect) {
    report(machine, "MC1050", `the shell command \`${command}' is not run and yields nothing`);
    return "";
  }
  if (effect.file === undefined) return effect.text;
  machine.written.set(effect.file, effect.text);
  return "";
}

export const syscmd: Builtin = (machine, invocation) => {
  machine.sysval = 0;
  if (!argumentsFit(machine, invocation, 1, 1)) return;
  const command = textOf(invocation, 1);
  if (command !== "") runInstead(machine, command);
};

export const esyscmd: Builtin = (machine, invocation) => {
  machine.sysval = 0;
  if (!argumentsFit(machine, invocation, 1, 1)) return;
  const command = textOf(invocation, 1);
  if (command !== "") writeMade(invocation, runInstead(machine, command));
};

export const sysval: Builtin = (machine, invocation) => {
  writeMade(invocation, String(machine.sysval));
};

/**
 * Makes no file. The name that the sendmail library asks for (`/tmp/cfXXXXXX`, for makeinfo.sh) is given back as it
 * is: it exists only inside the machine.
 */
export const maketemp: Builtin = (machine, invocation) => {
  if (!argumentsFit(machine, invocation, 1, 1)) return;
  const template = textOf(invocation, 1);
  if (/\/cfX+$/.test(template)) {
    writeMade(invocation, machine.delimiters.openQuote + template + machine.delimiters.closeQuote);
    machine.written.set(template, "");
    return;
  }
  report(machine, "MC1051", `no temporary file is made from \`${template}', the name is empty`);
};

export const debugfile: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 1);
  const name = invocation.args[1]?.text;
  machine.debug.discarded = name !== undefined;
  if (name !== undefined && name !== "") {
    report(machine, "MC1052", `debugging output for the file \`${name}' is not written`);
  }
};

export const debugmode: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 1);
  const mode = invocation.args[1]?.text;
  if (mode === undefined) {
    machine.debug.level = 0;
    return;
  }
  const sign = /^[+-]/.exec(mode)?.[0];
  const flags = decodeDebugFlags(machine, sign ? mode.slice(1) : mode);
  if (flags === undefined) complain(machine, `Debugmode: bad debug flags: \`${mode}'`);
  else if (sign === "+") machine.debug.level |= flags;
  else if (sign === "-") machine.debug.level &= ~flags;
  else machine.debug.level = flags;
};

export const traceon: Builtin = (machine, invocation) => {
  const names = invocation.args.length === 1 ? machine.symbols.stacks.keys() : namesOf(invocation.args);
  for (const name of names) machine.symbols.traced.add(name);
};

/** Without arguments also `debugmode(t)`'s marks end; that flag itself stays. */
export const traceoff: Builtin = (machine, invocation) => {
  if (invocation.args.length === 1) machine.symbols.traced.clear();
  else for (const name of namesOf(invocation.args)) machine.symbols.traced.delete(name);
};

function namesOf(args: readonly { readonly text: string }[]): readonly string[] {
  return args.slice(1).map(({ text }) => text);
}

/** Ends the run at once; what is still diverted is lost. An earlier failure outlives an exit status of 0. */
export const m4exit: Builtin = (machine, invocation) => {
  argumentsFit(machine, invocation, 0, 1);
  const wanted = invocation.args[1];
  let status = wanted ? (numberOf(machine, invocation, wanted.text) ?? 1) : 0;
  if (status < 0 || status > 255) {
    complain(machine, `exit status out of range: \`${status}'`);
    status = 1;
  }
  if (status !== 0) {
    report(machine, "MC1041", `m4 ends here with status ${status}`);
  }
  machine.status = status === 0 ? machine.status : status;
  machine.stopped = true;
};
