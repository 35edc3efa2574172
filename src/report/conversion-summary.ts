import type { Disposition } from "../diagnostics/disposition.ts";
import type { ConversionResult } from "./conversion.ts";
import { type DirectiveGroup, groupsOf } from "./conversion-groups.ts";
import { verificationSummary } from "./verification-text.ts";

/** What each disposition means, in the words of the report. */
export const dispositionMeaning: Readonly<Record<Disposition, string>> = {
  exact: "the same in Postfix",
  default: "Postfix does this by itself",
  approximate: "nearly the same; the difference is named",
  manual: "a person must decide",
  obsolete: "no meaning today",
  unsupported: "understood, but Postfix cannot do it or this program does not translate it",
  unknown: "not understood",
};

/** The sections of a report, in the order in which an administrator needs them. Every renderer says the same. */
export interface ReportSection {
  readonly title: string;
  readonly groups: readonly DirectiveGroup[];
}

/** First what a person must do, then what will be different, then what is gone. */
export function sectionsOf({ directives }: ConversionResult): readonly ReportSection[] {
  const of = (...kinds: readonly Disposition[]): readonly DirectiveGroup[] =>
    kinds.flatMap((kind) => groupsOf(directives, kind));
  return [
    { title: "To decide or do by hand", groups: of("unknown", "unsupported", "manual") },
    { title: "What behaves a little differently", groups: of("approximate") },
    { title: "What has no meaning any more", groups: of("obsolete") },
  ].filter((section) => section.groups.length > 0);
}

/** One line of counts: only the kinds that occur. */
export function countsLine({ summary }: ConversionResult): string {
  const kinds = ["exact", "default", "approximate", "manual", "obsolete", "unsupported", "unknown"] as const;
  const counts = kinds.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
  return `${summary.directives} directives: ${counts.join(", ")}`;
}

/** What the first line of a report says. */
export function titleOf({ source, postfixVersion }: ConversionResult): string {
  return `${source.file} (${source.title}) -> Postfix ${postfixVersion}`;
}

/** One sentence on verification. */
export function verificationLine({ verification }: ConversionResult): string {
  if (verification) return verificationSummary(verification);
  return "Not verified by behaviour (--no-verify): cf2postfix verify SOURCE DIR asks both sides.";
}

/** One sentence on the static checks of what was written. */
export function selfCheckLine({ selfCheck }: ConversionResult): string {
  if (!selfCheck) return "Not checked (--no-verify): cf2postfix check DIR looks at the written files.";
  const serious = selfCheck.filter(({ severity }) => severity === "error" || severity === "warning");
  if (serious.length === 0) return "Checked: nothing is wrong with the written files.";
  const count = (severity: string): number => serious.filter((one) => one.severity === severity).length;
  const codes = [...new Set(serious.map(({ code }) => code))].sort().join(", ");
  return `Checked: ${count("error")} errors and ${count("warning")} warnings in the written files (${codes}); check lists them.`;
}

/** What to do with the written directory. */
export function nextSteps(out: string | undefined): readonly string[] {
  const directory = out ?? "DIR";
  return [
    ...(out === undefined ? ["Write the files: add --out DIR to this command."] : []),
    `Watch it behave: cf2postfix serve ${directory} --data /tmp/mail`,
    `Install: copy ${directory}/* to /etc/postfix, run sh /etc/postfix/build-tables, then postfix check.`,
    "Before cutting over, empty the old queue: sendmail -q -v, and look for what stays in it.",
  ];
}
