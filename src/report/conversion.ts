import type { AccountingSummary, DirectiveAccount } from "../check/accounting.ts";
import type { VerificationResult } from "../check/verification/result.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** A file of the written configuration; the text is left out above 1 MB. */
export interface ReportedFile {
  readonly path: string;
  readonly content?: string;
}

/** Everything that `convert` found and made, as the renderers and migration.json see it. */
export interface ConversionResult {
  readonly source: {
    readonly file: string;
    readonly kind: "cf" | "mc" | "def";
    /** `sendmail 8.14.7, V10/Berkeley` as far as the file says. */
    readonly title: string;
    readonly root: string;
    readonly readsThisMachine: boolean;
  };
  readonly postfixVersion: string;
  readonly summary: AccountingSummary;
  readonly directives: readonly DirectiveAccount[];
  readonly files: readonly ReportedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the static checks of `check` say of the written files; places are in them. null: not asked (--no-verify). */
  readonly selfCheck: readonly Diagnostic[] | null;
  /** null: not verified. */
  readonly verification: VerificationResult | null;
}

/** The written files one after another, each under its name, for people who did not ask for a directory. */
export function renderFiles(files: readonly ReportedFile[]): string {
  return files
    .map(({ path, content }) => `==> ${path} <==\n${content ?? "(more than 1 MB: use --out to write it)\n"}`)
    .join("\n");
}
