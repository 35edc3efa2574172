/**
 * scope — what a disposition can have predicted
 *
 * What is only nearly the same is named exactly: a note about headers explains no route, one about programs explains
 * no address. What is not carried over at all (manual, unsupported, unknown) may show in any answer.
 */
import type { Disposition } from "../../diagnostics/disposition.ts";
import type { TwoAnswers } from "./forms.ts";
import { outcomeText } from "./outcome.ts";

type Subject = "recipients" | "rewriting" | "decisions" | "limits";

/** Subjects of the codes that speak of addresses or decisions; a code that is not here explains neither. */
const subjects: Readonly<Record<string, readonly Subject[]>> = {
  LI2090: ["recipients", "decisions"],
  LI2500: ["decisions"],
  LI2904: ["recipients", "rewriting", "decisions"],
  MC1102: ["recipients", "rewriting", "decisions"],
  TR3012: ["recipients", "rewriting", "decisions"],
  TR3022: ["decisions"],
  TR3032: ["decisions"],
  TR3042: ["recipients", "decisions"],
  TR3052: ["recipients"],
  TR3062: ["recipients", "decisions"],
  TR3072: ["rewriting"],
  TR3082: ["decisions"],
  TR3092: ["decisions"],
  TR3102: ["limits"],
  TR3157: ["decisions"],
  WC1030: ["decisions"],
  WC1102: ["recipients", "rewriting", "decisions"],
};

/** Whether the difference is of the kind that the disposition speaks of. */
export function isAboutThis(
  { disposition, code }: { readonly disposition: Disposition; readonly code: string },
  difference: TwoAnswers,
): boolean {
  if (disposition !== "approximate") return true;
  const said = subjects[code] ?? [];
  return subjectsOf(difference).some((one) => said.includes(one));
}

/** A recipient that one side refuses was decided about, too. */
function subjectsOf({ probe, sendmail, postfix }: TwoAnswers): readonly Subject[] {
  switch (probe.question) {
    case "decision":
      return ["decisions"];
    case "limit":
      return ["limits"];
    case "recipient": {
      const refuses = [sendmail, postfix].some(({ outcome }) => /^(?:reject|tempfail)$/.test(outcomeText(outcome)));
      return refuses ? ["recipients", "decisions"] : ["recipients"];
    }
    default:
      return ["rewriting"];
  }
}
