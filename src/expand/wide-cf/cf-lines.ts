import type { SourceFile } from "../../source/source-file.ts";
import type { WideAssignment } from "../../syntax/wide-cf/ast.ts";
import type { WideDefinition } from "./definition.ts";

/** A cf file that grows line by line; every line knows the assignments that made it. */
export interface CfLines {
  /** Adds lines (a continuation is a line of its own) for the variables named; none: every CF file has them. */
  add(text: string, ...variables: readonly string[]): void;
  file(path: string, end?: string): SourceFile;
  /** The assignments behind a line, counted from 1. */
  makersOf(line: number): readonly WideAssignment[];
}

export function cfLines(definition: WideDefinition): CfLines {
  const lines: string[] = [];
  const makers: (readonly WideAssignment[])[] = [];
  return {
    add(text, ...variables) {
      const by = variables.flatMap((name) => definition.settings.get(name)?.assignment ?? []);
      for (const line of text.split("\n")) {
        lines.push(line);
        makers.push(by);
      }
    },
    file: (path, end = "") => ({ path, text: `${lines.join("\n")}\n${end}` }),
    makersOf: (line) => makers[line - 1] ?? [],
  };
}
