import type { Service } from "../../postfix/config.ts";
import { type Settings, settingsOfService } from "../../postfix/read/settings.ts";
import { valueWords } from "../../postfix/read/value-words.ts";
import { type CheckedPostfix, namesSet, placesOf, type SettingPlace } from "./subject.ts";

/** The lists that smtpd(8) asks, by command (postconf(5), SMTPD_ACCESS_README). */
const listParameters = [
  "smtpd_client_restrictions",
  "smtpd_helo_restrictions",
  "smtpd_sender_restrictions",
  "smtpd_relay_restrictions",
  "smtpd_recipient_restrictions",
  "smtpd_data_restrictions",
  "smtpd_end_of_data_restrictions",
  "smtpd_etrn_restrictions",
];

/** A restriction list as it stands in main.cf or in a service, its words with `{ name argument }` opened. */
export interface RestrictionList {
  readonly place: SettingPlace;
  readonly words: readonly string[];
}

/** Every restriction list that is set, restriction classes too. */
export function restrictionLists(subject: CheckedPostfix): readonly RestrictionList[] {
  const classes = subject.directory.settings.words("smtpd_restriction_classes");
  const set = new Set(namesSet(subject));
  return [...listParameters, ...classes]
    .filter((name) => set.has(name))
    .flatMap((name) => placesOf(subject, name))
    .filter((place) => place.at !== undefined)
    .map((place) => ({ place, words: wordsOf(place.settings.text(place.parameter)) }));
}

/** The words of a list, with `{ check_..._access type:name }` opened; other braces belong to a table or service. */
export function wordsOf(value: string): readonly string[] {
  return valueWords(value, (word) => /^\{\s*[a-z_]+\s/.test(word));
}

/** The settings of a service, or of main.cf. */
export function settingsFor({ directory }: CheckedPostfix, service: Service | undefined): Settings {
  return service ? settingsOfService(directory.settings, service) : directory.settings;
}

/** smtpd(8) services that take mail from the network. Those behind postscreen(8) have the type `pass`. */
export function smtpServices({ directory }: CheckedPostfix): readonly Service[] {
  return directory.services.filter(({ command, type }) => command === "smtpd" && (type === "inet" || type === "pass"));
}
