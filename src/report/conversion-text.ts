import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { shownText } from "../source/decode.ts";
import type { ConversionResult } from "./conversion.ts";
import { type DirectiveGroup, placesOf } from "./conversion-groups.ts";
import { countsLine, nextSteps, sectionsOf, selfCheckLine, titleOf, verificationLine } from "./conversion-summary.ts";
import { type LineLookup, renderDiagnostic } from "./diagnostic-text.ts";
import type { Paint } from "./paint.ts";

export interface TextReportOptions {
  readonly verbose: boolean;
  readonly out: string | undefined;
  readonly paint: Paint;
  readonly lineOf: LineLookup;
}

/** Groups of the lesser sections that the short report shows. */
const shortList = 12;

/** The report for a terminal: the first screen says what is done, what must be decided and what changes. */
export function renderConversionText(result: ConversionResult, options: TextReportOptions): string {
  const { paint, verbose } = options;
  const findings = result.diagnostics.filter((one) => isShown(one, verbose));
  const parts = [
    `${paint.bold(titleOf(result))}\n${countsLine(result)}\n${verificationLine(result)}\n${selfCheckLine(result)}`,
    ...sectionsOf(result).map((section, at) => {
      const most = verbose || at === 0 ? section.groups.length : shortList;
      const more = section.groups.length - most;
      const lines = section.groups.slice(0, most).map((group, number) => renderGroup(group, number + 1, paint));
      const rest = more > 0 ? [`  ... and ${more} more; -v lists them`] : [];
      return [paint.bold(section.title), ...lines, ...rest].join("\n");
    }),
    ...(findings.length > 0
      ? [[paint.bold("Findings"), ...findings.map((one) => renderDiagnostic(one, options.lineOf, paint))].join("\n")]
      : []),
    ...(verbose ? [renderEverything(result, paint)] : []),
    [paint.bold("Next"), ...nextSteps(options.out).map((step, at) => `  ${at + 1}. ${step}`)].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A directive that is not understood stands in the first section already. */
function isShown({ severity, disposition }: Diagnostic, verbose: boolean): boolean {
  return disposition !== "unknown" && (verbose || severity === "error" || severity === "warning");
}

function renderGroup(group: DirectiveGroup, number: number, paint: Paint): string {
  const first = group.members[0];
  const text = first ? firstLine(first.text) : "";
  const more = group.members.length > 1 ? paint.dim(` (and ${group.members.length - 1} more like it)`) : "";
  const head = `${String(number).padStart(3)}. ${placesOf(group.members)} ${paint.cyan(group.code)} ${group.note}`;
  const rows = first?.inexact?.slice(0, 3).map((row) => `       line ${row.line}: ${row.note}`) ?? [];
  return [head, `       ${paint.dim(text)}${more}`, ...rows].join("\n");
}

function renderEverything({ directives }: ConversionResult, paint: Paint): string {
  const lines = directives.map(({ file, line, text, disposition, note, to }) => {
    const places = to.map((place) => `${place.file}:${place.line}`).join(", ");
    return `  ${file}:${line} ${paint.cyan(disposition)} ${firstLine(text)}${places ? ` -> ${places}` : ""} (${note})`;
  });
  return [paint.bold("Every directive"), ...lines].join("\n");
}

function firstLine(text: string): string {
  const line = shownText(text).split("\n", 1)[0]?.replaceAll("\t", " ") ?? "";
  return line.length > 100 ? `${line.slice(0, 97)}...` : line;
}
