import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { LocatedSource } from "../source/locate.ts";
import { recordReads } from "../source/recorded-site.ts";
import { lineSpan } from "../source/source-file.ts";

export interface Surroundings {
  /** The source, with a site that remembers what is read of it. */
  readonly source: LocatedSource;
  /** What lies beside the configuration, with the `differences` of a .mc from what runs, and which files of this machine stood for the old host's. Ask at the end. */
  findings(differences: readonly string[]): readonly Diagnostic[];
}

export function watchSurroundings(given: LocatedSource): Surroundings {
  const recorded = given.readsThisMachine ? recordReads(given.site) : undefined;
  return {
    source: recorded ? { ...given, site: recorded.site } : given,
    findings: (differences) => [
      ...given.others.map(({ shown, kind }) => notRead(shown, given, kind === "mc" ? differences : [])),
      ...machineFiles(given, recorded?.opened()),
    ],
  };
}

function notRead(other: string, { main }: LocatedSource, differences: readonly string[]): Diagnostic {
  const message = `${main.shown} is what runs and was converted; ${other}, which lies beside it, was not.`;
  return diagnose("LI2003", lineSpan(other, 1, 1, 2), message, {
    suggestions: [
      ...differences.map((text) => ({ kind: "help" as const, text })),
      { kind: "help", text: `name ${other} itself to convert it, and compare both results with diff` },
    ],
  });
}

function machineFiles({ main }: LocatedSource, opened: readonly string[] | undefined): readonly Diagnostic[] {
  if (opened === undefined || opened.length === 0) return [];
  const message = `Files of this machine stood for those of the old host: ${opened.join(", ")}.`;
  return [
    diagnose("LI2004", lineSpan(main.shown, 1, 1, 2), message, {
      suggestions: [{ kind: "help", text: "give --root DIR, the directory that holds the old host's etc" }],
    }),
  ];
}
