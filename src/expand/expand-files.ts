import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { M4Reader } from "./m4/machine.ts";
import type { Place } from "./m4/pieces.ts";
import { type M4Step, runM4 } from "./m4/run.ts";
import { type BuildPlace, emulateMakeinfo } from "./makeinfo.ts";
import { diagnosticsOf } from "./origins.ts";

/** What `m4` is asked for on its command line. */
export interface ExpandRequest {
  /** `-D`, `-U`, `-s` and files, in their order. */
  readonly steps: readonly M4Step[];
  /** The library that is read before the files, without its final slash; undefined: none. */
  readonly cfDir: string | undefined;
  readonly includeDirectories: readonly string[];
  readonly prefixBuiltins: boolean;
  readonly reader: M4Reader;
  readonly place: BuildPlace;
}

export interface ExpandResult {
  /** One character a byte. */
  readonly output: string;
  /** m4's own messages. */
  readonly stderr: string;
  readonly status: number;
  /** What m4 would have done and is not done here, such as shell commands. */
  readonly notDone: readonly Diagnostic[];
}

/** The command `expand`: what `m4 -D_CF_DIR_=D/ D/m4/cf.m4 FILE...` prints, or `m4 FILE...` without a library. */
export function expandFiles(request: ExpandRequest): ExpandResult {
  const { cfDir } = request;
  const library: readonly M4Step[] =
    cfDir === undefined
      ? []
      : [
          { kind: "define", name: "_CF_DIR_", value: `${cfDir}/` },
          { kind: "file", path: `${cfDir}/m4/cf.m4` },
        ];
  const before = request.steps.filter((step) => step.kind !== "file");
  const files = request.steps.filter((step) => step.kind === "file");
  const result = runM4({
    reader: request.reader,
    includeDirectories: request.includeDirectories,
    prefixBuiltins: request.prefixBuiltins,
    shell: emulateMakeinfo(request.place),
    steps: [...before, ...library, ...files],
  });
  const notDone = result.findings.filter(({ code }) => code === "MC1050" || code === "MC1051" || code === "MC1052");
  const isOwn = ({ source }: Place): boolean =>
    source.name !== "" && (cfDir === undefined || !source.name.startsWith(`${cfDir}/`));
  return {
    output: result.output.text,
    stderr: result.stderr,
    status: result.status,
    notDone: diagnosticsOf(notDone, isOwn),
  };
}
