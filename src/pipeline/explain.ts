import { catalogue, type DiagnosticCode } from "../diagnostics/catalogue.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";
import { lifetime, parameterEntry } from "../postfix/catalogue/parameters.ts";
import { postfixVersions } from "../postfix/config.ts";
import { mailerFlagMeaning } from "../sendmail/catalogue/mailer-flags.ts";
import confNames from "./explain/conf-names.json" with { type: "json" };
import { type FeatureStory, featureStories } from "./explain/library-features.ts";
import { type OptionStory, optionStories } from "./explain/option-stories.ts";

/** A Postfix parameter: what it is and which options end in it. */
export interface ParameterStory {
  readonly parameter: string;
  readonly type: string;
  /** Versions with the same default together, oldest first; default undefined: not there. */
  readonly defaults: readonly { readonly since: string; readonly value: string }[];
  readonly since: string;
  readonly until: string;
  readonly options: readonly string[];
  readonly features: readonly string[];
}

export interface CodeStory {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly title: string;
  /** The page about it, relative to the package. */
  readonly page: string;
}

/** One thing that a topic may name. */
export type Explanation =
  | ({ readonly kind: "option" } & OptionStory & { readonly mc: string | undefined })
  | ({ readonly kind: "feature" } & FeatureStory)
  | ({ readonly kind: "parameter" } & ParameterStory)
  | ({ readonly kind: "code" } & CodeStory)
  | { readonly kind: "mailer-flag"; readonly flag: string; readonly meaning: string; readonly note: string };

/**
 * What a topic means on both sides: a code (`TR3102`), an option (`MaxMessageSize`, `O MaxMessageSize`, the letter of
 * old files, `confMAX_MESSAGE_SIZE`), a flag of mailers (`F=e`), a feature of the m4 library, or a Postfix parameter.
 * Letters are compared exactly, names without regard to case. Empty when nothing has that name.
 */
export function explain(topic: string): readonly Explanation[] {
  const name = topic.trim().replace(/^O\s+/, "");
  return [
    ...codeNamed(name),
    ...optionsNamed(name),
    ...flagNamed(name),
    ...featureStories()
      .filter((story) => same(story.feature, name))
      .map((story) => ({ kind: "feature" as const, ...story })),
    ...parameterNamed(name),
  ];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function codeNamed(name: string): readonly Explanation[] {
  const code = name.toUpperCase();
  if (!isCode(code)) return [];
  const { severity, title } = catalogue[code];
  return [{ kind: "code", code, severity, title, page: `docs/diagnostics/${code}.md` }];
}

function isCode(text: string): text is DiagnosticCode {
  return Object.hasOwn(catalogue, text);
}

function optionsNamed(name: string): readonly Explanation[] {
  const byConf = Object.entries(confNames).find(([conf]) => conf === name)?.[1];
  return optionStories()
    .filter((story) => (name.length === 1 ? story.letter === name : same(story.option, byConf ?? name)))
    .map((story) => ({ kind: "option", ...story, mc: mcName(story.option) }));
}

/** The m4 variable that sets an option (cf/README, "TWEAKING CONFIGURATION OPTIONS"). */
function mcName(option: string): string | undefined {
  return Object.entries(confNames).find(([, name]) => name === option)?.[0];
}

function flagNamed(name: string): readonly Explanation[] {
  const flag = /^F=(.)$/.exec(name)?.[1];
  const meaning = flag === undefined ? undefined : mailerFlagMeaning(flag);
  if (flag === undefined || meaning === undefined) return [];
  const note = flagNotes[flag] ?? "It needs no counterpart, or local(8) and smtp(8) do it by themselves.";
  return [{ kind: "mailer-flag", flag, meaning, note }];
}

/** What a flag becomes in master.cf or main.cf; pipe(8) turns the sense of some around. */
const flagNotes: Readonly<Record<string, string>> = {
  "%": "The transport is in defer_transports.",
  "1": "message_strip_characters, for all mail.",
  "2": "A client of its own with smtp_never_send_ehlo=yes.",
  "7": "Postfix converts for hosts that cannot take 8 bits, and strips nothing.",
  "8": "A client of its own with disable_mime_output_conversion=yes, when it does not speak ESMTP.",
  "0": "Routes name the host in brackets.",
  b: "pipe flags=B.",
  e: "The transport is in defer_transports while HoldExpensive is set.",
  E: "pipe flags=>.",
  f: "-f ${sender} in pipe argv=.",
  h: "pipe without flags=h.",
  l: "pipe flags=X.",
  m: "Without it the transport's destination_recipient_limit is 1.",
  n: "pipe without flags=F.",
  o: "local(8) runs commands as the recipient; pipe(8) has one account.",
  P: "pipe flags=R.",
  r: "-r ${sender} in pipe argv=.",
  s: "pipe without flags=q.",
  S: "pipe user= names an account, never root.",
  u: "pipe without flags=u.",
  U: "pipe flags=F, without `remote from`.",
  w: "local_recipient_maps.",
  X: "pipe flags=. ; SMTP always does it.",
  z: "lmtp(8).",
};

function parameterNamed(name: string): readonly Explanation[] {
  const entry = parameterEntry(name);
  if (!entry) return [];
  const defaults: { since: string; value: string }[] = [];
  for (const version of postfixVersions) {
    const value = entry.defaults.get(version);
    if (value !== undefined && defaults.at(-1)?.value !== value) defaults.push({ since: version, value });
  }
  return [
    {
      kind: "parameter",
      parameter: entry.name,
      type: entry.kind,
      defaults,
      ...lifetime(entry),
      options: optionStories()
        .filter((story) => story.parameters.includes(entry.name))
        .map((story) => story.option),
      features: featureStories()
        .filter((story) => story.parameters.includes(entry.name))
        .map((story) => story.feature),
    },
  ];
}
