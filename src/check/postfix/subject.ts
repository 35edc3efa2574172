import type { Service } from "../../postfix/config.ts";
import type { PostfixDirectory } from "../../postfix/read/directory.ts";
import { type Settings, settingsOfService } from "../../postfix/read/settings.ts";
import type { Resolver } from "../../postfix/resolve/resolver.ts";
import type { Decider } from "../../postfix/restrictions/decide.ts";
import { primarySpan } from "../../source/origin.ts";
import { lineSpan, type Span } from "../../source/source-file.ts";

/** What the static checks of a Postfix directory look at. */
export interface CheckedPostfix {
  readonly directory: PostfixDirectory;
  readonly resolver: Resolver;
  /** What smtpd(8) answers: as one service of master.cf, or by main.cf alone. */
  decider(service?: Service): Decider;
  /** Files outside of the directory are those of the host that it is for, not of the machine that checks. */
  readonly knowsHost: boolean;
}

/** One place where a parameter has a value: main.cf, a default, or a service's `-o`. */
export interface SettingPlace {
  readonly parameter: string;
  readonly settings: Settings;
  /** Undefined for a default. */
  readonly at: Span | undefined;
  readonly service?: Service;
}

/** The last main.cf entry of each name: the one that counts. */
function entryOf({ directory }: CheckedPostfix, parameter: string): PostfixDirectory["main"][number] | undefined {
  return directory.main.findLast((entry) => entry.name === parameter);
}

/** Where a parameter is set in main.cf. */
export function placeOf(subject: CheckedPostfix, parameter: string): Span | undefined {
  return entryOf(subject, parameter)?.nameSpan;
}

/** Where something stands that is missing in main.cf. */
export function startOfMainCf({ directory }: CheckedPostfix): Span {
  const [first] = directory.main;
  return lineSpan(first?.nameSpan.file ?? "main.cf", 1);
}

export function startOfMasterCf({ directory }: CheckedPostfix): Span {
  return lineSpan(directory.master[0]?.span.file ?? "master.cf", 1);
}

export function serviceSpan(service: Service): Span | undefined {
  const [origin] = service.origins;
  return origin && primarySpan(origin);
}

/** Every place where the parameter is set, then its default when it stands nowhere. */
export function placesOf(subject: CheckedPostfix, parameter: string): readonly SettingPlace[] {
  const { directory } = subject;
  const main: SettingPlace = { parameter, settings: directory.settings, at: placeOf(subject, parameter) };
  const own = directory.services
    .filter((service) => service.options.some(([name]) => name === parameter))
    .map((service) => ({
      parameter,
      settings: settingsOfService(directory.settings, service),
      at: serviceSpan(service),
      service,
    }));
  return [main, ...own];
}

/** Names of all parameters that main.cf or a service sets, each once, in order. */
export function namesSet({ directory }: CheckedPostfix): readonly string[] {
  const names = [
    ...directory.main.map((entry) => entry.name),
    ...directory.services.flatMap((service) => service.options.map(([name]) => name)),
  ];
  return [...new Set(names)];
}

/** The place of a word of a value: its own where main.cf holds it as it is, else the parameter's. */
export function placeOfWord(subject: CheckedPostfix, place: SettingPlace, word: string): Span | undefined {
  const entry = place.service ? undefined : entryOf(subject, place.parameter);
  if (!entry) return place.at;
  for (const part of entry.logical.parts) {
    const from = part.text.indexOf(word, part.line === entry.nameSpan.line ? entry.nameSpan.endColumn : 0);
    if (from !== -1) {
      const { file } = entry.nameSpan;
      return { file, line: part.line, column: from + 1, endLine: part.line, endColumn: from + word.length + 1 };
    }
  }
  return place.at;
}
