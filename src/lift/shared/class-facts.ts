import type { Fact } from "../../model/fact.ts";
import type { SendmailConfig } from "../../sendmail/config.ts";
import { type Origin, written } from "../../source/origin.ts";

/** The members of a class in lower case, each once, with where they come from. */
export function classFacts(config: SendmailConfig, name: string): readonly Fact<string>[] {
  const facts = new Map<string, Fact<string>>();
  for (const member of config.classes.get(name)?.members ?? []) {
    const value = member.text.toLowerCase();
    if (facts.has(value)) continue;
    const certainty = member.origin.kind === "assumed" || member.origin.kind === "defaulted" ? "default" : "stated";
    facts.set(value, { value, origins: [member.origin], certainty });
  }
  return [...facts.values()];
}

/** The C and F lines of a class. */
export function classSources(config: SendmailConfig, name: string): readonly Origin[] {
  return config.directives
    .filter((one) => (one.kind === "class" || one.kind === "class-file") && one.name === name)
    .map((one) => written(one.span));
}

/** A macro that is defined and not empty, as a fact. */
export function macroFact(config: SendmailConfig, name: string): Fact<string> | undefined {
  const macro = config.macros.get(name);
  const value = macro?.value.trim() ?? "";
  return macro && value !== "" ? { value, origins: [macro.origin], certainty: "stated" } : undefined;
}

/** A fact that rules tell. */
export function inferred<T>(value: T, origins: readonly Origin[] = []): Fact<T> {
  return { value, origins, certainty: origins.length > 0 ? "inferred" : "default" };
}
