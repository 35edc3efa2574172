import type { Fact } from "../model/fact.ts";
import type { PrivacyValues } from "../model/privacy.ts";
import type { Section } from "../model/section.ts";
import type { OptionSymbol } from "../sendmail/config.ts";
import type { LiftContext, Lifted } from "./context.ts";
import type { OpenSection } from "./shared/option-catalogue.ts";
import { liftOptions, optionsOf, originsOf, setLeaf } from "./shared/option-catalogue.ts";
import { readBool } from "./shared/option-value.ts";

const { leaf, group, obsolete } = optionsOf<PrivacyValues>();

type Flag = Exclude<keyof PrivacyValues, "unknownWords" | "greeting" | "acceptHeloWithoutName">;

/** conf.c, PrivacyValues: what each word stands for. */
const privacyWords: Readonly<Record<string, readonly Flag[]>> = {
  public: [],
  needmailhelo: ["requireHelo"],
  needexpnhelo: ["requireHeloForExpand"],
  needvrfyhelo: ["requireHeloForVerify"],
  noexpn: ["noExpand"],
  novrfy: ["noVerify"],
  noverb: ["noVerbose"],
  noetrn: ["noQueueRequests"],
  restrictexpand: ["expansionForAdministrators"],
  restrictmailq: ["queueListForAdministrators"],
  restrictqrun: ["queueRunForAdministrators"],
  noreceipts: ["noReceipts"],
  nobodyreturn: ["noBodyInBounces"],
  authwarnings: ["warnOfForgery"],
  noactualrecipient: ["noActualRecipient"],
  // All flags "except noreceipts, restrictmailq, restrictqrun, restrictexpand, noetrn, and nobodyreturn" (op.me).
  goaway: [
    "requireHelo",
    "requireHeloForExpand",
    "requireHeloForVerify",
    "noExpand",
    "noVerify",
    "noVerbose",
    "warnOfForgery",
  ],
};

const flags = [...new Set(Object.values(privacyWords).flat())];

function intoFlags(section: OpenSection<PrivacyValues>, symbol: OptionSymbol): boolean {
  const origins = originsOf(symbol);
  const unknown: string[] = [];
  // Lines add up (readcf.c, option p: bits are set, never cleared).
  for (const word of symbol.value
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((text) => text !== "")) {
    const set = privacyWords[word];
    if (set) for (const flag of set) section[flag] = { value: true, origins, certainty: "stated" };
    else unknown.push(word);
  }
  if (unknown.length > 0) setLeaf(section, "unknownWords", { value: unknown, origins, certainty: "stated" });
  // A line that sets nothing (`public`) still wants an answer.
  if (flags.every((flag) => section[flag] === undefined) && unknown.length === 0) {
    setLeaf(section, "noVerify", { value: false, origins, certainty: "stated" });
  }
  return true;
}

/** The greeting with the host's name in place of `$j`; everything that sendmail alone knows is dropped. */
function greetingOf(text: string): PrivacyValues["greeting"] {
  const named = text.replace(/\$\{?j\}?/g, "{host}");
  const plain = named
    // The common "Sendmail $v/$Z; $b" says only which program it is, and when.
    .replace(/Sendmail\s+\$v\/\$Z/gi, "")
    .replace(/\$\?.*?\$\./g, "")
    .replace(/\$&?(\{[^}]*\}|.)/g, (whole) => (whole === "$$" ? "$" : ""))
    // What stood between the dropped parts.
    .replace(/(\s*;)+/g, ";")
    .replace(/^(\{host\})?;/, "$1")
    .replace(/\s+/g, " ")
    .replace(/[;\s]+$/, "")
    .trim();
  return { text: plain, changed: plain !== named.trim() };
}

/** Options about what strangers may ask. */
export const privacyOptions = [
  group("PrivacyOptions", [...flags, "unknownWords"], intoFlags),
  group("SmtpGreetingMessage", ["greeting"], (section, symbol) => {
    const fact: Fact<PrivacyValues["greeting"]> = {
      value: greetingOf(symbol.value),
      origins: originsOf(symbol),
      certainty: "stated",
    };
    setLeaf(section, "greeting", fact);
    return true;
  }),
  leaf("AllowBogusHELO", "acceptHeloWithoutName", readBool),
  obsolete("HelpFile", "Servers of today answer HELP with nothing worth a file (RFC 5321 section 4.1.1.8)."),
];

/** What the server tells and asks. */
export function liftPrivacy(context: LiftContext): Lifted<Section<PrivacyValues>> {
  return liftOptions(context, privacyOptions);
}
