import type { AddressTrace } from "../pipeline/trace.ts";

/** A trace for people: the answer first, then every ruleset entered, rule fired and map asked, indented by depth. */
export function renderTraceText(trace: AddressTrace): string {
  const lines = [`${trace.address} (${trace.as})`, ...answerLines(trace)];
  if (trace.steps && trace.steps.length > 0) lines.push("", ...stepLines(trace.steps));
  return `${lines.join("\n")}\n`;
}

function answerLines(trace: AddressTrace): readonly string[] {
  const { mailer, host, user, error } = trace;
  const lines: string[] = [];
  if (mailer === null) lines.push("  no address");
  else lines.push(`  mailer ${mailer}${host === null ? "" : `, host ${host}`}, user ${user ?? ""}`);
  if (trace.rewritten !== undefined) lines.push(`  becomes ${trace.rewritten ?? "(unknown mailer)"}`);
  for (const leaf of trace.leaves) {
    lines.push(`  leaf   ${leaf.mailer}${leaf.host === null ? "" : ` host ${leaf.host}`} user ${leaf.user}`);
  }
  if (error)
    lines.push(`  error  ${[error.code, error.enhanced, error.text].filter((part) => part !== null).join(" ")}`);
  return lines;
}

/** `sendmail.mc:12 (expanded line 345)` for a rule of a .mc, else the file and its line. */
function placeOf(step: { readonly file: string; readonly line: number; readonly from?: StepPlace }): string {
  return step.from ? `${step.from.file}:${step.from.line} (expanded line ${step.line})` : `${step.file}:${step.line}`;
}

interface StepPlace {
  readonly file: string;
  readonly line: number;
}

function stepLines(steps: NonNullable<AddressTrace["steps"]>): readonly string[] {
  const lines: string[] = [];
  let depth = 1;
  for (const step of steps) {
    const pad = "  ".repeat(Math.min(depth, 40));
    switch (step.step) {
      case "enter":
        lines.push(`${pad}${step.ruleset}: ${step.workspace}`);
        depth += 1;
        break;
      case "leave":
        depth = Math.max(1, depth - 1);
        lines.push(`${"  ".repeat(Math.min(depth, 40))}${step.ruleset} returns: ${step.workspace}`);
        break;
      case "rule":
        lines.push(`${pad}${placeOf(step)} ${step.text.replace(/[\t\n]+/g, "  ")}`, `${pad}  -> ${step.workspace}`);
        break;
      case "map":
        lines.push(
          `${pad}map ${step.map} (${step.key}) ${step.value === null ? `no match (${step.status})` : `= ${step.value}`}`,
        );
        break;
      default:
        lines.push(`${pad}${step.text}`);
    }
  }
  return lines;
}
