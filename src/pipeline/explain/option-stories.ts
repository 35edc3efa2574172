import type { Disposition } from "../../diagnostics/disposition.ts";
import { worseOf } from "../../diagnostics/disposition.ts";
import { contentOptions } from "../../lift/content.ts";
import { hostProcessOptions } from "../../lift/host-process.ts";
import { limitOptions } from "../../lift/limits.ts";
import { localDeliveryOptions } from "../../lift/local-delivery.ts";
import { loggingOptions } from "../../lift/logging.ts";
import { noticeOptions } from "../../lift/notices.ts";
import { outgoingOptions } from "../../lift/outgoing.ts";
import { privacyOptions } from "../../lift/privacy.ts";
import { queueOptions } from "../../lift/queue.ts";
import { saslOptions } from "../../lift/sasl.ts";
import type { OptionCatalogue } from "../../lift/shared/option-catalogue.ts";
import { timeoutOptions } from "../../lift/timeouts.ts";
import { tlsOptions } from "../../lift/tls.ts";
import { optionEntries } from "../../sendmail/catalogue/options.ts";
import { contentRules } from "../../translate/content.ts";
import { hostProcessRules } from "../../translate/host-process.ts";
import { limitRules } from "../../translate/limits.ts";
import { localDeliveryRules } from "../../translate/local-delivery.ts";
import { loggingRules } from "../../translate/logging.ts";
import { noticeRules } from "../../translate/notices.ts";
import { outgoingRules } from "../../translate/outgoing.ts";
import { privacyRules } from "../../translate/privacy.ts";
import { queueRules } from "../../translate/queue.ts";
import { saslRules } from "../../translate/sasl.ts";
import type { SettingRules } from "../../translate/shared/setting.ts";
import { timeoutRules } from "../../translate/timeouts.ts";
import { tlsRules } from "../../translate/tls.ts";
import { listOptions } from "./list-options.ts";

/** What an option means on both sides. `disposition` is the usual one; values may do better. */
export interface OptionStory {
  readonly option: string;
  readonly letter: string | undefined;
  readonly default: string | undefined;
  readonly meaning: string;
  readonly disposition: Disposition;
  readonly parameters: readonly string[];
  readonly notes: readonly string[];
}

type Ending = Pick<OptionStory, "disposition" | "parameters" | "notes">;

/** How the options of one section end, by the rules of their leaves. */
function endings<V>(options: OptionCatalogue<V>, rules: SettingRules<V>): readonly (readonly [string, Ending])[] {
  return options.map((entry) => {
    if (entry.obsolete !== undefined) {
      return [entry.option, { disposition: "obsolete", parameters: [], notes: [entry.obsolete] }];
    }
    const leaves = entry.leaves.map((leaf) => rules[leaf]);
    const usual = new Set(leaves.map((rule) => rule.usual));
    const ending: Ending = {
      // Words of one option that end differently: the whole is as good as its parts on the average.
      disposition: leaves.length > 2 && usual.size > 1 ? "approximate" : [...usual].reduce(worseOf, "default"),
      parameters: [...new Set(leaves.flatMap((rule) => rule.parameters))],
      notes: [...new Set(leaves.map((rule) => rule.note))],
    };
    return [entry.option, ending];
  });
}

const known: ReadonlyMap<string, Ending> = new Map([
  ...endings(limitOptions, limitRules),
  ...endings(queueOptions, queueRules),
  ...endings(outgoingOptions, outgoingRules),
  ...endings(timeoutOptions, timeoutRules),
  ...endings(tlsOptions, tlsRules),
  ...endings(saslOptions, saslRules),
  ...endings(privacyOptions, privacyRules),
  ...endings(loggingOptions, loggingRules),
  ...endings(localDeliveryOptions, localDeliveryRules),
  ...endings(noticeOptions, noticeRules),
  ...endings(contentOptions, contentRules),
  ...endings(hostProcessOptions, hostProcessRules),
  ...Object.entries(listOptions),
]);

/** Every option of the catalogue with its end in Postfix, in the order of their names. */
export function optionStories(): readonly OptionStory[] {
  return optionEntries()
    .map((entry): OptionStory => {
      const ending = known.get(entry.name);
      return {
        option: entry.name,
        letter: entry.letter,
        default: entry.default,
        meaning: entry.meaning,
        disposition: ending?.disposition ?? "unknown",
        parameters: ending?.parameters ?? [],
        notes: ending?.notes ?? [],
      };
    })
    .sort((a, b) => (a.option.toLowerCase() < b.option.toLowerCase() ? -1 : 1));
}
