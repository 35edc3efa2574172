import type { Answers } from "../model/answers.ts";
import type { LiftContext, Lifted } from "./context.ts";
import { defaulted } from "./shared/option-catalogue.ts";

/**
 * The codes of the library's own texts (cf/m4/proto.m4: "550 5.7.1 Access denied", "550 5.7.1 Relaying denied",
 * "553 5.1.8 Domain of sender address does not exist"), which programs of other hosts have seen for years.
 */
export function liftAnswers(_: LiftContext): Lifted<Answers> {
  const value: Answers = {
    accessRefused: defaulted("550"),
    relayRefused: defaulted("550"),
    unknownSenderDomain: defaulted("553"),
  };
  return { value, claims: [], diagnostics: [] };
}
