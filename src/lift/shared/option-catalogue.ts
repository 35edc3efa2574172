import type { DiagnosticCode } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Claim, Disposition } from "../../diagnostics/disposition.ts";
import type { Fact } from "../../model/fact.ts";
import type { OptionSymbol } from "../../sendmail/config.ts";
import type { Origin } from "../../source/origin.ts";
import { primarySpan, written } from "../../source/origin.ts";
import type { LiftContext, Lifted } from "../context.ts";
import type { OptionReader } from "./option-value.ts";

/** Sections are built leaf by leaf and read-only afterwards. */
export type OpenSection<V> = { -readonly [K in keyof V]?: Fact<V[K]> };

/** What lifting does with one option. */
export interface OptionEntry<V> {
  /** Long name, as in the catalogue of options. */
  readonly option: string;
  /** The leaves that it sets; none: the option ends here. */
  readonly leaves: readonly (keyof V & string)[];
  /** Why the option has no meaning any more. */
  readonly obsolete?: string;
  /** Puts the value into the section; false: the value cannot be read. */
  readonly into: (section: OpenSection<V>, symbol: OptionSymbol) => boolean;
}

export type OptionCatalogue<V> = readonly OptionEntry<V>[];

/** Makers of catalogue entries for one section. */
export function optionsOf<V>() {
  return {
    /** The option sets one leaf. */
    leaf<K extends keyof V & string>(option: string, key: K, read: OptionReader<V[K]>): OptionEntry<V> {
      return {
        option,
        leaves: [key],
        into: (section, symbol) => {
          const value = read(symbol.value);
          if (value === undefined) return false;
          setLeaf(section, key, { value, origins: originsOf(symbol), certainty: "stated" });
          return true;
        },
      };
    },
    /** The option sets several leaves; `into` puts them. */
    group(option: string, leaves: readonly (keyof V & string)[], into: OptionEntry<V>["into"]): OptionEntry<V> {
      return { option, leaves, into };
    },
    /** The option has no meaning in any mail system of today. */
    obsolete(option: string, why: string): OptionEntry<V> {
      return { option, leaves: [], obsolete: why, into: () => true };
    },
  };
}

/** Where two options set one leaf (`Timeout.queuereturn` and its `.normal`), the later entry counts, both are origins. */
export function setLeaf<V, K extends keyof V>(section: OpenSection<V>, key: K, fact: Fact<V[K]>): void {
  const before = section[key];
  section[key] = before ? { ...fact, origins: [...fact.origins, ...before.origins] } : fact;
}

/** Where an option comes from: all its lines where they add up, else the line that counts. */
export function originsOf(symbol: OptionSymbol): readonly Origin[] {
  return symbol.settings.map((line) => written(line.span));
}

/** A fact for what the old program does when nothing is said. */
export function defaulted<T>(value: T): Fact<T> {
  return { value, origins: [{ kind: "defaulted", by: "sendmail" }], certainty: "default" };
}

/** Reads every option of the catalogue that the configuration sets. */
export function liftOptions<V>({ config }: LiftContext, catalogue: OptionCatalogue<V>): Lifted<OpenSection<V>> {
  const value: OpenSection<V> = {};
  const claims: Claim[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const entry of catalogue) {
    const symbol = config.options.get(entry.option);
    if (!symbol) continue;
    if (entry.obsolete !== undefined) {
      claims.push(...claimsAt(originsOf(symbol), "obsolete", "LI2100", entry.obsolete));
    } else if (symbol.value.trim() === "" && !entry.into(value, symbol)) {
      claims.push(...claimsAt(originsOf(symbol), "default", "LI2103", "An empty value sets nothing."));
    } else if (symbol.value.trim() !== "" && !entry.into(value, symbol)) {
      const note = `The value ${JSON.stringify(symbol.value)} of ${entry.option} cannot be read; set it by hand.`;
      claims.push(...claimsAt(originsOf(symbol), "manual", "LI2101", note));
      diagnostics.push(diagnose("LI2101", primarySpan(symbol.origin), note));
    }
  }
  return { value, claims, diagnostics };
}

/** One claim for each place that a person wrote. */
export function claimsAt(
  origins: readonly Origin[],
  disposition: Disposition,
  code: DiagnosticCode,
  note: string,
): readonly Claim[] {
  return origins.flatMap((origin) => {
    const at = primarySpan(origin);
    return at ? [{ at, disposition, code, note }] : [];
  });
}
