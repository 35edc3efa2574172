import type { SourceDirective } from "../check/accounting.ts";
import type { Claim } from "../diagnostics/disposition.ts";
import type { Lifted } from "../lift/context.ts";
import { leftOverFiles } from "../lift/surroundings/left-over.ts";
import type { SurroundingPart } from "../lift/surroundings/part.ts";
import { liftSurroundings } from "../lift/surroundings.ts";
import type { MailPolicy } from "../model/policy.ts";
import type { LocatedSource } from "../source/locate.ts";
import { type RecordedSite, recordReads } from "../source/recorded-site.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { OtherRequest } from "./read-other.ts";
import { submissionProgram } from "./submission-program.ts";

/** The files around the configuration of a site; a lone file of this machine has none that are its own. */
export interface SiteFiles {
  /** The source with a site that remembers what was read of it. */
  readonly source: LocatedSource;
  /** Puts what the files around it say into the policy; remembers what is said of them. */
  addTo(lifted: Lifted<MailPolicy>): Lifted<MailPolicy>;
  /** Their lines and files, and at last the files that nobody spoke of. */
  account(tables: readonly { readonly table: string }[]): {
    readonly directives: readonly SourceDirective[];
    readonly claims: readonly Claim[];
  };
}

export function openSiteFiles(located: LocatedSource, file: SourceFile, request: OtherRequest): SiteFiles {
  const recording = recordReads(located.site);
  const source = { ...located, site: recording.site };
  const isSite = !located.readsThisMachine && located.site.isDirectory("/etc");
  let around: SurroundingPart = { directives: [], claims: [], diagnostics: [] };
  return {
    source,
    addTo(lifted) {
      if (!isSite) return lifted;
      const byDefinition = located.main.kind === "def";
      const { connectionRules, agents, ...part } = liftSurroundings(source.site, lifted.value, byDefinition);
      const submission = submissionProgram(located, lifted.value, request);
      around = {
        directives: [...part.directives, ...submission.directives],
        claims: [...part.claims, ...submission.claims],
        diagnostics: part.diagnostics,
      };
      return {
        ...lifted,
        value: { ...lifted.value, connectionRules, ...(agents ? { agents } : {}) },
        diagnostics: [...lifted.diagnostics, ...part.diagnostics],
      };
    },
    account(tables) {
      if (!isSite) return around;
      const spoken = spokenFiles(located, recording, around, tables);
      const rest = leftOverFiles(source.site, spoken, file.text);
      return { directives: [...around.directives, ...rest.directives], claims: [...around.claims, ...rest.claims] };
    },
  };
}

function spokenFiles(
  { main, others, submission }: LocatedSource,
  recording: RecordedSite,
  around: SurroundingPart,
  tables: readonly { readonly table: string }[],
): ReadonlySet<string> {
  return new Set([
    ...recording.opened().map((path) => path.slice(1)),
    ...[main, ...others, ...(submission ? [submission] : [])].map(({ shown }) => shown),
    ...around.directives.map(({ span }) => span.file),
    ...tables.map(({ table }) => table),
  ]);
}
