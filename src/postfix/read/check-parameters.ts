import { type Diagnostic, diagnose, type Suggestion } from "../../diagnostics/diagnostic.ts";
import { primarySpan } from "../../source/origin.ts";
import type { Span } from "../../source/source-file.ts";
import { deprecation } from "../catalogue/deprecated.ts";
import { lifetime, type ParameterEntry, parameterEntry, parameterNames } from "../catalogue/parameters.ts";
import { serviceParameters } from "../catalogue/service-parameters.ts";
import { nearestWord } from "../catalogue/spelling.ts";
import { type PostfixVersion, postfixVersions } from "../config.ts";
import type { PostfixDirectory } from "./directory.ts";
import { expandValue } from "./expand.ts";
import { type KnownNames, knownNames } from "./known-names.ts";
import { parseTime, settingsOfService, unitOf } from "./settings.ts";

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly at: Span | undefined;
  /** `smtp/inet` for a `-o` setting. */
  readonly service?: string;
  readonly expanded: ReturnType<typeof expandValue>;
}

/**
 * What is wrong with the parameters of a directory: unused or misspelt names, names of another version, deprecated
 * ones, broken or dangling `$name`, values that their parameter cannot take. In the order of the files.
 */
export function checkParameters(directory: PostfixDirectory): readonly Diagnostic[] {
  const known = knownNames(directory);
  const settings = allSettings(directory);
  return [
    ...settings.flatMap((setting) => [
      ...checkName(setting, directory, known),
      ...checkReferences(setting, known),
      ...checkValue(setting, directory.version),
    ]),
  ];
}

function allSettings(directory: PostfixDirectory): readonly Setting[] {
  const last = new Map(directory.main.map((entry) => [entry.name, entry]));
  const main = [...last.values()].map((entry) => ({
    name: entry.name,
    value: entry.value,
    at: entry.nameSpan,
    expanded: expandValue(entry.value, directory.settings.raw),
  }));
  const options = directory.services.flatMap((service) => {
    const { raw } = settingsOfService(directory.settings, service);
    const [origin] = service.origins;
    const at = origin && primarySpan(origin);
    return service.options.map(([name, value]) => ({
      name,
      value,
      at,
      service: `${service.name}/${service.type}`,
      expanded: expandValue(value, raw),
    }));
  });
  return [...main, ...options];
}

function checkName(setting: Setting, directory: PostfixDirectory, known: KnownNames): readonly Diagnostic[] {
  const { name, at } = setting;
  const old = deprecation(name);
  const isOld = old !== undefined && !isBefore(directory.version, old.since);
  if (isOld) {
    const instead = old.successor ? `set ${old.successor} instead` : "leave it at its default";
    return [diagnose("PF4012", at, `${name} is deprecated since Postfix ${old.since}; ${instead}`)];
  }
  if (setting.service ? known.inService(name, setting.service) : known.inMain(name)) return [];
  const entry = parameterEntry(name);
  if (entry && !entry.defaults.has(directory.version)) return [otherVersion(entry, directory.version, at)];
  const candidates = [...parameterNames(directory.version), ...serviceParameters(directory.services).keys()];
  const near = nearestWord(name, candidates);
  const suggestions: readonly Suggestion[] = near ? [{ kind: "becomes", text: near }] : [];
  const mean = near ? `; was ${near} meant?` : "";
  return [diagnose("PF4010", at, `Nothing in Postfix ${directory.version} uses ${name}${mean}`, { suggestions })];
}

function otherVersion(entry: ParameterEntry, version: PostfixVersion, at: Span | undefined): Diagnostic {
  const { since, until } = lifetime(entry);
  const when = isBefore(version, since) ? `came with Postfix ${since}` : `ended with Postfix ${until}`;
  return diagnose("PF4011", at, `${entry.name} ${when}; Postfix ${version} does not know it`);
}

function isBefore(a: PostfixVersion, b: PostfixVersion): boolean {
  return postfixVersions.indexOf(a) < postfixVersions.indexOf(b);
}

function checkReferences(setting: Setting, known: KnownNames): readonly Diagnostic[] {
  if (parameterEntry(setting.name)?.kind === "raw") return [];
  const problems = setting.expanded.problems.map((problem) =>
    diagnose("PF4005", setting.at, `${setting.name}: ${problem}`),
  );
  const dangling = known.dangling
    .filter((each) => each.in === setting.name && each.service === setting.service)
    .map((each) =>
      diagnose("PF4013", setting.at, `${setting.name} refers to $${each.name}, which is not set anywhere`),
    );
  return [...problems, ...dangling];
}

function checkValue(setting: Setting, version: PostfixVersion): readonly Diagnostic[] {
  const entry = parameterEntry(setting.name);
  const byDefault = entry?.defaults.get(version);
  if (!entry || byDefault === undefined || setting.expanded.problems.length > 0) return [];
  const { value } = setting.expanded;
  const expected = expectation(entry, value, byDefault, version);
  return expected === undefined
    ? []
    : [diagnose("PF4014", setting.at, `${setting.name} must be ${expected}, not "${value}"`)];
}

/** What a value should have been; undefined when it is fine. */
function expectation(
  entry: ParameterEntry,
  value: string,
  byDefault: string,
  version: PostfixVersion,
): string | undefined {
  switch (entry.kind) {
    case "bool":
      return /^(?:yes|no)$/i.test(value) ? undefined : "yes or no";
    case "int":
      // Since 3.6 it is a version: major, minor and patch (postconf(5), compatibility_level).
      if (entry.name === "compatibility_level" && !isBefore(version, "3.6")) {
        return /^\d+(?:\.\d+){0,2}$/.test(value) ? undefined : "a version such as 3.6";
      }
      if (value === byDefault) return undefined;
      // Scores may be negative (postscreen_dnsbl_*_threshold); all sizes, counts and levels start at 0 or above.
      return (entry.name.endsWith("_threshold") ? /^-?\d+$/ : /^\d+$/).test(value) ? undefined : "a whole number";
    case "time":
      return parseTime(value, unitOf(byDefault)) !== undefined || value === byDefault
        ? undefined
        : "a number, with or without s, m, h, d or w";
    default:
      return wordsExpected(entry.name, value);
  }
}

/** Parameters whose words are given: every program reads them when it starts (src/global/mynetworks.c, inet_proto.c). */
const fixedWords: Readonly<Record<string, readonly string[]>> = {
  inet_protocols: ["all", "ipv4", "ipv6"],
  mynetworks_style: ["host", "subnet", "class"],
};

function wordsExpected(name: string, value: string): string | undefined {
  const allowed = fixedWords[name];
  if (!allowed) return undefined;
  const words = value.split(/[\s,]+/).filter((word) => word !== "");
  const fits = words.length > 0 && words.every((word) => allowed.includes(word.toLowerCase()));
  return fits ? undefined : allowed.join(" or ");
}
