import type { OptionEntry } from "./catalogue/options.ts";

/** Options that are lists of known words: conf.c PrivacyValues and DontBlameSendmailValues. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  PrivacyOptions: words(`public needmailhelo needexpnhelo needvrfyhelo noexpn novrfy authwarnings noverb
    restrictmailq restrictqrun restrictexpand noetrn nobodyreturn noreceipts goaway noactualrecipient noreflection`),
  DontBlameSendmail: words(`safe assumesafechown groupwritabledirpathsafe groupwritableforwardfilesafe
    groupwritableincludefilesafe groupwritablealiasfile worldwritablealiasfile forwardfileinunsafedirpath
    mapinunsafedirpath linkedaliasfileinwritabledir linkedclassfileinwritabledir linkedforwardfileinwritabledir
    linkedincludefileinwritabledir linkedmapinwritabledir linkedserviceswitchfileinwritabledir
    filedeliverytohardlink filedeliverytosymlink writemaptohardlink writemaptosymlink writestatstohardlink
    writestatstosymlink forwardfileingroupwritabledirpath includefileingroupwritabledirpath
    classfileinunsafedirpath errorheaderinunsafedirpath helpfileinunsafedirpath forwardfileinunsafedirpathsafe
    includefileinunsafedirpathsafe runprograminunsafedirpath runwritableprogram includefileinunsafedirpath
    nonrootsafeaddr truststickybit dontwarnforwardfileinunsafedirpath insufficiententropy groupreadablesasldbfile
    groupwritablesasldbfile groupwritableforwardfile groupwritableincludefile worldwritableforwardfile
    worldwritableincludefile groupreadablekeyfile groupreadabledefaultauthinfofile certowner`),
};

/** Options of which readcf.c setoption() reads the first letter only. An empty value is a default where allowed. */
const FIRST_LETTERS: Readonly<Record<string, string>> = {
  DeliveryMode: "ibqdo",
  EightBitMode: "pms",
  QueueSortOrder: "fFhHmMpPtTrRsSnN",
};

const NO_RECIPIENT_ACTIONS = ["none", "add-to", "add-apparently-to", "add-bcc", "add-to-undisclosed"];

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** What setoption() would say of a value, in a sentence; undefined when it takes it. */
export function complaintOf(entry: OptionEntry, value: string): string | undefined {
  const known = WORDS[entry.name];
  if (known) {
    const odd = value.split(/[^A-Za-z0-9]+/).find((word) => word !== "" && !known.includes(word.toLowerCase()));
    return odd === undefined ? undefined : `${entry.name} does not know \`${odd}\``;
  }
  const letters = FIRST_LETTERS[entry.name];
  if (letters !== undefined) {
    const first = value[0];
    const accepted = first === undefined ? entry.name === "DeliveryMode" : letters.includes(first);
    return accepted ? undefined : `${entry.name} does not know \`${value}\``;
  }
  if (entry.type === "time") {
    const odd = value.toLowerCase() === "now" ? undefined : /[^0-9wdhms]/.exec(value.replace(/^-/, ""))?.[0];
    return odd === undefined ? undefined : `\`${odd}\` is no unit of time; ${entry.name} takes s, m, h, d and w`;
  }
  if (entry.name === "NoRecipientAction" && !NO_RECIPIENT_ACTIONS.includes(value.toLowerCase())) {
    return `NoRecipientAction does not know \`${value}\`; it is one of ${NO_RECIPIENT_ACTIONS.join(", ")}`;
  }
  return undefined;
}
