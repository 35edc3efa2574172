import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../source/origin.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { McDirective } from "../syntax/mc/ast.ts";
import { parseMc } from "../syntax/mc/parse.ts";
import type { Place } from "./m4/pieces.ts";
import { type M4Step, runM4 } from "./m4/run.ts";
import { emulateMakeinfo } from "./makeinfo.ts";
import { builtinLibrary } from "./mc/builtin/index.ts";
import { libraryFindings } from "./mc/library-findings.ts";
import { libraryReader, type McFiles } from "./mc/library-reader.ts";
import { lineOrigins } from "./mc/line-origins.ts";
import { swallowedCalls } from "./mc/swallowed-calls.ts";
import { diagnosticsOf } from "./origins.ts";

/** Name of the text that stands for the library where there is none. */
const builtinName = "built-in library";
/** Name of the text whose macros put a person's own rules into the file. */
const byCallName = "built-in rules by call";

export interface McExpansionRequest extends McFiles {
  /** Name of the host that the file is for; it ends in comments of the cf file. */
  readonly host: string;
}

/** A .mc and the sendmail.cf that m4 and the library make of it. */
export interface McExpansion {
  /** The expanded text. Its path is the .mc's own, with ` (expanded)`. */
  readonly cf: SourceFile;
  /** What must be accounted for, in the order of the .mc. */
  readonly directives: readonly McDirective[];
  readonly diagnostics: readonly Diagnostic[];
  /** False when the built-in macros stood for the library: rules that only it knows are missing. */
  readonly hasLibrary: boolean;
  /** Where one character of the expanded text comes from; line and column count from 1. */
  originOf(line: number, column: number): Origin;
  /** The directives of the .mc that made a line of the expanded text, the most telling first; none: the library. */
  directivesOf(line: number): readonly McDirective[];
  /** A line of the expanded text. */
  lineText(line: number): string;
  /** Whether a line is text of the built-in macros that stand for the library. */
  isBuiltin(line: number): boolean;
  /** The place in the .mc that stands for a span of the expanded text. */
  relocate(span: Span): Span | undefined;
}

/**
 * Expands a .mc with sendmail's library as its administrator does: `m4 cf.m4 FILE.mc`, or `m4 FILE.mc` when the file
 * includes cf.m4 itself. Without a library, built-in macros write a shorter cf file of the same meaning. Nothing is run. Every line of the result knows the directive that made it.
 */
export function expandMc(source: SourceFile, request: McExpansionRequest): McExpansion {
  const files = libraryReader(request);
  const { cfDir } = request;
  const syntax = parseMc(source);
  const result = runM4({
    reader: files.read,
    shell: emulateMakeinfo({ user: "cf2postfix", host: request.host, directory: "." }),
    steps: steps(source, cfDir, syntax.directives),
  });
  const inMc = ({ source: text }: Place): boolean => text.name === source.path && text.by === undefined;
  const isOwn = (place: Place): boolean =>
    inMc(place) ||
    (!["", "command line", builtinName, byCallName].includes(place.source.name) && !files.isLibrary(place.source.name));
  // The include that reads the library is not what makes its lines: they are behind the .mc.
  const heart = syntax.directives.filter(readsLibrary);
  const makesLines = (place: Place): boolean =>
    inMc(place) && !heart.some((one) => one.from <= place.offset && place.offset < one.to);
  const origins = lineOrigins(result.output, makesLines);
  const cf: SourceFile = { path: expandedName(source.path), text: result.output.text };
  const lines = cf.text.split("\n");
  const directivesOf = (line: number): readonly McDirective[] => {
    const found = origins.of(line).flatMap(({ inMc: place }) => directiveAt(syntax.directives, place.offset) ?? []);
    return [...new Set(found)];
  };
  return {
    cf,
    directives: syntax.directives,
    hasLibrary: cfDir !== undefined,
    diagnostics: [
      ...diagnosticsOf(libraryFindings(result.findings, cfDir, cf.text), isOwn),
      ...swallowedCalls(syntax.directives),
    ],
    originOf: origins.at,
    directivesOf,
    lineText: (line) => lines[line - 1] ?? "",
    isBuiltin: (line) => isBuiltinText(origins.at(line, 1)),
    relocate: (span) => directivesOf(span.line)[0]?.span,
  };
}

function steps(source: SourceFile, cfDir: string | undefined, directives: readonly McDirective[]): readonly M4Step[] {
  const text: M4Step = { kind: "text", name: source.path, text: source.text };
  if (cfDir === undefined) return withoutLibrary(text, source.text);
  const place: M4Step = { kind: "define", name: "_CF_DIR_", value: `${cfDir}/` };
  return directives.some(readsLibrary) ? [place, text] : [place, { kind: "file", path: `${cfDir}/m4/cf.m4` }, text];
}

/** The built-in catalogue of macros before the file, the lines that it stands for behind it. */
function withoutLibrary(text: M4Step, mc: string): readonly M4Step[] {
  const { macros, rulesByCall, rules } = builtinLibrary(mc);
  return [
    { kind: "text", name: builtinName, text: macros },
    { kind: "text", name: byCallName, text: rulesByCall },
    text,
    { kind: "text", name: builtinName, text: rules },
  ];
}

function isBuiltinText(origin: Origin): boolean {
  if (origin.kind === "defaulted") return origin.by.startsWith(builtinName);
  return origin.kind === "expanded" && origin.definition?.file === builtinName;
}

/** `include(`.../cf.m4')` */
function readsLibrary(directive: McDirective): boolean {
  if (directive.kind !== "call" || !["include", "sinclude"].includes(directive.name)) return false;
  return /(?:^|\/)cf\.m4$/.test(directive.args[0]?.text.trim() ?? "");
}

function expandedName(path: string): string {
  return `${path} (expanded)`;
}

/** The directive that an offset of the .mc lies in; text between directives belongs to none. */
function directiveAt(directives: readonly McDirective[], offset: number): McDirective | undefined {
  let low = 0;
  let high = directives.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((directives[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = directives[low];
  return found && found.from <= offset && offset < found.to ? found : undefined;
}
