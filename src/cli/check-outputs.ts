import type { WriteStream } from "node:tty";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderCheckGithub } from "../report/check-github.ts";
import { renderCheckJson } from "../report/check-json.ts";
import { renderCheckJunit } from "../report/check-junit.ts";
import { renderCheckMarkdown } from "../report/check-markdown.ts";
import type { CheckOutput, CheckResult } from "../report/check-result.ts";
import { renderCheckSarif } from "../report/check-sarif.ts";
import { renderCheckText } from "../report/check-text.ts";
import { paintFor } from "../report/paint.ts";
import { lineLookup } from "../source/line-lookup.ts";
import { openSite } from "../source/site.ts";
import { wantsColour } from "./colour.ts";

export const checkOutputs: readonly CheckOutput[] = ["text", "json", "sarif", "junit", "github", "markdown"];

/** `FORMAT` or `FORMAT=FILE`. */
export interface OutputWish {
  readonly format: CheckOutput;
  readonly file: string | undefined;
}

export interface RenderOptions {
  /** Of this program. */
  readonly version: string;
  /** Where a file lies on this machine, by the name that findings show. */
  located(file: string): string;
  /** The way to it from the working directory. */
  fromHere(path: string): string;
  readonly colour: boolean | undefined;
  /** The terminal that it goes to, if it goes to one. */
  readonly stream: WriteStream | undefined;
}

export function renderCheck(format: CheckOutput, result: CheckResult, options: RenderOptions): string {
  switch (format) {
    case "text": {
      const site = openSite("/");
      const lines = lineLookup([], site);
      const paint = paintFor(options.stream ? wantsColour(options.colour, options.stream) : options.colour === true);
      return renderCheckText(result, (file, line) => lines(options.located(file), line), paint);
    }
    case "json":
      return renderCheckJson(result);
    case "sarif":
      return renderCheckSarif(placed(result, options), options.version);
    case "junit":
      return renderCheckJunit(result);
    case "github":
      return renderCheckGithub(placed(result, options));
    case "markdown":
      return renderCheckMarkdown(result);
  }
}

/** Findings with the paths that a reader of the repository needs: from the working directory to the file. */
function placed(result: CheckResult, { located, fromHere }: RenderOptions): CheckResult {
  const path = (file: string): string => fromHere(located(file));
  return {
    ...result,
    diagnostics: result.diagnostics.map(
      (one): Diagnostic => ({
        ...one,
        ...(one.at ? { at: { ...one.at, file: path(one.at.file) } } : {}),
        related: one.related.map((place) => ({ ...place, at: { ...place.at, file: path(place.at.file) } })),
      }),
    ),
  };
}
