import type { ShellEffect } from "./m4/machine.ts";

/** What makeinfo.sh would ask the machine. All of it ends in comments of the cf file, but for the host's name. */
export interface BuildPlace {
  readonly user: string;
  readonly host: string;
  readonly directory: string;
}

const call = /^sh\s+(\S*makeinfo\.sh)\s+(\S*)\s*>\s*(\S+)$/;

/**
 * Stands for the one shell call of sendmail's m4 library (m4/cfhead.m4): sh/makeinfo.sh writes who built the file
 * where into a temporary file, which is then included and removed. No date is printed, so output does not change from
 * day to day. Any other command: undefined, it is not run.
 */
export function emulateMakeinfo(place: BuildPlace): (command: string) => ShellEffect | undefined {
  return (command) => {
    const match = call.exec(command.trim());
    if (match) {
      const [, , library = "", file] = match;
      const text = [
        `##### built by ${place.user}@${place.host}`,
        `##### in ${place.directory}`,
        `##### using ${library} as configuration include directory`,
        `define(\`__HOST__', ${place.host})dnl`,
      ];
      return { file, text: `${text.join("\n")}\n` };
    }
    return /^rm\s+-f\s+\S*\/cfX+$/.test(command.trim()) ? { file: undefined, text: "" } : undefined;
  };
}
