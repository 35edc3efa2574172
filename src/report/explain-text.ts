import type { Explanation } from "../pipeline/explain.ts";
import type { Paint } from "./paint.ts";

/** What a topic means on both sides, as text for a terminal. `page`: the text of a code's page, when it is at hand. */
export function renderExplanation(explanation: Explanation, page: string | undefined, paint: Paint): string {
  switch (explanation.kind) {
    case "code":
      return page ?? `${paint.bold(explanation.code)} (${explanation.severity}) ${explanation.title}.`;
    case "option":
      return lines(paint.bold(`Option ${explanation.option}`), [
        ["in sendmail", explanation.meaning],
        ["letter", explanation.letter],
        ["in a .mc", explanation.mc],
        ["default", explanation.default],
        ["in Postfix", parameters(explanation.parameters)],
        ["verdict", explanation.disposition],
        ["note", explanation.notes.join(" ")],
      ]);
    case "feature":
      return lines(paint.bold(`Feature ${explanation.feature}`), [
        ["in sendmail", explanation.meaning],
        ["in Postfix", parameters(explanation.parameters)],
        ["verdict", explanation.disposition],
        ["note", explanation.note],
      ]);
    case "mailer-flag":
      return lines(paint.bold(`Mailer flag F=${explanation.flag}`), [
        ["in sendmail", explanation.meaning],
        ["in Postfix", explanation.note],
      ]);
    case "parameter":
      return lines(paint.bold(`Parameter ${explanation.parameter}`), [
        ["type", explanation.type],
        ["versions", `${explanation.since} to ${explanation.until}`],
        ...explanation.defaults.map(({ since, value }): [string, string] => [
          `default since ${since}`,
          value === "" ? "(empty)" : value,
        ]),
        ["from options", explanation.options.join(", ")],
        ["from features", explanation.features.join(", ")],
      ]);
  }
}

function parameters(names: readonly string[]): string {
  return names.length > 0 ? names.join(", ") : "no parameter";
}

const LABEL = 18;

/** Rows with a text, their labels in one column. */
function lines(title: string, rows: readonly (readonly [string, string | undefined])[]): string {
  const shown = rows.filter(([, text]) => text !== undefined && text !== "");
  return [title, ...shown.map(([label, text]) => `  ${label.padEnd(LABEL)}${text}`)].join("\n");
}
