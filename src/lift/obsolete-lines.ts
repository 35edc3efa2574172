import type { Claim } from "../diagnostics/disposition.ts";
import type { SendmailConfig } from "../sendmail/config.ts";
import type { Directive } from "../syntax/sendmail-cf/ast.ts";
import type { LiftContext, Lifted } from "./context.ts";

/** Kinds of lines of which a later one with the same name replaces an earlier one (readcf.c). */
const replaceable: ReadonlySet<Directive["kind"]> = new Set([
  "option",
  "mailer",
  "milter",
  "queue-group",
  "environment",
]);

/** Lines that end here: what only the old program could mean, and what a later line replaces. */
export function liftObsoleteLines({ config }: LiftContext): Lifted<undefined> {
  const setting = new Set([...config.options.values()].flatMap((option) => option.settings));
  const claims = config.directives.flatMap((line): readonly Claim[] => {
    const later = config.superseded.get(line);
    if (later && replaceable.has(line.kind)) {
      const note = `Line ${later.span.line} sets this again, and the last one counts.`;
      return [{ at: line.span, disposition: "obsolete", code: "LI2102", note }];
    }
    if (line.kind === "option" && !setting.has(line)) {
      const note = `Without a proper value ${line.name} sets nothing.`;
      return [{ at: line.span, disposition: "default", code: "LI2103", note }];
    }
    const note = reasonOf(line, config);
    return note === undefined ? [] : [{ at: line.span, disposition: "obsolete", code: "LI2110", note }];
  });
  return { value: undefined, claims, diagnostics: [] };
}

function reasonOf(line: Directive, config: SendmailConfig): string | undefined {
  switch (line.kind) {
    case "version":
      return `It says how this file is to be read (level ${line.level ?? 0}); it was read that way.`;
    case "licence":
      return "A vendor's line that other programs do not read.";
    case "precedence":
      return "Precedence lines only changed the order of queue runs and who gets bounces; queues have no priorities today.";
    case "mailer":
      // readcf.c, makemailer: a definition without P= or A=, or with words that do not fit, is dropped.
      return config.mailers.get(line.name.toLowerCase())?.line === line
        ? undefined
        : `The definition of mailer ${line.name} is incomplete, so the old program dropped it, too.`;
    default:
      return undefined;
  }
}
