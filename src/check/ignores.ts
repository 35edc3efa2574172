import { catalogue } from "../diagnostics/catalogue.ts";
import { type Diagnostic, diagnose, type Severity } from "../diagnostics/diagnostic.ts";
import { lineSpan, type SourceFile, type Span } from "../source/source-file.ts";

/** What a settings file says about findings. */
export interface FindingRules {
  readonly rules?: Readonly<Record<string, Severity | "off" | false>>;
  readonly ignore?: readonly { readonly code: string; readonly path?: string; readonly reason: string }[];
}

/** `dnl cf2postfix-ignore CODE -- reason` or `# cf2postfix-ignore CODE -- reason` in a file. */
interface WrittenIgnore {
  readonly code: string;
  readonly at: Span;
  /** The lines that it speaks of: its own and the next one that is no comment. */
  readonly lines: readonly number[];
}

const pattern = /(?:\bdnl|#|\)dnl)\s*cf2postfix-ignore\s+([A-Z]{2}\d{4})\s*(?:--\s*(\S.*))?$/;

/**
 * Findings after the severities and ignores of the settings, and the ignores written in the files themselves, were
 * applied. An ignore that names no reason or has no effect is a finding of its own.
 */
export function applyFindingRules(
  diagnostics: readonly Diagnostic[],
  files: readonly SourceFile[],
  settings: FindingRules,
): readonly Diagnostic[] {
  const writtenIgnores = files.flatMap(ignoresIn);
  const used = new Set<WrittenIgnore | object>();
  const kept = diagnostics.filter((one) => {
    const written = writtenIgnores.find((ignore) => speaksOf(ignore, one));
    const listed = settings.ignore?.find(
      (ignore) => ignore.code === one.code && pathMatches(ignore.path, one.at?.file),
    );
    if (written) used.add(written);
    if (listed) used.add(listed);
    return !written && !listed && !isOff(settings.rules?.[one.code]);
  });
  const idle = writtenIgnores.filter((ignore) => !used.has(ignore));
  return [...kept.map((one) => withSeverity(one, settings)), ...idle.map(idleFinding)];
}

function withSeverity(one: Diagnostic, { rules }: FindingRules): Diagnostic {
  const severity = rules?.[one.code];
  return severity === undefined || isOff(severity) || severity === false
    ? one
    : { ...one, severity: severity as Severity };
}

/** YAML 1.1 readers turn a bare `off` into false. */
function isOff(rule: Severity | "off" | false | undefined): boolean {
  return rule === "off" || rule === false;
}

function speaksOf(ignore: WrittenIgnore, one: Diagnostic): boolean {
  return ignore.code === one.code && one.at?.file === ignore.at.file && ignore.lines.includes(one.at.line);
}

function pathMatches(path: string | undefined, file: string | undefined): boolean {
  if (path === undefined) return true;
  const expression = path
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`).test(file ?? "");
}

function idleFinding({ code, at }: WrittenIgnore): Diagnostic {
  const known = code in catalogue;
  return diagnose("CK5001", at, known ? `This ignore of ${code} has no effect.` : `There is no finding ${code}.`);
}

function ignoresIn(file: SourceFile): readonly WrittenIgnore[] {
  if (!file.text.includes("cf2postfix-ignore")) return [];
  const lines = file.text.split("\n");
  return lines.flatMap((line, index) => {
    const code = pattern.exec(line)?.[1];
    if (code === undefined) return [];
    const next = lines.findIndex((other, at) => at > index && other.trim() !== "" && !/^(#|dnl\b)/.test(other));
    return [{ code, at: lineSpan(file.path, index + 1, 1, line.length + 1), lines: [index + 1, next + 1] }];
  });
}
