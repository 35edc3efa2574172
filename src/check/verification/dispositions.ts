/**
 * dispositions — which inexact part of the source a probe went through
 *
 * A difference is explained only when the disposition that predicted it belongs to a rule that fired, a map or an
 * entry that was asked, a class that was tested, or a mailer that was used in the probe's own trace.
 */
import { type Disposition, dispositions } from "../../diagnostics/disposition.ts";
import type { Probe } from "../../sendmail/probe/probe.ts";
import type { RulesetEngine } from "../../sendmail/ruleset/engine.ts";
import type { TestObserver } from "../../sendmail/ruleset/observe.ts";
import { ownClient } from "./sendmail-answer.ts";

/** A directive, or a row of a table, that is not the same in Postfix. */
export interface Prediction {
  readonly file: string;
  readonly line: number;
  readonly disposition: Disposition;
  readonly code: string;
  readonly note: string;
  /** For a row of a table: its key. */
  readonly key?: string;
}

/** What a probe used: places of the source, and keys that were asked. */
export interface Used {
  /** `FILE:LINE` of rules that fired, and of the maps and classes that they used. */
  readonly places: ReadonlySet<string>;
  /** `FILE:LINE` of mailers. */
  readonly mailers: ReadonlySet<string>;
  /** Keys of maps and aliases, in lower case. */
  readonly keys: ReadonlySet<string>;
}

/** Where a map, class or mailer is defined: `FILE:LINE`s by its name. */
export interface Definitions {
  readonly maps: ReadonlyMap<string, readonly string[]>;
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly mailers: ReadonlyMap<string, readonly string[]>;
  /** Maps that only their own servers or programs could answer. */
  readonly unread: ReadonlySet<string>;
  /** The place in a file that a person wrote for a rule's place in the cf file. */
  placeOf(file: string, line: number): string | undefined;
}

const predicting: ReadonlySet<Disposition> = new Set<Disposition>(["approximate", "manual", "unsupported", "unknown"]);

/** The prediction that explains a difference: the gravest one that the probe used. */
export function explanation(predictions: readonly Prediction[], used: Used): Prediction | undefined {
  return predictions
    .filter((one) => predicting.has(one.disposition))
    .filter((one) => isUsed(one, used))
    .sort((a, b) => dispositions.indexOf(b.disposition) - dispositions.indexOf(a.disposition))[0];
}

/** What is nearly the same of a mailer is how it delivers, not to whom: that explains no address. */
function isUsed(one: Prediction, used: Used): boolean {
  if (one.key !== undefined) return used.keys.has(one.key);
  const place = `${one.file}:${one.line}`;
  return used.places.has(place) || (one.disposition !== "approximate" && used.mailers.has(place));
}

/** Asks a probe again and keeps what it used on the way. */
export function usedBy(engine: RulesetEngine, probe: Probe, sender: string, definitions: Definitions): Used {
  const places = new Set<string>();
  const keys = new Set<string>();
  const mailers = new Set<string>();
  const addAll = (list: readonly string[] | undefined, to = places): void => {
    for (const place of list ?? []) to.add(place);
  };
  const observer: TestObserver = {
    test: (test) => {
      if (test.kind === "map") {
        const map = test.map.toLowerCase();
        // A table without an answer decides nothing; one that could not be asked does.
        if (test.hit || definitions.unread.has(map)) {
          keys.add(test.key.toLowerCase());
          addAll(definitions.maps.get(map));
        }
      } else if (test.kind === "class" && test.hit && !test.negated) {
        addAll(definitions.classes.get(test.className));
      }
    },
    fired: (rule) => {
      const place = definitions.placeOf(rule.span?.file ?? "", rule.span?.line ?? rule.line);
      if (place !== undefined) places.add(place);
    },
  };
  for (const mailer of askAgain(engine, probe, sender, observer, keys)) {
    addAll(definitions.mailers.get(mailer.toLowerCase()), mailers);
  }
  return { places, mailers, keys };
}

/** The mailers that had a part in the answer; names that aliases were asked for go to `keys`. */
function askAgain(
  engine: RulesetEngine,
  probe: Probe,
  sender: string,
  observer: TestObserver,
  keys: Set<string>,
): readonly string[] {
  if (probe.question === "decision") {
    engine.decide(probe, { observer });
    return [];
  }
  if (probe.question !== "recipient") {
    engine.rewrite(probe.address, { as: probe.question, mailer: probe.mailer, observer });
    return [probe.mailer];
  }
  engine.decide({ client: ownClient, sender, recipient: probe.address }, { observer });
  const resolution = engine.resolve(probe.address, { observer });
  keys.add((resolution.user ?? "").toLowerCase());
  return [resolution.mailer ?? "", ...resolution.leaves.map((leaf) => leaf.mailer)];
}
